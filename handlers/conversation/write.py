"""A resident writes freely: a typed word, small talk, an emergency, more words for a draft, or new matters."""

from db import cases
from db.models import Case, Kind
from handlers.conversation import cancel, emergency, follow_up, help_and_privacy, several_matters
from handlers.conversation.own_status import note_answer
from handlers.conversation.turn import Result, Turn, answered, joined, opened
from handlers.conversation.words_to_case import open_one, opening, understand_again
from handlers.intake import join_case, refresh_summary
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
    return _join(turn, draft, understood) if draft else _open(turn, understood)


def _open(turn: Turn, understood: Understanding) -> Result:
    several = len(understood.issues) > 1
    if several and understood.split_sure:
        return several_matters.open_each(turn, turn.incoming, understood)
    case = open_one(turn, turn.incoming, understood)
    message = several_matters.ask(turn, case, understood) if several else opening(turn, case, understood)
    return opened(case, message)


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
