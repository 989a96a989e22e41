"""The chat page in a real Chromium: a resident writes, reads and taps."""

import shutil
from collections.abc import Iterator

import pytest
from linebot.v3.messaging import PushMessageRequest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bot.simulator.bodies import box, flex, quick, text, word

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CARD = flex(
    {
        "type": "bubble",
        "size": "kilo",
        "header": box("vertical", word("รับเรื่องแล้ว", color="#ffffff"), backgroundColor="#0b6e4f"),
        "body": box(
            "vertical",
            word("ไฟถนนดับ", weight="bold", wrap=True),
            {"type": "separator", "margin": "md"},
            box("baseline", word("กำหนด", flex=2), word("25 พ.ย. 69", flex=5)),
        ),
        "footer": box(
            "vertical",
            {
                "type": "button",
                "style": "primary",
                "action": {"type": "postback", "label": "ดูเรื่อง", "data": "v1|c", "displayText": "ดูเรื่อง"},
            },
        ),
    }
)
ASK = quick({"type": "location", "label": "ส่งตำแหน่ง"}, {"type": "message", "label": "ยกเลิก", "text": "ยกเลิกเรื่อง"})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(360, 740), (1440, 900)], ids=["phone", "desktop"])
def page(browser: Browser, server, request) -> Iterator[Page]:
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.set_default_timeout(8000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{server.url}/simulator/")
    yield opened
    assert complaints == []
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.close()


def join(page: Page, sim, name: str = "สมหญิง") -> str:
    """Add a resident on the page; the user id."""
    page.locator("#municipality").select_option("yala")
    page.get_by_role("textbox", name="ชื่อผู้แจ้ง").fill(name)
    page.get_by_role("button", name="เพิ่มผู้แจ้ง").click()
    expect(page.locator("#as")).to_contain_text(name)
    return sim.residents("yala")[0]["user_id"]


def show(api, resident, *messages):
    api.push_message(PushMessageRequest.from_dict({"to": resident, "messages": list(messages)}))


def test_a_resident_writes_and_sees_the_answer_live(page, sim, app, api):
    resident = join(page, sim)
    assert app.wait_for(1)[0]["body"]["events"][0]["type"] == "follow"
    page.get_by_role("textbox", name="ข้อความ").fill("ไฟถนนดับหน้าตลาด")
    page.keyboard.press("Enter")
    app.wait_for(2)
    assert app.events[1]["message"]["text"] == "ไฟถนนดับหน้าตลาด"
    show(api, resident, text("รับเรื่องแล้วค่ะ"))
    expect(page.locator(".from-bot .bubble")).to_have_text("รับเรื่องแล้วค่ะ")


def test_cards_are_drawn_and_their_buttons_work(page, sim, app, api):
    resident = join(page, sim)
    show(api, resident, CARD)
    card = page.locator(".flex-bubble")
    expect(card).to_contain_text("25 พ.ย. 69")
    assert card.locator(".flex-header").evaluate("node => getComputedStyle(node.firstChild).backgroundColor") == (
        "rgb(11, 110, 79)"
    )
    card.get_by_role("button", name="ดูเรื่อง").click()
    app.wait_for(2)
    assert app.events[1]["postback"] == {"data": "v1|c"}
    expect(page.locator(".from-resident .bubble")).to_have_text("ดูเรื่อง")


def test_quick_replies_are_those_of_the_last_message_only(page, sim, app, api):
    resident = join(page, sim)
    show(api, resident, ASK)
    quick_replies = page.locator("#quick button")
    expect(quick_replies).to_have_text(["📍ส่งตำแหน่ง", "ยกเลิก"])
    quick_replies.nth(1).click()
    expect(page.locator("#quick")).to_be_hidden()
    app.wait_for(2)
    assert app.events[1]["message"]["text"] == "ยกเลิกเรื่อง"


def test_a_place_is_chosen_on_the_map_with_the_keyboard_too(page, sim, app, api):
    resident = join(page, sim)
    show(api, resident, ASK)
    page.locator("#quick button").first.click()
    page.get_by_role("button", name="กลางเมือง").click()
    page.locator("#map").press("ArrowUp")
    page.get_by_role("button", name="ส่งตำแหน่งนี้").click()
    app.wait_for(2)
    place = app.events[1]["message"]
    assert place["type"] == "location" and 6.541 < place["latitude"] < 6.543


def test_a_photo_is_sent_and_shown(page, sim, app, tmp_path):
    from PIL import Image

    join(page, sim)
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (40, 30), "green").save(photo)
    page.locator("#photo").set_input_files(photo)
    app.wait_for(2)
    assert app.events[1]["message"]["type"] == "image"
    expect(page.locator(".photo img")).to_have_js_property("naturalWidth", 40)


def test_a_message_is_taken_back(page, sim, app):
    join(page, sim)
    page.get_by_role("textbox", name="ข้อความ").fill("ผิดห้อง")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    page.locator(".from-resident").hover()
    page.get_by_role("button", name="ยกเลิก").click()
    expect(page.get_by_text("ยกเลิกข้อความแล้ว")).to_be_visible()
    app.wait_for(3)
    assert app.events[2]["type"] == "unsend"
    expect(page.get_by_text("ผิดห้อง")).to_have_count(0)


def test_blocking_stops_messages_until_it_is_lifted(page, sim, app, api):
    resident = join(page, sim)
    page.get_by_role("button", name="บล็อก", exact=True).click()
    expect(page.locator("#blocked")).to_be_visible()
    show(api, resident, text("ไม่ถึง"))
    page.get_by_role("button", name="เลิกบล็อก").click()
    expect(page.locator("#blocked")).to_be_hidden()
    show(api, resident, text("ถึงแล้ว"))
    expect(page.locator(".from-bot .bubble")).to_have_text(["ถึงแล้ว"])
    app.wait_for(3)
    assert [event["type"] for event in app.events] == ["follow", "unfollow", "follow"]


def test_what_the_bot_writes_is_never_markup_and_nothing_is_fetched_from_elsewhere(page, sim, api):
    resident = join(page, sim)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    picture = {"type": "image", "url": "https://example.com/a.jpg"}
    show(api, resident, text("<img src=x onerror=alert(1)>"), flex({"type": "bubble", "hero": picture}))
    expect(page.locator(".from-bot .bubble").first).to_have_text("<img src=x onerror=alert(1)>")
    assert [url for url in asked if "127.0.0.1" not in url] == []


def test_the_tools_set_faults_and_show_refusals(page, sim, app, api):
    resident = join(page, sim)
    if page.locator("[data-open=tools]").is_visible():
        page.locator("[data-open=tools]").click()
    page.locator("#fault [name=endpoint]").select_option("push")
    page.locator("#fault").get_by_role("button", name="เพิ่ม").click()
    expect(page.locator("#faults")).to_contain_text("push · 500")
    sim.clear_faults()
    page.get_by_label("ส่งเว็บฮุกเดียวกันสองครั้ง").check()
    sim.say(resident, "หนึ่งครั้ง")
    with pytest.raises(Exception, match="400"):
        show(api, resident, text(""))
    expect(page.locator("#refusals")).to_contain_text("messages[0].text")
    expect(page.locator("#deliveries")).to_contain_text("ส่งแล้ว text 200")
