"""What the application receives: signed, complete, again, late, in another order."""

import base64
import os
import re
import time

import pytest
from linebot.v3.webhook import SignatureValidator, WebhookParser
from linebot.v3.webhooks import MessageEvent, PostbackEvent, TextMessageContent

from bot.simulator.client import Refusal
from tests.bot.simulator.checker import load_checker

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
PHOTO = base64.b64decode("/9j/2wBDAAEBAQ==")


def test_a_text_arrives_signed_and_complete(sim, app, resident):
    said = sim.say(resident, "ไฟถนนดับหน้าตลาด")
    (webhook,) = app.wait_for(1)
    assert webhook["path"] == "/line/yala/webhook"
    signature = {name.lower(): value for name, value in webhook["headers"].items()}["x-line-signature"]
    assert SignatureValidator("secret-of-yala").validate(webhook["raw"].decode(), signature)
    assert webhook["body"]["destination"] == "U" + f"{4:032x}"
    (event,) = webhook["body"]["events"]
    assert event == said["event"]
    assert event["type"] == "message" and event["mode"] == "active"
    assert event["source"] == {"type": "user", "userId": resident}
    assert ULID.fullmatch(event["webhookEventId"])
    assert abs(event["timestamp"] - time.time() * 1000) < 5000
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert re.fullmatch("[0-9a-f]{32}", event["replyToken"])
    assert event["message"]["text"] == "ไฟถนนดับหน้าตลาด"
    assert event["message"]["id"].isdigit()
    assert event["message"]["quoteToken"] and event["message"]["markAsReadToken"]


def test_the_sdk_reads_every_kind_of_event(sim, app, resident):
    message_id = sim.say(resident, "สวัสดี")["message_id"]
    sim.send_image(resident, PHOTO, image_set={"id": "A1", "index": 1, "total": 2})
    sim.send_video(resident, b"film")
    sim.send_audio(resident, b"sound", duration=1500)
    sim.send_file(resident, b"%PDF", "คำร้อง.pdf")
    sim.send_location(resident, 6.54, 101.28, title="ตลาด", address="ถนนสาย ๑")
    sim.send_sticker(resident, keywords=["ok"])
    sim.postback(resident, "v1|x", params={"date": "2026-11-25"})
    sim.unsend(resident, message_id)
    sim.unfollow(resident)
    sim.follow(resident)
    parser = WebhookParser("secret-of-yala")
    parsed = []
    for webhook in app.wait_for(11):
        headers = {name.lower(): value for name, value in webhook["headers"].items()}
        parsed += parser.parse(webhook["raw"].decode(), headers["x-line-signature"])
    kinds = [type(event).__name__ for event in parsed]
    assert kinds == ["MessageEvent"] * 7 + ["PostbackEvent", "UnsendEvent", "UnfollowEvent", "FollowEvent"]
    assert isinstance(parsed[0], MessageEvent) and isinstance(parsed[0].message, TextMessageContent)
    assert isinstance(parsed[7], PostbackEvent) and parsed[7].postback.data == "v1|x"
    assert parsed[10].follow.is_unblocked is True


@pytest.mark.skipif(not os.environ.get("LINE_OPENAPI"), reason="LINE_OPENAPI names no folder")
def test_every_webhook_passes_lines_own_description(sim, app, resident):
    message_id = sim.say(resident, "สวัสดี", quoted="500000000000000001")["message_id"]
    sim.send_images(resident, PHOTO, PHOTO)
    sim.send_video(resident, b"film")
    sim.send_audio(resident, b"sound")
    sim.send_file(resident, b"%PDF", "คำร้อง.pdf")
    sim.send_location(resident, 6.54, 101.28)
    sim.send_sticker(resident)
    sim.postback(resident, "v1|x", params={"datetime": "2026-11-25T08:30"})
    sim.unsend(resident, message_id)
    sim.unfollow(resident)
    sim.follow(resident, again=True)
    for webhook in app.wait_for(13):
        assert load_checker().violations(webhook["path"], webhook["body"]) == []


def test_an_unfollow_and_an_unsend_carry_no_reply_token(sim, app, resident):
    sim.unsend(resident, sim.say(resident, "ผิด")["message_id"])
    sim.unfollow(resident)
    app.wait_for(3)
    assert ["replyToken" in event for event in app.events] == [True, False, False]


def test_a_failed_webhook_is_redelivered_with_growing_pauses_and_the_flag(sim, app, resident):
    app.statuses = [503, 500]
    sim.say(resident, "น้ำท่วม")
    app.wait_for(3)
    sim.wait_for_deliveries()
    flags = [event.pop("deliveryContext")["isRedelivery"] for event in app.events]
    assert flags == [False, True, True]
    assert app.events[0] == app.events[1] == app.events[2]
    assert app.webhooks[1]["at"] - app.webhooks[0]["at"] >= 0.05
    assert app.webhooks[2]["at"] - app.webhooks[1]["at"] >= 0.1
    (delivery,) = sim.deliveries()
    assert delivery["state"] == "delivered"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [503, 500, 200]


def test_a_webhook_that_always_fails_is_given_up(sim, app, resident):
    app.statuses = [500] * 9
    sim.say(resident, "น้ำท่วม")
    assert sim.wait_for_deliveries() == {"pending": 0, "delivered": 0, "failed": 1}
    assert len(app.webhooks) == 4


def test_nothing_is_redelivered_when_redelivery_is_off(sim, app, resident):
    sim.set_redelivery(False)
    app.statuses = [500]
    sim.say(resident, "น้ำท่วม")
    assert sim.wait_for_deliveries()["failed"] == 1
    assert len(app.webhooks) == 1


def test_a_webhook_arrives_twice_on_request(sim, app, resident):
    sim.say(resident, "ถนนพัง", twice=True)
    app.wait_for(2)
    assert app.webhooks[0]["raw"] == app.webhooks[1]["raw"]


def test_an_answered_webhook_comes_again_as_a_redelivery_on_request(sim, app, resident):
    sim.say(resident, "ถนนพัง", again=True)
    app.wait_for(2)
    assert [event["deliveryContext"]["isRedelivery"] for event in app.events] == [False, True]
    assert app.events[0]["webhookEventId"] == app.events[1]["webhookEventId"]


def test_a_late_webhook_carries_the_time_at_which_it_was_written(sim, app, resident):
    sim.say(resident, "หนึ่ง", delay_ms=300)
    sim.say(resident, "สอง")
    app.wait_for(2)
    assert [event["message"]["text"] for event in app.events] == ["สอง", "หนึ่ง"]
    assert app.events[1]["timestamp"] < app.events[0]["timestamp"]


def test_one_residents_messages_arrive_in_order_unless_reversed(sim, app, resident):
    for number in range(20):
        sim.say(resident, str(number))
    app.wait_for(20)
    assert [event["message"]["text"] for event in app.events] == [str(number) for number in range(20)]
    times = [event["timestamp"] for event in app.events]
    assert times == sorted(set(times))
    doings = [{"resident": resident, "type": "text", "text": text} for text in ("ก", "ข", "ค")]
    sim.batch(*doings, reverse=True)
    app.wait_for(23)
    assert [event["message"]["text"] for event in app.events[20:]] == ["ค", "ข", "ก"]


def test_one_webhook_may_carry_events_of_several_residents(sim, app, resident):
    other = sim.add_resident("yala")
    sim.batch(
        {"resident": resident, "type": "text", "text": "ก"},
        {"resident": other, "type": "location", "latitude": 6.5, "longitude": 101.2},
        one_webhook=True,
    )
    (webhook,) = app.wait_for(1)
    assert [event["source"]["userId"] for event in webhook["body"]["events"]] == [resident, other]


def test_events_given_by_hand_are_completed_or_left_exactly_so(sim, app, resident):
    sim.do(resident, "raw", event={"type": "newKind", "mode": "standby"})
    sim.raw("yala", {"type": "message", "source": {"type": "group", "groupId": "C" + "0" * 32}})
    sim.raw("yala", {"nonsense": 1}, exact=True)
    app.wait_for(3)
    by_kind = {event.get("type"): event for event in app.events}
    assert by_kind["newKind"]["source"]["userId"] == resident
    assert by_kind["newKind"]["mode"] == "standby" and "replyToken" not in by_kind["newKind"]
    assert by_kind["message"]["source"]["type"] == "group"
    assert by_kind[None] == {"nonsense": 1}


def test_a_hanging_application_does_not_hold_up_the_others(sim, app, resident):
    app.seconds = 0.3
    people = [sim.add_resident("yala") for _ in range(4)]
    started = time.monotonic()
    for person in people:
        sim.say(person, "สวัสดี")
    sim.wait_for_deliveries()
    assert time.monotonic() - started < 4 * 0.3


def test_the_control_api_says_what_is_wrong(sim, resident):
    with pytest.raises(Refusal, match="text needs text"):
        sim.do(resident, "text")
    with pytest.raises(Refusal, match="type must be one of"):
        sim.do(resident, "dance")
    with pytest.raises(Refusal, match="no such resident"):
        sim.say("U" + "0" * 32, "สวัสดี")
    with pytest.raises(Refusal, match="no municipality 'nowhere'"):
        sim.add_resident("nowhere")
    with pytest.raises(Refusal, match="location needs latitude"):
        sim.do(resident, "location")
    with pytest.raises(Refusal, match="the request lacks 'text'"):
        sim.call("POST", "/replay", {"municipality": "yala"})
    with pytest.raises(Refusal, match="residents of one municipality"):
        sim.batch()


def test_photos_sent_together_share_a_set(sim, app, resident):
    sim.send_images(resident, PHOTO, PHOTO)
    app.wait_for(2)
    sets = [event["message"]["imageSet"] for event in app.events]
    assert [(each["index"], each["total"]) for each in sets] == [(1, 2), (2, 2)]
    assert sets[0]["id"] == sets[1]["id"]


def test_the_application_may_move_on_this_machine_only(sim, app, resident):
    sim.deliver_to("http://127.0.0.1:9")
    sim.deliver_to(app.url)
    sim.say(resident, "สวัสดี")
    app.wait_for(1)
    with pytest.raises(Refusal, match="this machine only"):
        sim.deliver_to("https://example.com")


def test_a_reset_platform_is_empty(sim, app, resident):
    sim.say(resident, "สวัสดี")
    sim.fail("push", "500")
    sim.advance_clock(3600)
    sim.reset()
    assert (sim.residents(), sim.deliveries(), sim.calls(), sim.call("GET", "/faults")) == ([], [], [], [])
    assert sim.call("GET", "/settings")["clock_offset_seconds"] == 0
