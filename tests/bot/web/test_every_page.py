"""What holds for all pages: log-in, roles, headers, and that the webhook pays for none of it."""

import re
from typing import Any

import pytest

from db.models import Role
from tests.office import Office, token

INSIDE = ("/staff", "/officials")


def inside(office: Office) -> list[tuple[str, str]]:
    """Every method and address below the guarded folders, with something in place of its variables."""
    rules = [rule for rule in office.app.url_map.iter_rules() if rule.rule.startswith(INSIDE)]
    return [
        (method, re.sub(r"<[^>]*>", "1", rule.rule))
        for rule in rules
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_every_staff_and_official_page_asks_for_a_log_in(office: Office) -> None:
    routes = inside(office)
    assert len(routes) >= 10
    for method, address in routes:
        answer = office.app.test_client().open(address, method=method)
        assert answer.status_code == 302, (method, address)
        assert answer.location.startswith("/login?next="), (method, address)


def test_every_change_needs_its_token(office: Office) -> None:
    client = office.person(Role.ADMINISTRATOR)
    changes = [(method, address) for method, address in inside(office) if method != "GET"]
    assert len(changes) >= 4
    for method, address in changes:
        assert client.open(address, method=method).status_code == 400, (method, address)


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICIAL])
def test_the_system_page_is_for_administrators(office: Office, role: Role) -> None:
    assert office.person(role).get("/staff/system/").status_code == 403


def test_an_official_reads_cases_and_changes_none(office: Office) -> None:
    reference = office.open("ไฟดับ")
    client = office.person(Role.OFFICIAL)
    page = client.get(f"/staff/cases/{reference}")
    assert page.status_code == 200
    assert 'name="status"' not in page.text
    form = {"csrf_token": token(client, "/staff/"), "status": "triaged", "department": "health"}
    for action in ("status", "department", "understanding"):
        assert client.post(f"/staff/cases/{reference}/{action}", data=form).status_code == 403
    assert office.case(reference).status == "received"


def test_pages_let_a_browser_run_only_our_own_files(office: Office) -> None:
    reference = office.open("<script>alert(1)</script>")
    client = office.person(Role.ADMINISTRATOR)
    for address in ("/login", "/staff/", f"/staff/cases/{reference}", "/staff/system/", "/", "/yala/", "/nowhere/"):
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", answer.text), address
    assert "&lt;script&gt;alert(1)" in client.get(f"/staff/cases/{reference}").text


def test_what_a_person_saw_is_not_kept_for_others(office: Office) -> None:
    assert office.person().get("/staff/").headers["Cache-Control"] == "private, no-cache"


def test_the_webhook_pays_for_none_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.person()  # a cookie that a careless hook would look up in the database

    def refuse(*_: Any) -> None:
        raise AssertionError("the webhook asked for the session's account")

    monkeypatch.setattr("db.accounts.by_uniquifier", refuse)
    answer = client.post("/line/yala/webhook", data=b"{}")
    assert answer.status_code == 404  # no channel is configured here
    assert "Content-Security-Policy" not in answer.headers
