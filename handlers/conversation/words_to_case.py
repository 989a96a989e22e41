"""Words become a case: opened with what came just before, told to the resident, and read again when more come."""

from datetime import datetime

from db import cases, inbox
from db.models import Case, EntryType, Event, Kind
from handlers.conversation.turn import Incoming, Turn
from handlers.intake import adopt, apply_understanding, may_be_reunderstood, open_case, refresh_summary
from handlers.say import Say
from nlp import Understanding


def open_one(turn: Turn, incoming: Incoming, understood: Understanding) -> Case:
    """Opens a case from the words; photos and positions that came just before them join it."""
    case = open_case(turn.session, turn.town, turn.resident, incoming.said(), understood, turn.now)
    adopt_what_came_before(turn, case, incoming.occurred_at)
    return case


def adopt_what_came_before(turn: Turn, case: Case, at: datetime) -> None:
    """Joins the photos and positions that were kept because no words had come yet."""
    for event in _kept_before(turn, at):
        adopt(turn.session, turn.town, case, event, turn.read_event(event).said(), turn.now)


def _kept_before(turn: Turn, at: datetime) -> list[Event]:
    return inbox.waiting_words(
        turn.session, turn.town.id, turn.resident.line_user_id, at - turn.window, at + turn.window
    )


def opening(turn: Turn, case: Case, understood: Understanding) -> Say:
    """The message that gives a new case its reference: what was understood, what is promised, what to send next."""
    if case.restricted:
        return turn.say("case_opened_restricted", case)
    if understood.language not in ("th", "other"):
        return turn.say("read_by_person", case)
    if not case.sure:
        return turn.say("case_opened_unsure", case, likeliest=_labels(turn, understood))
    return turn.say("case_opened", case)


def _labels(turn: Turn, understood: Understanding) -> list[dict[str, str]]:
    topics = [turn.town.topics[guess.code] for guess in understood.likeliest]
    return [{"code": topic.code, "label": topic.label} for topic in topics]


def understand_again(turn: Turn, case: Case) -> None:
    """Reads all the case's words once more, so that what comes out does not hang on the order they came in."""
    words = refresh_summary(turn.session, case)
    if not words or not may_be_reunderstood(case):
        return
    understood = turn.understand(words, turn.town.gazetteer)
    if understood.kind == Kind.EMERGENCY and case.kind is not Kind.EMERGENCY:
        return  # what was no emergency in any of its parts is none in their sum
    apply_understanding(turn.session, turn.town, case, understood)


def siblings(turn: Turn, case: Case) -> list[Case]:
    """The other open cases without a position that the same message opened: what lies there concerns them too."""
    first = next((entry for entry in cases.entries(turn.session, case.id) if entry.event_id is not None), None)
    if first is None or first.event_id is None:
        return []
    opened_with_it = cases.of_event(turn.session, first.event_id)
    return [other for other in opened_with_it if other.id != case.id and other.closed_at is None and not other.latitude]


def is_written(incoming: Incoming) -> bool:
    return incoming.act == "say" and incoming.type is EntryType.TEXT
