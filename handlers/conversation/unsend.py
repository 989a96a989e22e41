"""A resident takes a message back: its words, place and file go everywhere, also when this news comes first."""

from db import cases, corrections, inbox, outbox
from db.models import Action, Actor, CaseEntry
from handlers.conversation.turn import Result, Turn, answered, ignored, joined
from handlers.conversation.words_to_case import reread_case


def was_taken_back(turn: Turn) -> bool:
    """Whether the message was unsent before it was read; then nothing of it is kept."""
    message_id = turn.incoming.line_message_id
    if message_id is None or not inbox.is_unsent(turn.session, turn.town.id, message_id):
        return False
    _empty_events(turn, message_id)
    return True


def unsend(turn: Turn) -> Result:
    """Removes what was said; the case stays with its reference, and staff see that something was taken back."""
    message_id = turn.incoming.line_message_id
    if message_id is None:
        return ignored("unsend_names_no_message")
    inbox.remember_unsent(turn.session, turn.town.id, message_id, turn.now)
    _empty_events(turn, message_id)
    entries = cases.entries_of_line_message(turn.session, turn.town.id, message_id)
    for entry in entries:
        _empty_entry(turn, entry)
    if not entries:
        return answered("unsent")
    case = cases.get_held(turn.session, turn.town.id, entries[0].case_id)
    return joined(case) if case is not None else answered("unsent")


def _empty_events(turn: Turn, message_id: str) -> None:
    for event in inbox.of_line_message(turn.session, turn.town.id, message_id):
        if event.line_user_id == turn.resident.line_user_id:
            event.raw = "{}"


def _empty_entry(turn: Turn, entry: CaseEntry) -> None:
    case = cases.get_held(turn.session, turn.town.id, entry.case_id)
    if case is None or case.resident_id != turn.resident.id:
        return
    for attachment in cases.attachments_of_entry(turn.session, entry.id):
        attachment.state, attachment.reason, attachment.next_attempt_at = "removing", "unsent", turn.now
    entry.text = entry.latitude = entry.longitude = entry.address = entry.quote_token = None
    entry.unsent_at = turn.now
    reread_case(turn, case)
    corrections.forget(turn.session, case.id)
    outbox.scrub_case(turn.session, case.id)
    cases.record(turn.session, case, Action.UNSENT, Actor.RESIDENT, turn.now, entry_id=entry.id)
