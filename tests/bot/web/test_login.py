"""Who gets in, who does not, and when a session ends."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from db.models import Account, Role
from tests.office import PASSWORD, Office, hidden, log_in, references, token


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff/").status_code == 200


def test_e_mail_in_any_case_and_password_let_in(office: Office) -> None:
    email = office.account()
    client = office.app.test_client()
    answer = log_in(client, f" {email.upper()} ")
    assert (answer.status_code, answer.location) == (302, "/staff/start")
    assert is_in(client)


def test_the_log_in_leads_back_to_the_page_that_was_asked_for(office: Office) -> None:
    email, client = office.account(), office.app.test_client()
    to_login = client.get("/staff/?department=health").location
    page = client.get(to_login).text
    form = {name: hidden(page, name).replace("&amp;", "&") for name in ("csrf_token", "next")}
    answer = client.post("/login", data={**form, "email": email, "password": PASSWORD})
    assert answer.location == "/staff/?department=health"


def test_the_log_in_leads_nowhere_else(office: Office) -> None:
    email, client = office.account(), office.app.test_client()
    form = {"csrf_token": token(client, "/login"), "next": "https://evil.example/", "email": email}
    answer = client.post("/login", data={**form, "password": PASSWORD})
    assert "evil" not in (answer.location or "")


def said(office: Office, email: str, password: str) -> str:
    answer = log_in(office.app.test_client(), email, password)
    assert answer.status_code == 200
    return answer.text.replace(email, "").replace(hidden(answer.text, "csrf_token"), "")


def test_an_unknown_e_mail_a_wrong_password_and_a_closed_account_get_the_same_answer(office: Office) -> None:
    known, closed = office.account(), office.account(name="-closed")
    office.deactivate(closed)
    answers = {
        said(office, "nobody@yala.example", PASSWORD),
        said(office, known, "wrong password"),
        said(office, closed, PASSWORD),
        said(office, known, ""),
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("email", "password"),
    [("a\0@b", "x"), ("staff@yala.example", "a\0b"), ("staff@yala.example", "x" * 5000), ("", "")],
)
def test_what_no_person_types_is_refused_calmly(office: Office, email: str, password: str) -> None:
    office.account()
    assert log_in(office.app.test_client(), email, password).status_code == 200


def test_ten_wrong_passwords_close_the_door_for_fifteen_minutes(office: Office) -> None:
    email, client = office.account(), office.app.test_client()
    for _ in range(10):
        log_in(client, email, "wrong password")
    assert log_in(client, email).status_code == 200
    office.now += timedelta(minutes=14)
    assert log_in(client, email).status_code == 200
    office.now += timedelta(minutes=2)
    assert log_in(client, email).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(office: Office) -> None:
    email = office.account()
    for _ in range(9):
        log_in(office.app.test_client(), email, "wrong password")
    log_in(office.app.test_client(), email)
    log_in(office.app.test_client(), email, "wrong password")
    assert log_in(office.app.test_client(), email).status_code == 302


def test_the_log_in_form_needs_its_token(office: Office) -> None:
    client = office.app.test_client()
    client.post("/login", data={"email": office.account(), "password": PASSWORD})
    assert not is_in(client)


def test_logging_out_ends_the_session_and_only_a_form_does_it(office: Office) -> None:
    client = office.person()
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert is_in(client)
    client.post("/logout", data={"csrf_token": token(client, "/staff/")})
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"fs_uniquifier": "another"}, {"active": False}])
def test_a_session_ends_when_the_account_is_closed_or_its_mark_changes(
    office: Office, change: dict[str, object]
) -> None:
    client = office.person()
    with office.service.database.transaction() as session:
        session.query(Account).update(change)
    assert client.get("/staff/").status_code == 302


def test_passwords_are_kept_as_argon2_hashes(office: Office) -> None:
    office.account()
    with office.service.database.reading() as session:
        assert session.query(Account).one().password.startswith("$argon2id$")


def test_an_official_begins_at_the_summary_and_staff_at_the_queue(office: Office) -> None:
    assert office.person(Role.OFFICIAL).get("/staff/start").location == "/officials/"
    assert office.person(Role.STAFF).get("/staff/start").location == "/staff/"


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(office: Office) -> None:
    answer = office.app.test_client().get("/staff/?q=x", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login?next=/staff/?q%3Dx")


def add(office: Office, *arguments: str, password: str = f"{PASSWORD}\n") -> tuple[int, str]:
    result = office.app.test_cli_runner().invoke(args=["staff", "add", *arguments], input=password)
    return result.exit_code, result.output


def test_an_account_added_on_the_command_line_logs_in(office: Office) -> None:
    restricted = office.open("เจ้าหน้าที่เรียกเงิน", kind="misconduct")
    options = ["--municipality", "yala", "--role", "staff", "--department", "health", "--restricted"]
    assert add(office, "New@Yala.example", *options) == (0, "new@yala.example may log in as staff of yala\n")
    client = office.app.test_client()
    log_in(client, "new@yala.example")
    assert references(client.get("/staff/").text) == [restricted]


@pytest.mark.parametrize(
    ("arguments", "password", "reason"),
    [
        (
            ["a@b.example", "--municipality", "nowhere", "--role", "staff"],
            PASSWORD,
            "there is no municipality 'nowhere'",
        ),
        (["a@b.example", "--municipality", "yala", "--role", "king"], PASSWORD, "'king' is not one of"),
        (["a@b.example", "--municipality", "yala", "--role", "staff"], "too short", "12 to 200 characters"),
        (["no address", "--municipality", "yala", "--role", "staff"], PASSWORD, "is not an e-mail address"),
        (["staff@yala.example", "--municipality", "yala", "--role", "staff"], PASSWORD, "has an account already"),
        (
            ["a@b.example", "--municipality", "yala", "--role", "staff", "--department", "magic"],
            PASSWORD,
            "yala has no department 'magic'; it has clerk",
        ),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(
    office: Office, arguments: list[str], password: str, reason: str
) -> None:
    office.account()
    status, output = add(office, *arguments, password=password)
    assert status != 0
    assert reason in output
