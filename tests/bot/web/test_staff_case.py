"""One case: what is shown, what staff do with it, and what the resident hears."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from db import outbox
from db.models import Account, Action, Actor, Kind, Message, Role, Status
from tests.office import Office, hidden, submit


@pytest.fixture
def reference(office: Office) -> str:
    return office.open("ไฟดับหน้าโรงเรียน", topics=("streetlight", "safety"))


@pytest.fixture
def clerk(office: Office) -> FlaskClient:
    return office.person()


def sent(office: Office, reference: str) -> list[Message]:
    with office.service.database.reading() as session:
        return outbox.of_case(session, office.case(reference).id)


def test_the_page_shows_words_topics_and_history(clerk: FlaskClient, reference: str) -> None:
    page = clerk.get(f"/staff/cases/{reference.lower()}").text
    for shown in ("ไฟดับหน้าโรงเรียน", reference, "90%", "เปิดเรื่อง", "บอทเข้าใจว่า"):
        assert shown in page


def test_a_status_with_a_note_reaches_the_resident_once(office: Office, clerk: FlaskClient, reference: str) -> None:
    address = f"/staff/cases/{reference}"
    answer = submit(clerk, address, "status", status="in_progress", note="ช่างจะไป\r\nพรุ่งนี้")
    assert (answer.status_code, answer.location) == (302, address)
    assert office.case(reference).status is Status.IN_PROGRESS
    [message] = sent(office, reference)
    assert message.names == ["case_status"]
    page = clerk.get(address).text
    assert "บันทึกแล้ว และแจ้งผู้แจ้งทาง LINE" in page
    assert "ช่างจะไป\nพรุ่งนี้" in page
    assert (Action.STATUS, Actor.STAFF, "received", "in_progress") in office.history(reference)


def test_only_allowed_moves_are_offered_and_taken(office: Office, clerk: FlaskClient, reference: str) -> None:
    office.change(reference, status=Status.RESOLVED, closed_at=office.now)
    address = f"/staff/cases/{reference}"
    form = clerk.get(address).text.split('name="status"')[1].split("</select>")[0]
    assert 'value="in_progress"' in form
    assert 'value="triaged"' not in form
    answer = submit(clerk, address, "status", status="triaged", note="พิมพ์ไว้แล้ว")
    assert answer.status_code == 422
    assert "เปลี่ยนเป็นสถานะนี้จากสถานะปัจจุบันไม่ได้" in answer.text
    assert "พิมพ์ไว้แล้ว" in answer.text
    assert office.case(reference).status is Status.RESOLVED
    assert sent(office, reference) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "rejected", "note": "ขอโทษค่ะ"}, "โปรดเลือกเหตุผลที่ไม่ดำเนินการ"),
        ({"status": "rejected", "note": "ขอโทษค่ะ", "reason": "because"}, "โปรดเลือกเหตุผลที่ไม่ดำเนินการ"),
        ({"status": "rejected", "reason": "not_ours"}, "โปรดเขียนข้อความถึงผู้แจ้ง"),
        ({"status": "waiting_resident", "note": "  "}, "โปรดเขียนข้อความถึงผู้แจ้ง"),
        ({"status": "", "note": "ขอโทษค่ะ"}, "โปรดเลือกสถานะใหม่"),
        ({"status": "burning"}, "โปรดเลือกสถานะใหม่"),
        ({"status": "triaged", "note": "ก" * 1001}, "ข้อความยาวเกิน 1,000 ตัวอักษร"),
    ],
)
def test_a_form_with_a_mistake_says_which_and_changes_nothing(
    office: Office, clerk: FlaskClient, reference: str, fields: dict[str, str], said: str
) -> None:
    answer = submit(clerk, f"/staff/cases/{reference}", "status", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields.get("note", "").strip() in answer.text
    assert office.case(reference).status is Status.RECEIVED
    assert len(office.history(reference)) == 1


def test_rejecting_names_its_reason(office: Office, clerk: FlaskClient, reference: str) -> None:
    fields = {"status": "rejected", "note": "โปรดแจ้งการไฟฟ้า 1129", "reason": "not_ours"}
    assert submit(clerk, f"/staff/cases/{reference}", "status", **fields).status_code == 302
    assert office.case(reference).status_reason == "not_ours"
    assert "ไม่อยู่ในอำนาจหน้าที่ของเทศบาล" in clerk.get(f"/staff/cases/{reference}").text


def test_a_stale_save_is_refused_with_what_changed_and_keeps_what_was_typed(
    office: Office, clerk: FlaskClient, reference: str
) -> None:
    address = f"/staff/cases/{reference}"
    page = clerk.get(address).text
    form = {name: hidden(page, name) for name in ("csrf_token", "seen")}
    colleague = office.person(Role.ADMINISTRATOR)
    with office.service.database.transaction() as session:
        session.query(Account).filter_by(role=Role.ADMINISTRATOR).update({"name": "คุณเพื่อนร่วมงาน"})
    submit(colleague, address, "status", status="in_progress")
    answer = clerk.post(f"{address}/status", data={**form, "status": "resolved", "note": "ซ่อมเสร็จแล้ว"})
    assert answer.status_code == 409
    for shown in ("คุณเพื่อนร่วมงาน", "รอรับเรื่อง →", "ซ่อมเสร็จแล้ว", 'value="resolved" selected'):
        assert shown in answer.text
    assert office.case(reference).status is Status.IN_PROGRESS
    again = {"csrf_token": form["csrf_token"], "seen": hidden(answer.text, "seen"), "status": "resolved", "note": "ซ่อม"}
    assert clerk.post(f"{address}/status", data=again).status_code == 302
    assert office.case(reference).status is Status.RESOLVED


def test_a_form_sent_twice_tells_the_resident_once(office: Office, clerk: FlaskClient, reference: str) -> None:
    address = f"/staff/cases/{reference}"
    page = clerk.get(address).text
    form = {
        **{name: hidden(page, name) for name in ("csrf_token", "seen")},
        "status": "waiting_resident",
        "note": "ที่ไหนคะ",
    }
    assert [clerk.post(f"{address}/status", data=form).status_code for _ in range(2)] == [302, 409]
    assert len(sent(office, reference)) == 1


def test_a_department_is_given_and_an_unknown_one_refused(office: Office, clerk: FlaskClient, reference: str) -> None:
    address = f"/staff/cases/{reference}"
    assert submit(clerk, address, "department", department="health").status_code == 302
    assert office.case(reference).department_code == "health"
    assert submit(clerk, address, "department", department="magic").status_code == 422
    assert office.case(reference).department_code == "health"
    assert sent(office, reference) == []


def test_kind_and_topics_are_put_right_and_department_and_date_follow(
    office: Office, clerk: FlaskClient, reference: str
) -> None:
    address = f"/staff/cases/{reference}"
    fields = {"kind": "complaint", "topic": "waste", "also": ["public_health", "waste"]}
    assert submit(clerk, address, "understanding", **fields).status_code == 302
    assert office.case(reference).department_code == "health"
    assert (Action.TOPICS, Actor.STAFF, "streetlight safety", "waste public_health") in office.history(reference)
    assert submit(clerk, address, "understanding", kind="suggestion", topic="waste").status_code == 302
    assert office.case(reference).due_on is None
    assert submit(clerk, address, "understanding", kind="complaint", topic="").status_code == 422
    assert submit(clerk, address, "understanding", kind="x", topic="road").status_code == 422
    assert office.case(reference).kind is Kind.SUGGESTION


def test_whoever_finds_an_accusation_can_put_it_away_and_then_sees_it_no_more(
    office: Office, clerk: FlaskClient, reference: str
) -> None:
    address = f"/staff/cases/{reference}"
    answer = submit(clerk, address, "understanding", kind="misconduct", topic="streetlight")
    assert answer.location == "/staff/"
    assert clerk.get(address).status_code == 404
    assert office.case(reference).department_code == "audit"


def test_forms_of_another_municipality_or_of_no_case_find_nothing(office: Office, clerk: FlaskClient) -> None:
    theirs = office.open("ไฟดับ", slug="banmai")
    form = {"csrf_token": hidden(clerk.get("/staff/").text, "csrf_token"), "status": "triaged"}
    for reference in (theirs, "YL-6911-99999", "YL-0", "%00", "a" * 300):
        assert clerk.get(f"/staff/cases/{reference}").status_code == 404
        assert clerk.post(f"/staff/cases/{reference}/status", data=form).status_code == 404
    assert office.case(theirs).status is Status.RECEIVED


def test_a_resident_who_blocked_us_is_not_written_to_and_the_clerk_is_told(
    office: Office, clerk: FlaskClient, reference: str
) -> None:
    office.change(reference, resident_id=None)
    submit(clerk, f"/staff/cases/{reference}", "status", status="triaged")
    assert "ไม่ได้แจ้งทาง LINE" in clerk.get(f"/staff/cases/{reference}").text


def test_a_message_taken_back_is_shown_as_that(office: Office, clerk: FlaskClient, reference: str) -> None:
    with office.service.database.transaction() as session:
        from db import cases

        entry = cases.entries(session, office.case(reference).id)[0]
        entry.text, entry.unsent_at = None, office.now
    assert "ผู้แจ้งเรียกคืนข้อความ" in clerk.get(f"/staff/cases/{reference}").text


def test_a_photo_is_streamed_to_those_who_may_see_its_case(office: Office, clerk: FlaskClient, reference: str) -> None:
    address = f"/staff/attachments/{office.photo(reference, b'JPEG')}"
    answer = clerk.get(address)
    assert (answer.data, answer.mimetype) == (b"JPEG", "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert address in clerk.get(f"/staff/cases/{reference}").text
    assert office.person(slug="banmai").get(address).status_code == 404
    office.change(reference, restricted=True)
    assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/pdf"])
def test_what_is_no_photo_is_only_downloaded(
    office: Office, clerk: FlaskClient, reference: str, content_type: str
) -> None:
    answer = clerk.get(f"/staff/attachments/{office.photo(reference, b'<script>', content_type)}")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_photo_that_is_gone_is_not_found(office: Office, clerk: FlaskClient, reference: str) -> None:
    assert clerk.get(f"/staff/attachments/{office.photo(reference, b'x', state='gone')}").status_code == 404
    assert clerk.get("/staff/attachments/99999999999999999999").status_code == 404
    assert "ไม่มีไฟล์แล้ว" in clerk.get(f"/staff/cases/{reference}").text


def test_the_map_is_drawn_from_the_municipality_s_own_areas(office: Office, clerk: FlaskClient, reference: str) -> None:
    office.change(reference, community_code="suk-jai")
    assert 'id="map"' in clerk.get(f"/staff/cases/{reference}").text
    areas = clerk.get("/staff/map.json").json
    assert {area["properties"]["code"] for area in areas["features"]} == set(office.town("yala").communities)


def test_ages_and_times_are_told_in_bangkok(office: Office, clerk: FlaskClient, reference: str) -> None:
    office.now += timedelta(hours=30)
    page = clerk.get(f"/staff/cases/{reference}").text
    assert "25 พ.ย. 69 12.00 น." in page
    assert "1 วันที่แล้ว" in page
