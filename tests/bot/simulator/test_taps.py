"""A resident taps what the bot showed, and LINE does what it does."""

import pytest
from linebot.v3.messaging import PushMessageRequest

from bot.simulator.client import Refusal
from tests.bot.simulator.bodies import bubble, button, buttons, flex, quick, text

JPEG = b"\xff\xd8\xff\xe0 a photo"
ASK = quick(
    {"type": "location", "label": "ส่งตำแหน่ง"},
    {"type": "camera", "label": "ส่งรูป"},
    {"type": "postback", "label": "แก้ประเภท", "data": "v1|kind", "displayText": "แก้ประเภท"},
    {"type": "message", "label": "ติดตาม", "text": "ติดตามเรื่อง"},
    {"type": "datetimepicker", "label": "วันนัด", "data": "v1|day", "mode": "date"},
    {"type": "uri", "label": "โทร", "uri": "tel:191"},
)


@pytest.fixture
def show(api, resident):
    """Have the bot say these messages."""

    def _show(*messages):
        api.push_message(PushMessageRequest.from_dict({"to": resident, "messages": list(messages)}))

    return _show


def test_quick_replies_become_what_their_actions_say(sim, app, resident, show):
    taps = [
        ("ส่งตำแหน่ง", {"latitude": 6.54, "longitude": 101.28}),
        ("ส่งรูป", {"image": JPEG}),
        ("แก้ประเภท", {}),
        ("ติดตาม", {}),
        ("วันนัด", {"params": {"date": "2026-11-25"}}),
    ]
    for label, given in taps:
        show(ASK)
        sim.tap(resident, label, **given)
    app.wait_for(5)
    place, photo, kind, words, day = app.events
    assert place["message"]["type"] == "location" and place["message"]["latitude"] == 6.54
    assert "title" not in place["message"]
    assert photo["message"]["contentProvider"] == {"type": "line"}
    assert kind["type"] == "postback" and kind["postback"] == {"data": "v1|kind"}
    assert words["message"]["text"] == "ติดตามเรื่อง"
    assert day["postback"] == {"data": "v1|day", "params": {"date": "2026-11-25"}}


def test_display_text_stands_in_the_chat_without_being_an_event(sim, app, resident, show):
    show(ASK)
    sim.tap(resident, "แก้ประเภท")
    app.wait_for(1)
    assert sim.chat(resident)[-1]["message"] == {"type": "text", "text": "แก้ประเภท"}
    assert sim.chat(resident)[-1]["via"] == "shown"


def test_a_link_opens_without_an_event(sim, app, resident, show):
    show(ASK)
    assert sim.tap(resident, "โทร")["action"]["uri"] == "tel:191"
    assert sim.deliveries() == []


def test_only_the_last_messages_quick_replies_are_there(sim, resident, show):
    show(ASK, text("ข้อความต่อมา"))
    assert sim.labels(resident) == []
    with pytest.raises(Refusal, match="no button of that label"):
        sim.tap(resident, "ติดตาม")
    show(ASK)
    assert sim.labels(resident)[:2] == ["ส่งตำแหน่ง", "ส่งรูป"]
    sim.say(resident, "อย่างอื่น")
    with pytest.raises(Refusal, match="no button of that label"):
        sim.tap(resident, "ติดตาม")


def test_buttons_of_cards_and_templates_stay_and_the_latest_is_meant(sim, app, resident, show):
    old = {"type": "postback", "label": "ดูเรื่อง", "data": "old"}
    new = {"type": "postback", "label": "ดูเรื่อง", "data": "new"}
    show(button(old))
    show(flex({"type": "carousel", "contents": [bubble({"type": "button", "action": new})]}))
    show(buttons(actions=[{"type": "message", "label": "ใช่", "text": "ใช่ครับ"}]))
    sim.say(resident, "คั่น")
    sim.tap(resident, "ดูเรื่อง")
    sim.tap(resident, "ใช่")
    app.wait_for(3)
    assert app.events[1]["postback"]["data"] == "new"
    assert app.events[2]["message"]["text"] == "ใช่ครับ"


def test_a_tap_names_the_labels_that_there_are(sim, resident, show):
    show(ASK)
    with pytest.raises(Refusal, match="ส่งตำแหน่ง, ส่งรูป"):
        sim.tap(resident, "ไม่มีปุ่มนี้")


def test_waiting_counts_only_what_came_after_the_last_doing(sim, app, resident, show):
    show(text("หนึ่ง"))
    sim.postback(resident, "x")
    with pytest.raises(TimeoutError):
        sim.wait_for_reply(resident, timeout=0.1)
    show(text("สอง"), text("สาม"))
    assert [message["text"] for message in sim.wait_for_reply(resident, count=2)] == ["สอง", "สาม"]
    assert len(sim.wait_for_messages(resident, 3)) == 3


def test_many_residents_write_at_once(sim, app):
    for number in range(100):
        sim.replay("yala", f"เรื่องที่ {number}")
    assert sim.wait_for_deliveries() == {"pending": 0, "delivered": 100, "failed": 0}
    assert len({event["source"]["userId"] for event in app.events}) == 100
