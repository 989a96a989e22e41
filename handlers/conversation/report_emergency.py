"""A resident who was given the emergency numbers tells the municipality too."""

import dataclasses

from db.models import Kind, Urgency
from handlers.conversation.turn import Result, Turn, opened, stale
from handlers.conversation.words_to_case import is_written, open_one, opening


def report(turn: Turn) -> Result:
    """Opens a case from the words of the emergency, once."""
    event = turn.own_event()
    if event is None or event.case_id is not None:
        return stale(turn)
    words = turn.read_event(event)
    if not is_written(words):
        return stale(turn)
    understood = turn.understand(words.text or "", turn.town.gazetteer)
    understood = dataclasses.replace(understood, kind=Kind.EMERGENCY.value, urgency=Urgency.HIGH.value, sure=True)
    case = open_one(turn, words, understood)
    event.case_id = case.id
    return opened(case, opening(turn, case, understood))
