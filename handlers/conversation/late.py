"""A late message shows that two cases were one conversation: what it would have joined takes the other one in."""

from db import cases
from db.models import Case
from handlers.conversation.turn import Turn
from handlers.conversation.words_to_case import merge, reread_case
from handlers.rereading import may_be_reread


def join_what_it_bridges(turn: Turn, case: Case) -> None:
    """Merges a later untouched case of the same topic into this one when the message lies between the two."""
    for later in turn.fresh_drafts():
        lies_between = case.written_at < turn.incoming.occurred_at < later.written_at
        if later.id != case.id and lies_between and may_be_reread(later) and _of_one_topic(turn, case, later):
            _take_in(turn, case, later)


def _of_one_topic(turn: Turn, case: Case, later: Case) -> bool:
    topics = {topic.code for topic in cases.topics(turn.session, case.id)}
    return not later.sure or any(topic.code in topics for topic in cases.topics(turn.session, later.id))


def _take_in(turn: Turn, case: Case, later: Case) -> None:
    for entry in cases.entries(turn.session, later.id):
        entry.case_id = case.id
    case.last_wrote_at = max(case.last_wrote_at, later.last_wrote_at)
    merge(turn, later, case)
    reread_case(turn, later)  # its words have moved
    reread_case(turn, case)
