"""A resident writes freely: a typed word, small talk, an emergency, more words for a draft, or new matters."""

from db import cases
from db.models import Case, Kind
from handlers.conversation import cancel, emergency, follow_up, help_and_privacy, several_matters
from handlers.conversation.late import join_what_it_bridges
from handlers.conversation.own_status import note_answer
from handlers.conversation.turn import Result, Turn, answered, joined, opened
from handlers.conversation.words_to_case import open_one, opening, reread_case
from handlers.earlier_cases import earlier_cases, seen_before
from handlers.intake import join_case
from handlers.say import Say
from nlp import Understanding, command, speaks_of_before

SURELY_ANOTHER = 0.8
"""From this probability on, another topic makes the bot ask whether it is another matter."""
A_FEW_LETTERS = 12
"""What may stand around a bare place: a preposition, a polite particle."""


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
    if draft is None or _accuses_beside(draft, understood):
        return _open(turn, understood)
    return _join(turn, draft, understood)


def _accuses_beside(draft: Case, understood: Understanding) -> bool:
    """An accusation never enters a case that everybody sees."""
    return understood.kind == Kind.MISCONDUCT and not draft.restricted


def _open(turn: Turn, understood: Understanding) -> Result:
    several = len(understood.issues) > 1
    if several and understood.split_sure:
        return several_matters.open_each(turn, turn.incoming, understood)
    case = open_one(turn, turn.incoming, understood)
    message = several_matters.ask(turn, case, understood) if several else opening(turn, case, understood)
    return opened(case, message, *_told_before(turn, case))


def _told_before(turn: Turn, case: Case) -> list[Say]:
    """Names the own earlier case when the words speak of one."""
    if not speaks_of_before(case.summary):
        return []
    earlier = earlier_cases(turn.session, turn.town, case, turn.now)
    say = seen_before(turn.town, case, earlier)
    return [say] if say else []


def _join(turn: Turn, case: Case, understood: Understanding) -> Result:
    topics = [topic.code for topic in cases.topics(turn.session, case.id)]
    entry = join_case(turn.session, case, turn.incoming.said(), turn.now)
    entry.other_matter = _is_surely_another(turn, case, topics, understood)
    promise_changed = reread_case(turn, case)
    if entry.other_matter:
        return joined(case, turn.say("same_or_new", case, event=turn.incoming.event_id))
    note_answer(turn, case)
    join_what_it_bridges(turn, case)
    return joined(case, turn.say("words_added", case, promise_changed=promise_changed))


def _is_surely_another(turn: Turn, case: Case, topics: list[str], understood: Understanding) -> bool:
    if _is_only_a_place(turn.incoming.text or "", understood):
        return False
    return _names_another_community(case, understood) or (
        case.sure
        and understood.sure
        and understood.topics[0].code not in ("other", *topics)
        and understood.confidence >= SURELY_ANOTHER
        and "other" not in topics
    )


def _is_only_a_place(text: str, understood: Understanding) -> bool:
    for place in understood.places:
        text = text.replace(place.text, "")
    return bool(understood.places) and len(text.strip()) <= A_FEW_LETTERS


def _names_another_community(case: Case, understood: Understanding) -> bool:
    named = {place.community for place in understood.places if place.community}
    return case.community_code is not None and bool(named) and case.community_code not in named
