"""The staff's day in a real Chromium: queue, keyboard, case, phone, and without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from db.models import Event, Outcome, Role, Status
from scripts import chromium
from tests.office import PASSWORD, Office, make_office

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = Path("node_modules/axe-core/axe.min.js")
LONG = "ถนนหน้าโรงเรียนเป็นหลุมลึกมากรถจักรยานยนต์ล้มทุกวันโดยเฉพาะตอนฝนตกเพราะมองไม่เห็นหลุม" * 4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium.find()
    if executable is None:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    office = make_office(sqlite_url, tmp_path / "attachments")
    late, long, plain = (office.open(text) for text in ("ไฟดับหน้าวัด", LONG, "ขยะไม่มาเก็บ"))
    office.change(late, due_on=(office.now - timedelta(days=2)).date(), community_code="suk-jai", place="ซอยสุขใจ 4")
    office.change(long, latitude=6.5425, longitude=101.28306, place=LONG[:200], status=Status.IN_PROGRESS)
    office.change(plain, sure=False)
    return office


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def enter(browser: Browser, office: Office, address: str, role: Role = Role.STAFF, **context: object) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address, **context).new_page()
    page.goto("/login?next=/staff/")
    page.get_by_label("อีเมล").fill(office.account(role))
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_url("**/staff/")
    return page


@pytest.fixture
def page(browser: Browser, office: Office, address: str) -> Iterator[Page]:
    """A clerk's page; nothing on it may fail quietly or be fetched from elsewhere."""
    page = enter(browser, office, address)
    mistakes: list[str] = []
    page.on("console", lambda message: mistakes.append(message.text))
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith(address) or mistakes.append(sent.url))
    yield page
    page.context.close()
    assert mistakes == []


def rows(page: Page) -> list[str]:
    return [row.get_attribute("data-case") or "" for row in page.locator("[data-case]").all()]


def test_a_case_is_found_and_answered_by_keyboard(page: Page, office: Office) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/staff/cases/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("YL-6911-00001")
    page.get_by_label("สถานะใหม่").select_option("in_progress")
    page.get_by_label("ข้อความถึงผู้แจ้ง").fill("ช่างจะไปวันนี้")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("แจ้งผู้แจ้งทาง LINE")
    expect(page.locator(".said-staff")).to_contain_text("ช่างจะไปวันนี้")
    assert office.case("YL-6911-00001").status is Status.IN_PROGRESS


def test_filters_change_the_list_without_losing_the_place_and_back_undoes_them(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("ขยะ")
    expect(page.locator("[data-case]")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert re.search(r"/staff/\?q=[^&]+$", page.url)
    page.get_by_label("สถานะ", exact=True).select_option("resolved")
    expect(page.get_by_role("heading", name="ไม่พบเรื่องตามที่กรอง")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-case]")).to_have_count(1)
    page.get_by_role("link", name="ล้างทั้งหมด").click()
    expect(page.locator("[data-case]")).to_have_count(3)


def test_more_cases_join_the_list_without_a_reload(page: Page, office: Office) -> None:
    for number in range(60):
        office.open(f"เรื่องที่ {number}")
    page.reload()
    expect(page.locator("[data-case]")).to_have_count(50)
    page.get_by_role("link", name="แสดงเรื่องถัดไป").click()
    expect(page.locator("[data-case]")).to_have_count(63)
    expect(page.get_by_role("link", name="แสดงเรื่องถัดไป")).to_have_count(0)
    assert len(set(rows(page))) == 63
    assert page.url.endswith("/staff/")


def test_the_reason_is_asked_only_when_a_case_is_turned_down(page: Page) -> None:
    page.goto("/staff/cases/YL-6911-00003")
    reason, note = page.get_by_label("เหตุผลที่ไม่ดำเนินการ"), page.get_by_label("ข้อความถึงผู้แจ้ง")
    expect(reason).to_be_hidden()
    page.get_by_label("สถานะใหม่").select_option("rejected")
    expect(reason).to_be_visible()
    assert note.get_attribute("required") is not None
    page.get_by_label("สถานะใหม่").select_option("triaged")
    expect(reason).to_be_hidden()


def test_place_and_area_are_on_a_map_of_our_own(page: Page) -> None:
    page.goto("/staff/cases/YL-6911-00002")
    expect(page.locator("#map path.leaflet-interactive")).not_to_have_count(0)
    assert page.locator("#map").bounding_box()["height"] > 150  # type: ignore[index]
    page.goto("/staff/cases/YL-6911-00001")
    expect(page.locator("#map")).to_be_visible()


def test_it_all_works_without_javascript(browser: Browser, office: Office, address: str) -> None:
    for number in range(60):
        office.open(f"เรื่องที่ {number}")
    page = enter(browser, office, address, java_script_enabled=False)
    page.get_by_role("link", name="แสดงเรื่องถัดไป").click()
    assert len(rows(page)) == 13
    page.get_by_role("searchbox").fill("ขยะ")
    page.get_by_role("button", name="กรอง").click()
    assert rows(page) == ["YL-6911-00003"]
    page.locator("[data-case] a").click()
    page.get_by_label("สถานะใหม่").select_option("rejected")
    page.get_by_label("เหตุผลที่ไม่ดำเนินการ").select_option("not_ours")
    page.get_by_label("ข้อความถึงผู้แจ้ง").fill("โปรดแจ้ง อบต.")
    page.get_by_role("button", name="บันทึกและแจ้งผู้แจ้ง").click()
    assert office.case("YL-6911-00003").status is Status.REJECTED
    page.context.close()


PAGES = (
    "/staff/",
    "/staff/?q=ขยะ&status=all",
    "/staff/?kind=praise",
    "/staff/cases/YL-6911-00002",
    "/staff/cases/YL-6911-00003",
    "/staff/system/",
    "/staff/cases/YL-6911-99999",
    "/",
    "/yala/",
    "/yala/privacy",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_every_screen(
    browser: Browser, office: Office, address: str, scheme: str
) -> None:
    set_one_aside(office)
    page = enter(browser, office, address, Role.ADMINISTRATOR, color_scheme=scheme)
    for place in PAGES:
        check(page, place)
    page.context.clear_cookies()
    check(page, "/login")
    page.context.close()


def check(page: Page, place: str) -> None:
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(place, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
        if width != 768:
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], (place, width)


def set_one_aside(office: Office) -> None:
    with office.service.database.transaction() as session:
        session.add(
            Event(
                municipality_id=office.town("yala").id,
                webhook_event_id="1",
                occurred_at=office.now,
                received_at=office.now,
                next_attempt_at=office.now,
                raw="{}",
                outcome=Outcome.SET_ASIDE,
                reason="ValueError at handlers/intake.py:1",
            )
        )


def test_what_a_finger_taps_is_large_enough(browser: Browser, office: Office, address: str) -> None:
    page = enter(browser, office, address, Role.ADMINISTRATOR)
    page.set_viewport_size({"width": 360, "height": 800})
    for place in ("/staff/", "/staff/?q=ขยะ", "/staff/cases/YL-6911-00002", "/staff/system/"):
        page.goto(place, wait_until="networkidle")
        for target in page.locator("main :is(a, button, select, input:not([type=hidden]), summary)").all():
            if target.is_visible() and "what" not in (target.get_attribute("class") or ""):
                box = target.bounding_box()
                assert box and box["height"] >= 44, (place, target.evaluate("it => it.outerHTML.slice(0, 200)"))
    page.context.close()
