"""Words become a case: opened with what came just before, told to the resident, and read again when more come."""

from datetime import datetime

from db import cases, inbox, similar
from db.models import Action, Actor, Case, EntryType, Event, Status
from handlers.cases import move
from handlers.conversation.turn import Incoming, Turn
from handlers.intake import adopt, open_case
from handlers.rereading import reread
from handlers.say import Say
from nlp import Understanding


def open_one(turn: Turn, incoming: Incoming, understood: Understanding) -> Case:
    """Opens a case from the words; photos and positions that came just before them join it."""
    case = open_case(turn.session, turn.town, turn.resident, incoming.said(), understood, turn.now)
    adopt_what_came_before(turn, case, incoming.occurred_at)
    return case


def adopt_what_came_before(turn: Turn, case: Case, at: datetime) -> None:
    """Joins the photos and positions that were kept because no words had come yet."""
    kept = [(event, turn.read_event(event)) for event in kept_without_words(turn, at)]
    still_there = [(event, incoming) for event, incoming in kept if incoming.act == "say"]
    for event, incoming in still_there:
        adopt(turn.session, case, event, incoming.said(), turn.now)
    if still_there:
        reread_case(turn, case)


def kept_without_words(turn: Turn, at: datetime) -> list[Event]:
    """The resident's photos and positions around this moment that belong to no case yet."""
    return inbox.waiting_words(
        turn.session, turn.town.id, turn.resident.line_user_id, at - turn.window, at + turn.window
    )


def reread_case(turn: Turn, case: Case) -> bool:
    """Reads all that is still said in the case once more; whether its promise changed."""
    return reread(turn.session, turn.town, case, turn.understand, turn.now)


def opening(turn: Turn, case: Case, understood: Understanding) -> Say:
    """The message that gives a new case its reference: what was understood, what is promised, what to send next."""
    if case.restricted:
        return turn.say("case_opened_restricted", case)
    if understood.language not in ("th", "other"):
        return turn.say("read_by_person", case)
    if not case.sure:
        return turn.say("case_opened_unsure", case, likeliest=_labels(turn, understood))
    return turn.say("case_opened", case, ask_place=understood.place_missing and case.place is None)


def _labels(turn: Turn, understood: Understanding) -> list[dict[str, str]]:
    topics = [turn.town.topics[guess.code] for guess in understood.likeliest]
    return [{"code": topic.code, "label": topic.label} for topic in topics]


def siblings(turn: Turn, case: Case) -> list[Case]:
    """The other open cases that the same message opened: what is sent about the place concerns them too."""
    first = next((entry for entry in cases.entries(turn.session, case.id) if entry.event_id is not None), None)
    if first is None or first.event_id is None:
        return []
    opened_with_it = cases.of_event(turn.session, first.event_id)
    return [other for other in opened_with_it if other.id != case.id and other.closed_at is None]


def merge(turn: Turn, case: Case, into: Case) -> None:
    """Makes a case part of another; it keeps its reference and its history."""
    before = case.status
    move(case, Status.MERGED, turn.now)
    case.merged_into_id = into.id
    similar.follow_case(turn.session, case)
    cases.record(
        turn.session, case, Action.STATUS, Actor.RESIDENT, turn.now, before=before.value, after=Status.MERGED.value
    )


def is_written(incoming: Incoming) -> bool:
    return incoming.act == "say" and incoming.type is EntryType.TEXT
