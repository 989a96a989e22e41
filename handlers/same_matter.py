"""Which open cases may be about the same matter, and why."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import nlp
from db import Session, similar
from db.models import Case, Kind
from db.similar import Traits
from handlers.geography import distance_m
from handlers.municipalities import Town

WINDOW = timedelta(days=60)
"""What was written further apart is no longer one incident."""
SHOWN = 5
LOOKED_AT = 40
"""The likeliest by their words, and as many of the nearest by their pins."""
LEAST = 0.5
WORDS_SHOWN = 4
NEAR_M = 300.0
BY_PIN_M = 150.0
"""Further apart two pins are not enough: common words must speak for it, and they lead there by themselves."""
TOO_FAR_M = 1000.0
METRES_PER_DEGREE = 111_000
SAME_PLACE_LETTERS = 6
NEVER = frozenset({Kind.PRAISE, Kind.MISCONDUCT})
NO_TOPIC = "other"
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Reason:
    """A code, and the facts that go with it: the page has the words."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Likeness:
    """An open case that may be about the same matter; the score goes from 0 to 1."""

    case: Traits
    score: float
    reasons: tuple[Reason, ...]


def same_matter(session: Session, town: Town, case: Case, now: datetime) -> list[Likeness]:
    """Open cases of the municipality that may be the same incident, the likeliest first.

    Nothing for a closed or a restricted case, and never a restricted one.
    """
    if case.closed_at is not None or case.restricted or case.kind in NEVER:
        return []
    own = similar.traits(session, town.id, [case.id])[0]
    rarity, by_words = _by_words(session, town, own)
    others = similar.traits(session, town.id, {*by_words, *_by_pin(session, town, own)} - {own.id})
    found = [
        likeness
        for other in others
        if _may_be_compared(town, own, other, now) and (likeness := compare(own, other, rarity))
    ]
    return sorted(found, key=lambda likeness: (-likeness.score, -likeness.case.id))[:SHOWN]


def _by_words(session: Session, town: Town, own: Traits) -> tuple[dict[str, float], list[int]]:
    """How telling each of the case's words is here, and the open cases that share the most telling ones."""
    words = sorted(own.words)
    lists = similar.having_words(session, town.id, words)
    rarity = {word: 1 / math.log2(2 + len(lists.get(similar.number(word), ()))) for word in words}
    weight = {similar.number(word): rarity[word] for word in words}
    shared: dict[int, float] = {}
    for number, ids in lists.items():
        for case_id in ids:
            shared[case_id] = shared.get(case_id, 0) + weight[number]
    return rarity, sorted(shared, key=lambda case_id: (-shared[case_id], -case_id))[: LOOKED_AT + 1]


def _by_pin(session: Session, town: Town, own: Traits) -> list[int]:
    return cases_near(session, town, own.position, BY_PIN_M, only_open=True)[: LOOKED_AT + 1]


def cases_near(
    session: Session, town: Town, here: tuple[float, float] | None, metres: float, only_open: bool
) -> list[int]:
    """Cases with a pin within so many metres, the nearest first."""
    if here is None:
        return []
    high = metres / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(here[0])), 0.01)
    area = (here[0] - high, here[1] - wide, here[0] + high, here[1] + wide)
    pins = similar.open_pinned_in(session, town.id, area) if only_open else similar.pinned_in(session, area)
    # Comparing squares is enough for the order; metres are worked out for the few that are looked at.
    ordered = sorted(pins, key=lambda pin: (pin[1] - here[0]) ** 2 + ((pin[2] - here[1]) * high / wide) ** 2)
    return [case_id for case_id, _, _ in ordered]


def _may_be_compared(town: Town, own: Traits, other: Traits, now: datetime) -> bool:
    apart = abs(own.written_at - other.written_at)
    if other.closed_at is not None or other.kind in NEVER or apart > WINDOW:
        return False
    if (own.kind is Kind.SUGGESTION) != (other.kind is Kind.SUGGESTION):
        return False
    return not _is_same_conversation(town, own, other, now)


def _is_same_conversation(town: Town, own: Traits, other: Traits, now: datetime) -> bool:
    """Whether the same resident raised both at a time, or is still at the other: the bot has asked about that."""
    if own.resident_id is None or own.resident_id != other.resident_id:
        return False
    window = timedelta(minutes=town.folder.municipality.conversation.draft_window_minutes)
    return abs(own.written_at - other.written_at) <= window or now - other.last_wrote_at <= window


def compare(own: Traits, other: Traits, rarity: Mapping[str, float]) -> Likeness | None:
    """How alike two cases are and why; None where it is not enough, or where their places speak against it."""
    metres = distance_m(own.position, other.position) if own.position and other.position else None
    if metres is not None and metres > TOO_FAR_M:
        return None
    parts = [_topics(own, other), _place(own, other, metres), _words(own, other, rarity)]
    apart = abs(own.written_at - other.written_at)
    score = min(sum(points for points, _ in parts), 1) * (1 - 0.3 * (apart / WINDOW))
    if score < LEAST:
        return None
    when = Reason("time", {"hours": round(apart / timedelta(hours=1)), "days": round(apart / timedelta(days=1))})
    reasons = [reason for _, given in parts for reason in given]
    return Likeness(other, round(score, 2), (*reasons, when))


Part = tuple[float, list[Reason]]


def _topics(own: Traits, other: Traits) -> Part:
    shared = [code for code in own.topics if code in other.topics and code != NO_TOPIC]
    if not shared:
        return 0, []
    points = 0.3 if own.topics[0] == other.topics[0] else 0.2
    return points, [Reason("topic", {"topics": shared})]


def _place(own: Traits, other: Traits, metres: float | None) -> Part:
    """The best evidence of the place counts, not the sum: a pin lies on its street and in its community."""
    named = same_place(own.place, other.place)
    community = own.community_code if own.community_code == other.community_code else None
    if metres is not None and metres <= NEAR_M:
        points = 0.4 if metres <= 50 else 0.3 if metres <= 150 else 0.2
        reasons = [Reason("distance", {"metres": max(10, round(metres / 10) * 10)})]
        return points, reasons + ([Reason("place", {"place": named})] if named else [])
    elsewhere = None not in (own.community_code, other.community_code) and not community
    if named and not elsewhere:
        return 0.3, [Reason("place", {"place": named})]
    if community and metres is None:
        return 0.12, [Reason("community", {"community": community})]
    return (-0.2 if elsewhere else 0), []


def same_place(one: str | None, other: str | None) -> str | None:
    """The place that both name, the shorter way of saying it; None when they do not name the same."""
    if not one or not other:
        return None
    short, long = sorted((_plain(one), _plain(other)), key=len)
    at = long.find(short)
    # A number goes on: soi 1 is not soi 11.
    goes_on = long[at + len(short) : at + len(short) + 1].isdigit() and short[-1:].isdigit()
    if at < 0 or goes_on or (len(short) < SAME_PLACE_LETTERS and short != long):
        return None
    return one if len(_plain(one)) <= len(_plain(other)) else other


def _plain(place: str) -> str:
    return BLANKS.sub("", place).lower()


def _words(own: Traits, other: Traits, rarity: Mapping[str, float]) -> Part:
    common = sorted(own.words & other.words, key=lambda word: (-rarity[word], word))
    if not common:
        return 0, []
    usual = 0.3  # of words that only the other case has, whose rarity nobody asked for
    weights = [sum(rarity.get(word, usual) for word in words) for words in (own.words, other.words)]
    # Half a word more below: two messages of one common word are not alike for that.
    overlap = sum(rarity[word] for word in common) / (min(weights) + 0.5)
    # Two letters are mostly a part of a name that the dictionary does not know: they count, but tell a reader nothing.
    shown = [word for word in common if len(word) > 2][:WORDS_SHOWN]
    return 0.35 * min(overlap, 1), [Reason("words", {"words": shown})] if shown else []


def note_words(session: Session, case: Case, text: str) -> None:
    """Keeps the telling words of what is said in the case; without words nothing of them stays."""
    similar.put_words(session, case, nlp.matter_words(text) if text else ())
