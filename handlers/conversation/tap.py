"""A resident taps a button: it carries what to do and to what; a stale one gets an explanation."""

from collections.abc import Callable

from handlers.conversation import (
    cancel,
    choose_topic,
    follow_up,
    help_and_privacy,
    report_emergency,
    same_or_new,
    several_matters,
)
from handlers.conversation.turn import Result, Turn, stale

STEPS: dict[str, Callable[[Turn], Result]] = {
    "topics": choose_topic.offer,
    "topic": choose_topic.choose,
    "unrestrict": choose_topic.leave_restricted_lane,
    "cancel": cancel.cancel_case,
    "restore": cancel.restore,
    "report": report_emergency.report,
    "same": same_or_new.same,
    "new": same_or_new.new,
    "split": several_matters.split,
    "one": several_matters.keep_as_one,
    "follow": follow_up.list_cases,
    "help": help_and_privacy.how_to,
    "privacy": help_and_privacy.privacy,
}


def tap(turn: Turn) -> Result:
    """Does what the button says."""
    return STEPS.get(turn.incoming.tap.get("do", ""), stale)(turn)
