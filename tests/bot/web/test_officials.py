"""The officials' pages: who may open them, what they show, and that they show what the summary counts."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from db.models import Kind, Role, Status
from tests.office import Office
from tests.week_of_cases import CaseMaker, at

WEEK = "/officials/2026-W47"


@pytest.fixture
def filled(office: Office) -> Office:
    office.now = at("2026-11-25 12:00")
    town = office.town("yala")
    with office.service.database.transaction() as session:
        make = CaseMaker(session, town)
        make.open("2026-11-10 09:00", "road", department="engineering", due=date(2026, 11, 18), summary="ถนนทรุด")
        lamp = make.open("2026-11-16 09:00", "streetlight", department="engineering", community="suk-jai")
        make.move(lamp, Status.RESOLVED, "2026-11-17 09:00")
        make.open(
            "2026-11-17 09:00", "economy", kind=Kind.SUGGESTION, department="finance", community="talat-mai",
            summary="=อยากให้มีตลาดนัดคนเดิน โทร 081-234-5678",
        )  # fmt: skip
        make.open("2026-11-18 09:00", "green_space", kind=Kind.SUGGESTION, summary="อยากได้สวนเพิ่ม")
        make.open("2026-11-19 09:00", "tax", kind=Kind.MISCONDUCT, department="clerk", summary="เจ้าหน้าที่เรียกเงิน")
        make.open("2026-11-24 09:00", "waste", department="health")
        make.answer("2026-11-18 10:00", "greeting")
    return office


@pytest.fixture
def official(filled: Office) -> FlaskClient:
    return filled.person(Role.OFFICIAL)


def summary_of(official: FlaskClient) -> dict[str, Any]:
    return json.loads(official.get(f"{WEEK}/summary.json").data)


def test_the_start_is_the_last_full_week(official: FlaskClient) -> None:
    answer = official.get("/officials/")
    assert (answer.status_code, answer.location) == (302, WEEK)


@pytest.mark.parametrize("path", ["", "/summary.json", "/summary.xlsx", "/cases/received"])
def test_every_page_asks_for_a_login(filled: Office, path: str) -> None:
    answer = filled.app.test_client().get(WEEK + path)
    assert answer.status_code == 302
    assert "/login" in answer.location


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICIAL, 200), (Role.ADMINISTRATOR, 200), (Role.STAFF, 403)])
def test_the_summary_is_for_officials_and_administrators(filled: Office, role: Role, status: int) -> None:
    assert filled.person(role).get(WEEK).status_code == status


def test_the_page_begins_with_the_sentence(official: FlaskClient) -> None:
    page = official.get(WEEK).text
    heading = re.sub("<[^>]*>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page)[1])
    assert heading.startswith("สัปดาห์ที่ 16–22 พ.ย. 69 มีเรื่องใหม่ 4 เรื่อง เสร็จสิ้น 1 เรื่อง")
    assert "เกินกำหนด 1 เรื่อง" in heading


def test_the_page_shows_the_totals_of_the_summary(official: FlaskClient) -> None:
    page = official.get(WEEK).text
    for figure in ("received", "resolved", "reopened", "open", "overdue"):
        shown = re.search(rf'data-figure="{figure}">.*?total-number"[^>]*>([\d,]+)<', page, re.S)[1]
        assert int(shown) == summary_of(official)[figure]["total"]


def test_each_number_leads_to_the_cases_behind_it(official: FlaskClient) -> None:
    for figure in ("received", "resolved", "open", "overdue"):
        page = official.get(f"{WEEK}/cases/{figure}")
        figures = summary_of(official)[figure]
        assert len(re.findall("data-case=", page.text)) == figures["total"] - figures["restricted"]
    assert official.get(f"{WEEK}/cases/secret").status_code == 404


def test_misconduct_is_a_number_only_on_every_page(official: FlaskClient) -> None:
    pages = [official.get(WEEK + path).text for path in ("", "/cases/received", "/cases/open", "/summary.json")]
    assert not any("เรียกเงิน" in page or "YL-6911-00005" in page for page in pages)
    assert summary_of(official)["received"]["by_kind"]["misconduct"] == 1


def test_suggestions_about_the_local_economy_stand_apart(official: FlaskClient) -> None:
    page = official.get(WEEK).text
    own = page.index("เศรษฐกิจท้องถิ่น")
    assert own < page.index("ตลาดนัดคนเดิน") < page.index("ด้านอื่น") < page.index("อยากได้สวนเพิ่ม")
    assert "081-234-5678" not in page


def test_another_municipality_s_official_sees_nothing_of_it(filled: Office) -> None:
    official = filled.person(Role.OFFICIAL, slug="banmai")
    summary = json.loads(official.get(f"{WEEK}/summary.json").data)
    assert (summary["municipality"], summary["received"]["total"], summary["cases"]) == ("banmai", 0, [])
    assert "YL-" not in official.get(WEEK).text


def test_the_running_week_is_one_tap_away(official: FlaskClient) -> None:
    assert 'href="/officials/2026-W48"' in official.get(WEEK).text
    running = official.get("/officials/2026-W48").text
    assert "ยังไม่สิ้นสุด" in running
    assert 'rel="next"' not in running


def test_a_week_that_has_not_begun_says_so(official: FlaskClient) -> None:
    answer = official.get("/officials/2026-W49")
    assert answer.status_code == 404
    assert "ยังไม่เริ่ม" in answer.text


@pytest.mark.parametrize("week", ["last", "2026-W60", "0001-W01", "9999-W53"])
def test_what_is_no_week_is_not_found(official: FlaskClient, week: str) -> None:
    assert official.get(f"/officials/{week}").status_code == 404


def test_an_empty_week_says_what_will_appear(office: Office) -> None:
    office.now = at("2026-11-25 12:00")
    page = office.person(Role.OFFICIAL).get(WEEK)
    assert page.status_code == 200
    assert "มีเรื่องใหม่ 0 เรื่อง" in page.text


def workbook(official: FlaskClient) -> Workbook:
    answer = official.get(f"{WEEK}/summary.xlsx")
    assert 'filename="weekly-summary-yala-2026-W47.xlsx"' in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.data))


def test_the_workbook_holds_the_totals_as_numbers(official: FlaskClient) -> None:
    rows = list(workbook(official)["สรุป"].iter_rows(values_only=True))
    assert rows[0][0] == "รายงานสรุปเรื่องร้องเรียนและข้อเสนอรายสัปดาห์"
    assert ("รับใหม่", 4, 1, 3) in rows
    assert ("เกินกำหนด", 1, 0, 1) in rows


def test_the_workbook_has_a_sheet_for_each_breakdown(official: FlaskClient) -> None:
    book = workbook(official)
    assert book.sheetnames == [
        "สรุป", "ตามหัวข้อ", "ตามหน่วยงาน", "ตามชุมชน", "ตามประเภท", "เรื่องเกินกำหนด", "ข้อเสนอ", "ทะเบียนรับเรื่อง",
    ]  # fmt: skip
    departments = {row[0]: row[1:] for row in book["ตามหน่วยงาน"].iter_rows(min_row=2, values_only=True) if row[0]}
    assert departments["ร้องเรียนเจ้าหน้าที่ (ไม่จำแนก)"] == (1, 0, 0, 0, 1, 0)
    assert sum(figures[0] for figures in departments.values()) == 4
    assert book["ตามหน่วยงาน"].freeze_panes == "A2"


def test_the_register_is_masked_and_holds_no_formula(official: FlaskClient) -> None:
    sheet = workbook(official)["ทะเบียนรับเรื่อง"]
    market = next(row for row in sheet.iter_rows(min_row=2) if "ตลาดนัด" in str(row[7].value))
    assert market[7].value == "=อยากให้มีตลาดนัดคนเดิน โทร [PHONE]"
    assert market[7].data_type == "s"
    assert market[2].value.date() == date(2026, 11, 17)
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == summary_of(official)["cases"]
