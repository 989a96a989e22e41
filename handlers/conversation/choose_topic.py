"""A resident puts right what a case is about."""

from db import cases, similar
from db.models import Action, Actor, Case, Kind
from handlers.cases import MOVES
from handlers.conversation.turn import Result, Turn, answered, joined, stale
from handlers.intake import route

TOPICS_A_PAGE = 12


def offer(turn: Turn) -> Result:
    """Shows the topics as buttons, the case's own and the likeliest first, a page at a time."""
    case = turn.own_case(turn.incoming.tap.get("case"))
    if case is None or not _may_change(case):
        return stale(turn)
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
    if case is None or code not in turn.town.topics or not _may_change(case):
        return stale(turn)
    before = [topic.code for topic in cases.topics(turn.session, case.id)]
    if case.kind is Kind.MISCONDUCT:
        _leave_restricted_lane(turn, case)
    cases.put_topics(turn.session, case, [(code, None)])
    case.sure, case.corrected = True, True
    route(turn.town, case, code)
    cases.record(turn.session, case, Action.TOPICS, Actor.RESIDENT, turn.now, before=" ".join(before)[:200], after=code)
    return joined(case, turn.say("topic_changed", case))


def _leave_restricted_lane(turn: Turn, case: Case) -> None:
    case.kind, case.restricted = Kind.COMPLAINT, False
    similar.follow_case(turn.session, case)
    cases.record(
        turn.session,
        case,
        Action.KIND,
        Actor.RESIDENT,
        turn.now,
        before=Kind.MISCONDUCT.value,
        after=Kind.COMPLAINT.value,
    )


def _may_change(case: Case) -> bool:
    # Once staff have begun, a change of topic would move the case from under their hands.
    return case.first_action_at is None and bool(MOVES[case.status]) and case.closed_at is None


def _page(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0
