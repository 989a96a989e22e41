"""The weekly summary in a real Chromium: charts, the tables behind them, paper."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from db.models import Kind, Role, Status
from scripts import chromium
from tests.office import PASSWORD, Office, make_office
from tests.week_of_cases import CaseMaker, at

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    office = make_office(sqlite_url, tmp_path / "attachments")
    office.now = at("2026-11-23 09:00")
    with office.service.database.transaction() as session:
        make = CaseMaker(session, office.town("yala"))
        for community in list(office.town("yala").communities)[:12]:
            case = make.open("2026-11-17 09:00", "road", community=community, due=date(2026, 11, 20))
        make.move(case, Status.RESOLVED, "2026-11-18 09:00")
        make.open("2026-11-18 09:00", "economy", kind=Kind.SUGGESTION, summary="อยากให้มีตลาดนัดคนเดิน")
    return office


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(office: Office, address: str) -> Iterator[Page]:
    """A page on which an official has logged in; nothing on it may fail quietly."""
    executable = chromium.find()
    if executable is None:
        pytest.skip("there is no Chromium")
    email, mistakes = office.account(Role.OFFICIAL), []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("console", lambda message: mistakes.append(message.text))
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.goto(f"{address}/officials/")
        page.fill("[name=email]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/officials/2026-W47")
        yield page
        browser.close()
    assert mistakes == []


def test_charts_are_drawn_and_the_table_is_a_tap_behind(page: Page) -> None:
    communities = page.locator(".breakdown", has_text="รับใหม่ตามชุมชน")
    expect(communities.locator("canvas")).to_be_visible()
    expect(communities.locator("table")).to_be_hidden()
    expect(communities.locator(".chart-rest")).to_have_text("อีก 3 รายการอยู่ในตาราง")
    communities.get_by_role("button", name="ดูตาราง").press("Enter")
    expect(communities.locator("table")).to_be_visible()
    expect(communities.locator("tbody tr")).to_have_count(13)
    expect(communities.locator("canvas")).to_be_hidden()


def test_paper_shows_every_table_and_no_chart(page: Page) -> None:
    page.locator(".breakdown canvas").first.wait_for()
    page.emulate_media(media="print")
    for table in page.locator(".breakdown table").all():
        expect(table).to_be_visible()
    for hidden in ("canvas", ".report-bar", ".top"):
        expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(".breakdown canvas").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_accessibility_has_no_violations(page: Page) -> None:
    page.locator(".breakdown canvas").first.wait_for()
    page.evaluate(Path("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
        found = page.evaluate("axe.run()")
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_a_number_leads_to_its_cases(page: Page) -> None:
    page.locator('[data-figure="overdue"] a').click()
    expect(page.locator("tr[data-case]")).to_have_count(11)
