"""The city's open pages."""

import pytest

from bot.web.brand import contrast, readable
from tests.office import Office


def test_the_front_page_names_the_municipalities(office: Office) -> None:
    page = office.app.test_client().get("/").text
    assert "เทศบาลนครยะลา" in page
    assert "เทศบาลตำบลบ้านใหม่" in page


def test_a_municipality_s_page_has_its_own_numbers_and_contact(office: Office) -> None:
    page = office.app.test_client().get("/banmai/").text
    facts = office.town("banmai").folder.municipality
    assert facts.dpo.contact in page
    assert all(f'href="tel:{number.number}"' in page for number in facts.emergency_numbers)
    assert "ยะลา" not in page


def test_the_privacy_notice_says_what_the_law_wants_from_the_municipality_s_data(office: Office) -> None:
    page = office.app.test_client().get("/banmai/privacy").text
    facts = office.town("banmai").folder.municipality
    wanted = ["มาตรา 24 (4)", f"{facts.privacy.retention.chat_days} วัน", facts.dpo.office, facts.privacy.notice_version]
    assert all(words in page for words in (*wanted, *facts.privacy.recipients, *facts.privacy.abroad))


def test_an_address_without_its_slash_finds_the_page(office: Office) -> None:
    assert office.app.test_client().get("/yala").location.endswith("/yala/")


def test_the_brand_colour_comes_from_the_data(office: Office) -> None:
    answer = office.app.test_client().get("/yala/brand.css")
    assert answer.mimetype == "text/css"
    assert "--brand:#0b6b5d" in answer.text


@pytest.mark.parametrize("colour", [(255, 255, 0), (0, 0, 0), (255, 255, 255), (11, 107, 93), (128, 128, 128)])
@pytest.mark.parametrize("page", [(246, 247, 248), (26, 33, 41)])
def test_any_brand_colour_can_be_read_on_any_page(colour: tuple[int, int, int], page: tuple[int, int, int]) -> None:
    assert contrast(readable(colour, page), page) >= 4.5
