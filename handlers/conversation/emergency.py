"""Danger to life or property now: the numbers to call come first, with the choice to tell the municipality too."""

from db import inbox
from handlers.conversation.turn import Result, Turn, answered
from nlp import Understanding

NOT_OURS = frozenset({"violence", "suspicious_object", "self_harm"})
"""Never a case: a record of these could endanger the one who wrote."""
GENERAL = "general"


def show_numbers(turn: Turn, understood: Understanding) -> Result:
    """Gives the numbers for this danger; what is not ours leaves no words behind."""
    danger = understood.danger or GENERAL
    may_report = danger not in NOT_OURS
    say = turn.say(
        "emergency",
        danger=danger,
        numbers=_numbers(turn, danger),
        may_report=may_report,
        event=turn.incoming.event_id,
    )
    if not may_report:
        _forget_words(turn)
    return answered(f"emergency_{danger}", say)


def _numbers(turn: Turn, danger: str) -> list[dict[str, str]]:
    numbers = turn.town.folder.municipality.emergency_numbers
    fitting = [number for number in numbers if danger in number.dangers]
    fitting = fitting or [number for number in numbers if GENERAL in number.dangers]
    return [{"number": number.number, "label": number.label} for number in fitting[:3]]


def _forget_words(turn: Turn) -> None:
    event = inbox.get_of_sender(turn.session, turn.incoming.event_id, turn.town.id, turn.resident.line_user_id)
    if event is not None:
        event.raw = "{}"
