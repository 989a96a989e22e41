"""What goes wrong is said calmly to people and shortly to programs."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db import Database, DBAPIError
from tests.office import Office, make_office


def test_a_person_gets_a_page_and_a_program_gets_json(office: Office) -> None:
    client = office.app.test_client()
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert page.mimetype == "text/html"
    for address, headers in (("/open-data/x", {}), ("/line/x", {}), ("/nowhere/", {"Accept": "application/json"})):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, answer.json) == (404, {"message": "not found"})


def test_a_method_that_is_not_allowed_says_which_are(office: Office) -> None:
    answer = office.app.test_client().post("/yala/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("address", ["/yala%00/", "/YALA/", "/" + "a" * 500 + "/", "/%F0%9F%92%A5/"])
def test_no_municipality_has_such_a_name(office: Office, address: str) -> None:
    assert office.app.test_client().get(address).status_code == 404


def test_without_its_database_it_says_so_and_shows_nothing_of_its_inside(tmp_path: Path, sqlite_url: str) -> None:
    office = make_office(sqlite_url, tmp_path)
    office.app.config["PROPAGATE_EXCEPTIONS"] = False
    with office.service.database.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE municipality RENAME TO gone")
    answer = office.app.test_client().get("/yala/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "sql" not in answer.text.lower()


def test_a_fault_of_ours_is_a_calm_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("words of a resident")

    monkeypatch.setattr("db.municipalities.every", fail)
    answer = office.app.test_client().get("/")
    assert answer.status_code == 500
    assert "words of a resident" not in answer.text


def test_an_error_of_the_database_names_no_words_of_a_resident(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(DBAPIError) as refused, database.reading() as session:
        session.execute(text("SELECT :words FROM nowhere"), {"words": "ถ้อยคำของประชาชน"})
    assert "ถ้อยคำ" not in str(refused.value)
    database.dispose()
