"""A resident puts right what a case is about."""

from db import cases, similar
from db.models import Actor, Case, Kind
from handlers.cases import MOVES
from handlers.conversation.turn import Result, Turn, answered, joined, stale
from handlers.learning import note_correction
from handlers.routing import judgement, record_changes, route

TOPICS_A_PAGE = 12


def offer(turn: Turn) -> Result:
    """Shows the topics as buttons, the case's own and the likeliest first, a page at a time."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    if case is None or not _may_change(case):
        return stale(turn)
    if case.restricted:
        return answered("choosing_topic", turn.say("restricted_or_not", case))
    page = _page(turn.incoming.tap.get("page"))
    codes = list(dict.fromkeys([topic.code for topic in cases.topics(turn.session, case.id)] + list(turn.town.topics)))
    shown = codes[page * TOPICS_A_PAGE : (page + 1) * TOPICS_A_PAGE]
    topics = [{"code": code, "label": turn.town.topics[code].label} for code in shown]
    more = page + 1 if (page + 1) * TOPICS_A_PAGE < len(codes) else None
    return answered("choosing_topic", turn.say("choose_topic", case, topics=topics, next_page=more))


def choose(turn: Turn) -> Result:
    """Takes the resident's word for the topic; department and promise follow."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    code = turn.incoming.tap.get("to", "")
    if case is None or case.restricted or code not in turn.town.topics or not _may_change(case):
        return stale(turn)
    before = judgement(turn.session, case)
    cases.put_topics(turn.session, case, [(code, None)])
    case.sure, case.corrected = True, True
    route(turn.town, case, code)
    record_changes(turn.session, case, before, Actor.RESIDENT, turn.now)
    note_correction(turn.session, case, before, Actor.RESIDENT, turn.now)
    return joined(case, turn.say("topic_changed", case))


def leave_restricted_lane(turn: Turn) -> Result:
    """The resident says that it is no complaint about officers, knowing that more people will then see it."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    if case is None or not case.restricted or not _may_change(case):
        return stale(turn)
    before = judgement(turn.session, case)
    case.kind, case.restricted = Kind.COMPLAINT, False
    similar.follow_case(turn.session, case)
    case.corrected = True
    route(turn.town, case, before.topics[0])
    record_changes(turn.session, case, before, Actor.RESIDENT, turn.now)
    note_correction(turn.session, case, before, Actor.RESIDENT, turn.now)
    return offer(turn)


def _may_change(case: Case) -> bool:
    # Once staff have begun, a change of topic would move the case from under their hands.
    return case.first_action_at is None and bool(MOVES[case.status]) and case.closed_at is None


def _page(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0
