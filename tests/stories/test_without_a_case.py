"""What is answered without a case, and what is left alone."""

import pytest

from db.models import Event, Kind, Urgency

TEXT = {"type": "text", "id": "3", "text": "ถนนพัง"}
GROUP = {"type": "group", "groupId": "C1", "userId": "U" + "1" * 32}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("สวัสดีครับ", "small_talk_greeting"),
        ("ขอบคุณมากค่ะ", "small_talk_thanks"),
        ("ทดสอบ", "small_talk_test"),
        ("-", "small_talk_empty"),
    ],
)
def test_small_talk_gets_a_short_answer_and_opens_no_case(city, text, reason):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, text)
    city.sim.wait_for_reply(resident)
    city.settle()
    assert city.cases() == []
    assert city.outcomes() == [("answered", reason)]
    assert reason in city.said(resident)


def test_an_emergency_gets_the_numbers_first_and_may_be_told_to_the_municipality_once(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, "ไฟไหม้บ้านข้าง ๆ ตอนนี้ ไฟลามแล้ว ช่วยด้วย")
    card, _notice = city.sim.wait_for_reply(resident, count=2)
    assert "199" in card["altText"]
    assert city.cases() == []
    city.sim.tap(resident, "แจ้งเทศบาลด้วย")
    city.sim.tap(resident, "แจ้งเทศบาลด้วย")
    city.settle()
    (case,) = city.cases()
    assert case.kind is Kind.EMERGENCY
    assert case.urgency is Urgency.HIGH
    assert "ไฟไหม้" in case.summary
    assert [outcome for outcome, _ in city.outcomes()] == ["answered", "opened", "answered"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("มีวัตถุต้องสงสัยวางอยู่หน้าตลาด คล้ายระเบิด", "191"), ("ไม่อยากมีชีวิตอยู่แล้ว อยากตาย", "1323")],
)
def test_what_could_endanger_the_writer_leaves_no_case_and_no_words(city, text, number):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, text)
    (card, _notice) = city.sim.wait_for_reply(resident, count=2)
    assert number in card["altText"]
    city.settle()
    assert city.cases() == []
    assert city.traces_of(text[:12]) == []
    assert all(action.get("type") != "postback" for action in _actions(card))


def _actions(card):
    return [part["action"] for part in card["contents"].get("footer", {}).get("contents", [])]


def test_a_new_friend_is_welcomed_with_the_privacy_notice(city):
    resident = city.sim.add_resident("yala", follow=True)
    city.settle()
    assert city.said(resident) == ["welcome", "privacy_notice"]
    assert city.outcomes() == [("answered", "arrived")]


def test_a_resident_who_blocked_us_is_sent_nothing(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, "ถนนเป็นหลุมหน้าตลาด")
    city.settle()
    city.sim.unfollow(resident)
    city.settle()
    assert city.outcomes()[-1] == ("ignored", "blocked_us")


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        ({"type": "aNewEventType"}, ("ignored", "event_type:aNewEventType")),
        ({"type": "message", "message": {"type": "hologram", "id": "1"}}, ("answered", "unsupported_message")),
        ({"type": "message", "message": {"type": "text", "id": "2"}}, ("answered", "unsupported_message")),
        ({"type": "message", "mode": "standby", "message": TEXT}, ("ignored", "standby")),
        ({"type": "message", "source": GROUP, "message": TEXT}, ("ignored", "group_or_room")),
        ({"type": "accountLink", "source": None}, ("ignored", "no_sender")),
        ({"type": 7}, ("ignored", "event_type:unknown")),
    ],
)  # fmt: skip
def test_what_line_may_send_some_day_ends_in_one_outcome(city, event, outcome):
    whole = {
        "source": {"type": "user", "userId": "U" + "2" * 32},
        "mode": "active",
        "timestamp": 1795000000000,
        "webhookEventId": "01TEST",
        "deliveryContext": {"isRedelivery": False},
        **event,
    }
    city.sim.raw("yala", whole, exact=True)
    city.settle()
    assert city.outcomes() == [outcome]


def test_another_script_is_kept_and_answered_in_three_languages(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, "tolong, lampu jalan di depan rumah saya mati")
    city.settle()
    (case,) = city.cases()
    assert "read_by_person" in city.said(resident)
    assert not case.sure


def test_every_event_has_exactly_one_outcome(city):
    resident = city.sim.add_resident("yala", follow=True)
    for text in ("สวัสดี", "ไฟทางดับทั้งซอยมืดมาก", "ติดตาม", "ความเป็นส่วนตัว", "วิธีใช้"):
        city.sim.say(resident, text)
    city.sim.send_sticker(resident)
    city.sim.unfollow(resident)
    city.settle()
    assert len(city.rows(Event)) == 8
    assert all(outcome for outcome, _ in city.outcomes())
