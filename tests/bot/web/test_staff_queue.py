"""The queue as staff see it."""

import re
from datetime import timedelta

import pytest

from db.models import Role
from tests.office import Office, references


def test_a_case_is_a_row_with_what_where_and_its_reference(office: Office) -> None:
    reference = office.open("หลุมลึกหน้าตลาด", topics=("road", "traffic"), urgency="high", sure=False)
    office.change(reference, place="ถนนสุขใจ")
    page = office.person().get("/staff/").text
    assert references(page) == [reference]
    for shown in ("หลุมลึกหน้าตลาด", "ถนนสุขใจ", reference, "รอรับเรื่อง", "เร่งด่วน", "บอทไม่แน่ใจ", "สำนักช่าง"):
        assert shown in page


def test_late_is_said_with_its_days(office: Office) -> None:
    reference = office.open("ไฟดับ")
    office.change(reference, due_on=(office.now - timedelta(days=2)).date())
    page = office.person().get("/staff/").text
    assert "เกินกำหนด 2 วัน" in page
    assert re.search(r"เปิดอยู่ 1 เรื่อง.*เกินกำหนด 1 เรื่อง", page)


def test_filters_live_in_the_address_and_combine(office: Office) -> None:
    wanted = office.open("ไฟดับที่ตลาด", topics=("streetlight",))
    office.open("ไฟดับที่วัด", topics=("cable",))
    office.open("ไฟดับที่ตลาด", topics=("streetlight",), kind="question")
    address = "/staff/?topic=streetlight&kind=complaint&q=ตลาด&department=engineering&status=received"
    page = office.person().get(address).text
    assert references(page) == [wanted]
    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert len(chips) == 5
    assert all(chip.count("=") == 4 for chip in chips)  # each leads to the queue without it


@pytest.mark.parametrize(
    "unknown", ["status=burning", "department=x", "topic=1%27", "kind=", "after=nonsense", "q=%00"]
)
def test_a_filter_that_means_nothing_is_left_out(office: Office, unknown: str) -> None:
    reference = office.open("ไฟดับ")
    assert references(office.person().get(f"/staff/?{unknown}").text) == [reference]


@pytest.mark.parametrize(
    "after",
    [
        "due_2026-11-20_99999999999999999999",
        "due_x_1",
        "opened_0001-01-01T00:00:00+14:00_1",
        "opened_1_1",
        "_",
        "a_b_c",
    ],
)
def test_a_place_that_cannot_be_is_the_beginning(office: Office, after: str) -> None:
    reference = office.open("ไฟดับ")
    assert references(office.person().get("/staff/", query_string={"after": after}).text) == [reference]


def test_the_next_page_goes_on_with_the_same_filter(office: Office) -> None:
    for number in range(60):
        office.open(f"ไฟดับ {number}")
    office.open("เรื่องอื่น")
    client = office.person()
    first = client.get("/staff/?q=ไฟดับ").text
    following = re.search(r'id="more-link"[^>]*href="([^"]+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    found = references(first) + references(second)
    assert (len(found), len(set(found))) == (60, 60)
    assert 'id="more-link"' not in second


def test_a_filter_changed_within_the_page_gets_a_clean_address(office: Office) -> None:
    address = "/staff/?q=&status=&department=health&topic=&kind="
    answer = office.person().get(address, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/staff/?department=health"


def test_nothing_of_another_municipality_is_seen(office: Office) -> None:
    ours, theirs = office.open("ไฟดับ"), office.open("ไฟดับ", slug="banmai")
    client = office.person(slug="yala")
    assert references(client.get("/staff/?status=all").text) == [ours]
    assert references(client.get(f"/staff/?status=all&q={theirs}").text) == []
    assert client.get(f"/staff/cases/{theirs}").status_code == 404


def test_misconduct_is_seen_by_nobody_unless_granted_administrators_included(office: Office) -> None:
    secret = office.open("เจ้าหน้าที่เรียกเงิน", kind="misconduct")
    for role in Role:
        client = office.person(role)
        page = client.get("/staff/?status=all")
        assert references(page.text) == []
        assert "เปิดอยู่ 0 เรื่อง" in page.text
        assert client.get(f"/staff/cases/{secret}").status_code == 404
    granted = office.person(restricted=True)
    assert references(granted.get("/staff/").text) == [secret]
    assert granted.get(f"/staff/cases/{secret}").status_code == 200
