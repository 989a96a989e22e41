"""Staff answer a case in the browser, and the resident hears of it on LINE."""

import json
import re
from html import unescape

import pytest

from bot.web.login import hash_password
from db import municipalities
from db.models import CaseEvent, Role, Status
from handlers import accounts

ROAD = "ถนนเป็นหลุมใหญ่หน้าตลาด รถล้มแล้วหลายคัน"
PASSWORD = "correct horse battery staple"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class Person:
    """Somebody of the town hall, logged in, filling in forms as a browser does."""

    def __init__(self, city, role=Role.STAFF, slug="yala", restricted=False):
        self.client = city.app.test_client()
        email = f"{role.value}{restricted}@{slug}.example"
        with city.app.app_context():
            hashed = hash_password(PASSWORD)
        with city.database.transaction() as session:
            row = municipalities.by_slug(session, slug)
            town = city.app.extensions["siang"].towns.get(session, row.id)
            new = accounts.NewAccount(email, role, restricted=restricted)
            accounts.add(session, town, new, hashed, city.clock())
        assert self.fill("/login", "/login", email=email, password=PASSWORD).status_code == 302

    def fill(self, page, action, **fields):
        """Opens the page, fills one of its forms and sends it."""
        shown = self.client.get(page).get_data(as_text=True)
        form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>.*?</form>', shown, re.DOTALL)
        hidden = {}
        for field in HIDDEN.findall(form[0] if form else shown):
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', field))
            hidden[attributes["name"]] = unescape(attributes.get("value", ""))
        return self.client.post(action, data={**hidden, **fields})

    def answer(self, case, **fields):
        page = f"/staff/cases/{case.reference}"
        return self.fill(page, f"{page}/status", **fields)

    def sees(self, case):
        return (
            case.reference in self.client.get("/staff/").get_data(as_text=True),
            self.client.get(f"/staff/cases/{case.reference}").status_code == 200,
        )


@pytest.fixture
def reported(city):
    """A resident, and the case that one sentence opened."""
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.settle()
    return resident, city.cases()[0]


def test_a_status_with_a_note_reaches_the_resident_on_line(city, reported):
    resident, case = reported
    clerk = Person(city)
    assert clerk.answer(case, status="in_progress", note="ช่างจะเข้าซ่อมวันพรุ่งนี้").status_code == 302
    city.settle()
    news = city.sim.replies(resident)[-1]
    assert case.reference in news["altText"]
    assert "ช่างจะเข้าซ่อมวันพรุ่งนี้" in json.dumps(news, ensure_ascii=False)
    assert city.cases()[0].status is Status.IN_PROGRESS
    (move,) = [event for event in city.rows(CaseEvent) if event.action.value == "status"]
    assert (move.before, move.after, move.account_id) == ("received", "in_progress", 1)


def test_the_residents_answer_puts_a_waiting_case_back_to_work_however_late(city, reported):
    resident, case = reported
    Person(city).answer(case, status="waiting_resident", note="อยู่ช่วงไหนของถนน")
    city.settle()
    city.advance(hours=30)
    city.sim.say(resident, "อยู่หน้าร้านตัดผม ใกล้สามแยก")
    city.settle()
    (case,) = city.cases()
    assert case.status is Status.IN_PROGRESS
    assert "สามแยก" in case.summary


def test_a_resolved_case_can_be_followed_and_a_new_matter_opens_a_new_one(city, reported):
    resident, case = reported
    Person(city).answer(case, status="resolved", note="ซ่อมเรียบร้อยแล้ว")
    city.settle()
    city.sim.say(resident, ROAD)
    city.settle()
    assert [row.status for row in city.cases()] == [Status.RESOLVED, Status.RECEIVED]


def test_nothing_is_sent_to_a_resident_who_blocked_the_account(city, reported):
    resident, case = reported
    city.sim.unfollow(resident)
    city.settle()
    before = len(city.sim.replies(resident))
    assert Person(city).answer(case, status="in_progress", note="กำลังไป").status_code == 302
    city.settle()
    assert len(city.sim.replies(resident)) == before
    assert city.said(resident).count("case_status") == 0


def test_misconduct_is_seen_only_by_who_is_granted_it(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, "เจ้าหน้าที่เทศบาลเรียกรับเงินใต้โต๊ะ 500 บาท ตอนไปยื่นเรื่อง")
    city.settle()
    (case,) = city.cases()
    assert case.restricted
    assert case.department_code == "audit"
    assert "case_opened_restricted" in city.said(resident)
    assert Person(city).sees(case) == (False, False)
    assert Person(city, Role.ADMINISTRATOR).sees(case) == (False, False)
    assert Person(city, restricted=True).sees(case) == (True, True)


def test_one_town_sees_nothing_of_the_other(city, reported):
    _, case = reported
    neighbour = Person(city, Role.ADMINISTRATOR, slug="banmai")
    assert neighbour.sees(case) == (False, False)
    assert neighbour.client.get("/staff/?q=" + case.reference).status_code == 200
    page = neighbour.client.get("/staff/?status=all").get_data(as_text=True)
    assert "ตลาด" not in page


def test_administrators_see_how_every_event_ended(city, reported):
    resident, _ = reported
    city.sim.say(resident, "สวัสดีครับ")
    city.settle()
    page = Person(city, Role.ADMINISTRATOR).client.get("/staff/system/").get_data(as_text=True)
    assert "small_talk_greeting" in page or "ทักทาย" in page
    assert Person(city).client.get("/staff/system/").status_code == 403
