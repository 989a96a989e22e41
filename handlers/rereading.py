"""A case is read again from all that is still said in it, so that nothing hangs on the order things came in."""

from collections.abc import Callable
from datetime import datetime

from db import Session, cases, similar
from db.models import Actor, Case, CaseEntry, EntryType, Kind, Status, Urgency
from handlers.municipalities import Town
from handlers.routing import judgement, record_changes, route
from handlers.same_matter import note_words
from nlp import Gazetteer, Place, Understanding

SUMMARY_LENGTH = 1000
PINNED = frozenset({Kind.MISCONDUCT, Kind.EMERGENCY})
"""More words never take a case out of the restricted lane, nor an emergency its urgency."""
Understand = Callable[[str, Gazetteer], Understanding]


def reread(session: Session, town: Town, case: Case, understand: Understand, now: datetime) -> bool:
    """Rebuilds summary, place and, while nobody has chosen them, kind and topics; whether the promise changed."""
    said = [entry for entry in cases.entries(session, case.id) if entry.actor is Actor.RESIDENT]
    words = "\n".join(entry.text for entry in said if entry.text)
    case.summary = words[:SUMMARY_LENGTH]
    note_words(session, case, words)
    surely_its_own = "\n".join(entry.text for entry in said if entry.text and not entry.other_matter)
    understood = understand(surely_its_own, town.gazetteer)
    put_place(town, case, said, understood.places)
    if not may_be_reread(case):
        return False
    before = judgement(session, case)
    put_understanding(town, case, understood)
    similar.follow_case(session, case)
    cases.put_topics(session, case, guesses(understood))
    return record_changes(session, case, before, Actor.BOT, now)


def may_be_reread(case: Case) -> bool:
    """Whether the bot may still change kind and topics: nobody has chosen them and no work has begun."""
    untouched = not case.corrected and case.status is Status.RECEIVED and case.first_action_at is None
    return untouched and case.kind not in PINNED


def put_understanding(town: Town, case: Case, understood: Understanding) -> None:
    """Writes kind, urgency, department and promise as understood; an emergency is only made by its own report."""
    is_new = case.kind is None
    kind = Kind(understood.kind)
    case.kind = kind if is_new or kind is not Kind.EMERGENCY else case.kind
    case.restricted = case.kind is Kind.MISCONDUCT
    case.urgency = Urgency(understood.urgency)
    case.confidence, case.model_version = understood.confidence, understood.model_version
    case.sure = understood.sure or case.kind is Kind.PRAISE  # thanks need no topic
    route(town, case, understood.topics[0].code)


def guesses(understood: Understanding) -> list[tuple[str, float | None]]:
    return [(topic.code, topic.probability) for topic in understood.topics]


def put_place(town: Town, case: Case, said: list[CaseEntry], places: tuple[Place, ...]) -> None:
    """The place is the newest pin's, else what the words name; outside every community none is claimed."""
    pins = [entry for entry in said if entry.type is EntryType.LOCATION and entry.latitude is not None]
    written = " ".join(place.text for place in places)[:300] or None
    if not pins:
        case.latitude = case.longitude = None
        case.place = written
        case.community_code = next((place.community for place in places if place.community), None)
        return
    pin = max(pins, key=lambda entry: (entry.said_at, entry.id))
    case.latitude, case.longitude = pin.latitude, pin.longitude
    case.place = pin.address or written
    case.community_code = town.map.community_at(pin.latitude or 0.0, pin.longitude or 0.0)
