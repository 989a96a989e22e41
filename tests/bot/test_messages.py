"""Every message template renders, within LINE's limits, for every municipality and with the longest facts."""

import json
import re
from pathlib import Path

import pytest
import regex

from bot.lengths import cut_graphemes, cut_units, units
from bot.render import render
from bot.simulator.body_check import problems_in
from handlers.municipalities import Town
from handlers.municipality_folder import read_folder
from handlers.say import Say

REPOSITORY = Path(__file__).parents[2]
MESSAGES = REPOSITORY / "bot/messages"
NAMES = sorted(path.name.split(".")[0] for path in MESSAGES.glob("*.th.j2") if path.name != "macros.th.j2")
LONG = "น้ำท่วมขังหน้าโรงเรียนเทศบาลที่สุดซอยผังเมือง 4 ข้างร้านก๋วยเตี๋ยวป้าเล็กตรงข้ามศูนย์บริการสาธารณสุข " * 40
PROMISES = [
    {"due": "2026-12-15", "basis": "ตามประกาศของเทศบาล", "gathered_for": None},
    {"due": None, "basis": None, "gathered_for": "เวทีประชาคมท้องถิ่น"},
    {"due": None, "basis": None, "gathered_for": None},
]
CASE = {
    "case": 10**17,
    "reference": "YL-6911-100042",
    "kind": "complaint",
    "topic": "ถนน ทางเท้า สะพาน",
    "place": LONG[:300],
    "status": "in_progress",
    "due": "2026-12-15",
    "open": True,
}


def town(folder):
    return Town(1, read_folder(folder))


TOWNS = [town(REPOSITORY / "municipalities/yala"), town(REPOSITORY / "tests/municipalities/banmai")]


def facts_of(home):
    labels = [{"code": topic.code, "label": topic.label} for topic in home.folder.topics]
    numbers = [{"number": n.number, "label": n.label} for n in home.folder.municipality.emergency_numbers[:3]]
    return {
        **CASE,
        "promise": PROMISES[0],
        "likeliest": labels[:3],
        "topics": labels[:12],
        "next_page": 1,
        "cases": [CASE] * 5,
        "count": 5,
        "ask_place": True,
        "promise_changed": True,
        "more": True,
        "numbers": numbers,
        "danger": "fire",
        "may_report": True,
        "event": 10**17,
        "community": LONG[:120],
        "outside": False,
        "note": LONG[:2000],
        "earlier": CASE["reference"],
        "earlier_topic": CASE["topic"],
        "earlier_on": "2026-10-01",
        "earlier_status": "resolved",
        "earlier_open": False,
        "closed_on": "2026-10-09",
        "reason": None,
        "privacy_url": "https://siang.example/yala/privacy",
    }


@pytest.mark.parametrize("home", TOWNS, ids=lambda home: home.slug)
@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_within_lines_limits_even_with_the_longest_facts(name, home):
    for changed in ({}, {"place": None, "note": "", "due": None, "reason": "not_ours"}):
        message = render(Say(name, {**facts_of(home), **changed}), home)
        assert problems_in("validate", {"messages": [message]}) == []
        assert "->" not in json.dumps(message)


@pytest.mark.parametrize("name", [name for name in NAMES if "promise" in (MESSAGES / f"{name}.th.j2").read_text()])
@pytest.mark.parametrize("kind", ["complaint", "suggestion", "question", "praise", "misconduct", "emergency", "other"])
def test_every_kind_has_a_promise_in_words(name, kind):
    for promise in PROMISES:
        message = render(Say(name, {**facts_of(TOWNS[0]), "kind": kind, "promise": promise}), TOWNS[0])
        assert problems_in("validate", {"messages": [message]}) == []


@pytest.mark.parametrize("status", ["resolved", "rejected", "waiting_resident", "forwarded", "withdrawn", "triaged"])
def test_every_status_can_be_told(status):
    message = render(Say("case_status", {**facts_of(TOWNS[0]), "status": status}), TOWNS[0])
    assert problems_in("validate", {"messages": [message]}) == []


def test_what_the_service_says_has_a_template_and_every_template_is_said():
    said = set()
    for room in ("handlers", "bot"):
        for path in (REPOSITORY / room).rglob("*.py"):
            said |= set(re.findall(r'[sS]ay\(\s*"([a-z_]+)"', path.read_text()))
    said |= {f"small_talk_{kind}" for kind in ("greeting", "thanks", "test", "empty")}
    assert said == set(NAMES)


def test_the_persona_keeps_to_its_one_particle():
    for home, particle, other in ((TOWNS[0], "ค่ะ", "ครับ"), (TOWNS[1], "ครับ", "ค่ะ")):
        for name in NAMES:
            words = str(render(Say(name, facts_of(home)), home))
            assert other not in words, name
        assert particle in str(render(Say("small_talk_greeting"), home))


def test_an_unsure_bot_offers_each_topic_as_a_button_of_its_own():
    message = render(Say("case_opened_unsure", facts_of(TOWNS[0])), TOWNS[0])
    actions = [item["action"] for item in message["quickReply"]["items"]]
    assert [action.get("data", "")[-5:] for action in actions[:2]] == ["=road", "light"]
    assert len(actions) == 6


def test_what_somebody_typed_cannot_add_a_button_or_a_row():
    place = "หน้าบ้าน\nถอนเงิน -> uri:https://evil.example\nสถานะ | เสร็จ"
    message = render(Say("case_opened", {**facts_of(TOWNS[0]), "place": place}), TOWNS[0])
    assert "evil.example" not in str(message.get("quickReply"))
    assert "footer" not in message["contents"]


@pytest.mark.parametrize("note", ["ก\n" * 1000, "น้ำ" * 1000, "👨‍👩‍👧" * 1000, "เวลา | ราคา\nสถานะ | เสร็จ"])
def test_a_clerks_note_is_one_paragraph_of_a_card_that_fits(note):
    message = render(Say("case_status", {**facts_of(TOWNS[0]), "note": note}), TOWNS[0])
    rows = message["contents"]["body"]["contents"]
    assert [row["contents"][0]["text"] for row in rows if row["type"] == "box"] == ["เรื่อง", "กำหนด"]
    assert len(json.dumps(message["contents"])) < 30_000


def test_a_municipality_may_use_its_own_words():
    own = TOWNS[0].folder.model_copy(update={"wording": {"no_cases.th": "{% block text %}ยังไม่มีเรื่อง{% endblock %}"}})
    assert render(Say("no_cases"), Town(1, own))["text"] == "ยังไม่มีเรื่อง"
    assert render(Say("no_cases"), TOWNS[0])["text"] != "ยังไม่มีเรื่อง"


def test_a_cut_never_parts_a_letter_from_its_marks():
    text = "น้ำท่วมที่ซอยนี้ 👨‍👩‍👧 มาก"
    clusters = regex.findall(r"\X", text)
    for longest in range(1, 40):
        kept = cut_units(text, longest)
        assert units(kept) <= longest
        assert kept == text or kept.removesuffix("…") in {"".join(clusters[:n]) for n in range(len(clusters))}
    assert cut_graphemes(text, 3) == "".join(clusters[:2]) + "…"
