"""A resident writes freely: a typed word, small talk, an emergency, more words for a draft, or a new case."""

from datetime import datetime

from db import cases, inbox
from db.models import Case, EntryType, Event, Kind
from handlers.conversation import cancel, emergency, follow_up, help_and_privacy
from handlers.conversation.own_status import note_answer
from handlers.conversation.turn import Incoming, Result, Turn, answered, joined, opened
from handlers.intake import (
    adopt,
    apply_understanding,
    join_case,
    may_be_reunderstood,
    open_case,
    refresh_summary,
)
from handlers.say import Say
from nlp import Understanding, command

SURELY_ANOTHER = 0.8
"""From this probability on, another topic makes the bot ask whether it is another matter."""


def write(turn: Turn) -> Result:
    """Answers a written message."""
    text = turn.incoming.text or ""
    match command(text):
        case "follow":
            return follow_up.list_cases(turn)
        case "cancel":
            return cancel.cancel_draft(turn)
        case "help":
            return help_and_privacy.how_to(turn)
        case "privacy":
            return help_and_privacy.privacy(turn)
    understood = turn.understand(text, turn.town.gazetteer)
    if understood.small_talk:
        reason = f"small_talk_{understood.small_talk}"
        return answered(reason, turn.say(reason))
    if understood.kind == Kind.EMERGENCY:
        return emergency.show_numbers(turn, understood)
    draft = turn.draft()
    return _join(turn, draft, understood) if draft else open_from_words(turn, turn.incoming, understood)


def open_from_words(turn: Turn, incoming: Incoming, understood: Understanding) -> Result:
    """Opens a case from the words; photos and positions that came just before them join it."""
    case = open_case(turn.session, turn.town, turn.resident, incoming.said(), understood, turn.now)
    for event in _kept_before(turn, incoming.occurred_at):
        adopt(turn.session, turn.town, case, event, turn.read_event(event).said(), turn.now)
    return opened(case, opening(turn, case, understood))


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


def _join(turn: Turn, case: Case, understood: Understanding) -> Result:
    before = [topic.code for topic in cases.topics(turn.session, case.id)]
    entry = join_case(turn.session, turn.town, case, turn.incoming.said(), turn.now)
    note_answer(turn, case)
    if _is_surely_another(case, before, understood):
        entry.other_matter = True
        refresh_summary(turn.session, case)
        return joined(case, turn.say("same_or_new", case, event=turn.incoming.event_id))
    understand_again(turn, case)
    return joined(case, turn.say("words_added", case))


def _is_surely_another(case: Case, topics: list[str], understood: Understanding) -> bool:
    first = understood.topics[0]
    return (
        case.sure
        and understood.sure
        and first.code != "other"
        and first.probability >= SURELY_ANOTHER
        and "other" not in topics
        and first.code not in topics
    )


def understand_again(turn: Turn, case: Case) -> None:
    """Reads all the case's words once more, so that what comes out does not hang on the order they came in."""
    words = refresh_summary(turn.session, case)
    if not words or not may_be_reunderstood(case):
        return
    understood = turn.understand(words, turn.town.gazetteer)
    if understood.kind == Kind.EMERGENCY and case.kind is not Kind.EMERGENCY:
        return  # what was no emergency in any of its parts is none in their sum
    apply_understanding(turn.session, turn.town, case, understood)


def is_written(incoming: Incoming) -> bool:
    return incoming.act == "say" and incoming.type is EntryType.TEXT
