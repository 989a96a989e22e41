"""Beside a case: open ones that may be the same matter, and earlier ones."""

from datetime import timedelta

from db.models import Kind
from tests.office import Office

WORDS = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"


def test_the_page_names_what_may_be_the_same_with_its_reasons(office: Office) -> None:
    first = office.open(WORDS, topics=("drainage",))
    office.now += timedelta(days=2)
    second = office.open(f"แจ้งหลายครั้งแล้ว {WORDS}", topics=("drainage",))
    page = office.person().get(f"/staff/cases/{second}").text
    for shown in ("อาจเป็นเรื่องเดียวกัน", f'data-like="{first}"', "คำตรงกัน", "แจ้งห่างกัน 2 วัน", "ผู้แจ้งบอกว่าเคยแจ้งเรื่องนี้แล้ว"):
        assert shown in page
    assert f'data-earlier="{first}"' in page
    assert "Uyala" not in page


def test_an_accusation_is_beside_no_other_case(office: Office) -> None:
    accusation = office.open(WORDS, kind=Kind.MISCONDUCT, topics=("drainage",))
    office.now += timedelta(days=2)
    second = office.open(WORDS, topics=("drainage",))
    clerk = office.person(restricted=True)
    assert accusation not in clerk.get(f"/staff/cases/{second}").text
    page = clerk.get(f"/staff/cases/{accusation}").text
    assert second not in page and "อาจเป็นเรื่องเดียวกัน" not in page
