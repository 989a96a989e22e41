"""A resident says whether a further message was the same matter or another one."""

from db import cases
from db.models import Action, Actor, CaseEntry, Outcome
from handlers.conversation.own_status import note_answer
from handlers.conversation.turn import Result, Turn, joined, opened, stale
from handlers.conversation.words_to_case import is_written, opening, reread_case
from handlers.intake import open_case


def same(turn: Turn) -> Result:
    """It was the same matter: the doubt is gone, and its words count."""
    entry = _doubtful_entry(turn)
    case = turn.own_case(str(entry.case_id)) if entry else None
    if entry is None or case is None:
        return stale(turn)
    entry.other_matter = False
    note_answer(turn, case)
    reread_case(turn, case)
    return joined(case, turn.say("same_kept", case))


def new(turn: Turn) -> Result:
    """It was another matter: its words leave the first case and open their own."""
    entry = _doubtful_entry(turn)
    first = turn.own_case(str(entry.case_id)) if entry else None
    event = turn.own_event()
    if entry is None or first is None or event is None:
        return stale(turn)
    words = turn.read_event(event)
    if not is_written(words):
        return stale(turn)  # taken back meanwhile
    understood = turn.understand(words.text or "", turn.town.gazetteer)
    case = open_case(turn.session, turn.town, turn.resident, words.said(), understood, turn.now)
    entry.text, entry.line_message_id, entry.event_id, entry.other_matter = None, None, None, False
    event.outcome, event.case_id = Outcome.OPENED, case.id
    reread_case(turn, first)
    first.last_wrote_at = first.written_at  # what comes now belongs to the new case
    cases.record(
        turn.session,
        first,
        Action.JOINED,
        Actor.RESIDENT,
        turn.now,
        before="text",
        after=case.reference,
        entry_id=entry.id,
    )
    return opened(case, opening(turn, case, understood))


def _doubtful_entry(turn: Turn) -> CaseEntry | None:
    event = turn.own_event()
    entry = cases.entry_of_event(turn.session, event.id) if event else None
    return entry if entry is not None and entry.other_matter else None
