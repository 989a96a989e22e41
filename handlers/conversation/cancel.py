"""A resident takes a matter back while nobody has worked on it, and may bring it back."""

from db import cases
from db.models import Case, Status
from handlers.conversation.own_status import change_own_status
from handlers.conversation.turn import Result, Turn, answered, joined, stale


def cancel_draft(turn: Turn) -> Result:
    """The typed word: withdraws the newest matter on which nobody has begun to work."""
    own = cases.of_resident(turn.session, turn.resident.id, most=1)
    case = turn.own_case(str(own[0].id)) if own else None
    return _withdraw(turn, case) if case is not None else _nothing(turn)


def cancel_case(turn: Turn) -> Result:
    """The button of one case."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    return _withdraw(turn, case) if case is not None else _nothing(turn)


def _withdraw(turn: Turn, case: Case) -> Result:
    if case.status is not Status.RECEIVED:
        return _nothing(turn)
    change_own_status(turn, case, Status.WITHDRAWN)
    return joined(case, turn.say("case_withdrawn", case))


def restore(turn: Turn) -> Result:
    """Brings back what the resident has withdrawn."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    if case is None or case.status not in (Status.WITHDRAWN, Status.RECEIVED):
        return stale(turn)
    if case.status is Status.RECEIVED:  # tapped twice
        return joined(case, turn.say("case_restored", case))
    change_own_status(turn, case, Status.RECEIVED)
    return joined(case, turn.say("case_restored", case))


def _nothing(turn: Turn) -> Result:
    return answered("nothing_to_cancel", turn.say("nothing_to_cancel"))
