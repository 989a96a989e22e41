"""A resident's own doing changes the status of a case: takes it back, brings it back, answers a question."""

from db import cases, similar
from db.models import Action, Actor, Case, Status
from handlers.cases import move
from handlers.conversation.turn import Turn


def change_own_status(turn: Turn, case: Case, status: Status) -> None:
    """Moves the case and writes it down as the resident's doing."""
    before = case.status
    move(case, status, turn.now)
    similar.follow_case(turn.session, case)
    cases.record(turn.session, case, Action.STATUS, Actor.RESIDENT, turn.now, before=before.value, after=status.value)


def note_answer(turn: Turn, case: Case) -> None:
    """When staff wait for the resident, whatever the resident adds puts the case back to work."""
    if case.status is Status.WAITING_RESIDENT:
        change_own_status(turn, case, Status.IN_PROGRESS)
