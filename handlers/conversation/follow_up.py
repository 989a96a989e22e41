"""A resident asks how the own cases stand."""

from db import cases
from handlers.cases import case_facts
from handlers.conversation.turn import Result, Turn, answered

SHOWN = 3


def list_cases(turn: Turn) -> Result:
    """The resident's own newest cases with status and promised day."""
    own = cases.of_resident(turn.session, turn.resident.id, SHOWN + 1)
    if not own:
        return answered("follow_up", turn.say("no_cases"))
    facts = [{**case_facts(turn.session, turn.town, case), "open": case.closed_at is None} for case in own[:SHOWN]]
    return answered("follow_up", turn.say("my_cases", cases=facts, more=len(own) > SHOWN))
