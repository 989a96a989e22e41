"""The weekly summary's queries: which cases a figure counts, and what is asked of them, grouped by the database."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Float,
    Row,
    Select,
    and_,
    cast,
    exists,
    extract,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from db.models import CLOSED, Action, Case, CaseEvent, CaseTopic, Event, Kind, Outcome, Status

Which = ColumnElement[bool]
"""A set of cases, to be handed to the questions below."""

CLOSED_CODES = sorted(status.value for status in CLOSED)


def received(municipality_id: int, start: datetime, end: datetime) -> Which:
    """Cases whose words were written from `start` until before `end`."""
    return and_(Case.municipality_id == municipality_id, Case.written_at >= start, Case.written_at < end)


def resolved(municipality_id: int, start: datetime, end: datetime) -> Which:
    return _moved(municipality_id, start, end, CaseEvent.after == Status.RESOLVED.value)


def reopened(municipality_id: int, start: datetime, end: datetime) -> Which:
    """Cases that left a closed status for an open one."""
    out = and_(CaseEvent.before.in_(CLOSED_CODES), CaseEvent.after.not_in(CLOSED_CODES))
    return _moved(municipality_id, start, end, out)


def open_at(municipality_id: int, moment: datetime) -> Which:
    """Cases that were written before the moment and were open then, whatever became of them since.

    What is closed now and was closed before the moment has not been open in between; of the rest, the first change
    of status since the moment tells what it was before.
    """
    was_closed = _first_since(Action.STATUS, moment).where(CaseEvent.before.in_(CLOSED_CODES))
    # Asked case by case, and of few: the events since an old week are many.
    was_closed = was_closed.where(CaseEvent.case_id == Case.id).correlate(Case)
    return and_(
        Case.id.in_(_written_and_not_closed_before(municipality_id, moment)),
        or_(and_(Case.closed_at.is_(None), Case.reopened_count == 0), ~was_closed.exists()),
    )


def overdue_at(municipality_id: int, moment: datetime, day: date) -> Which:
    """Cases that were open at the moment and whose promised day, as promised then, was before `day`."""
    return and_(open_at(municipality_id, moment), late_at(municipality_id, moment, day))


def late_at(municipality_id: int, moment: datetime, day: date) -> Which:
    """Cases, open or not, whose promised day, as promised at the moment, was before `day`."""
    changed = _first_since(Action.DUE, moment).where(CaseEvent.municipality_id == municipality_id)
    # Days are kept in the history as ISO text, which compares as days do.
    late_then = changed.where(CaseEvent.before < day.isoformat())
    return or_(and_(func.coalesce(Case.due_on < day, false()), Case.id.not_in(changed)), Case.id.in_(late_then))


def suggestions(municipality_id: int, start: datetime, end: datetime) -> Which:
    return and_(received(municipality_id, start, end), Case.kind == Kind.SUGGESTION)


def _moved(municipality_id: int, start: datetime, end: datetime, how: Which) -> Which:
    moves = select(CaseEvent.case_id).where(
        CaseEvent.municipality_id == municipality_id,
        CaseEvent.action == Action.STATUS,
        CaseEvent.happened_at >= start,
        CaseEvent.happened_at < end,
        how,
    )
    return and_(Case.municipality_id == municipality_id, Case.id.in_(moves))


def _written_and_not_closed_before(municipality_id: int, moment: datetime) -> CompoundSelect[Any]:
    # Two searches of one index; asked in one condition, or by the moment of writing, SQLite reads every case ever
    # written. IS TRUE keeps it from the index of that moment.
    case = aliased(Case)
    ids = select(case.id).where(case.municipality_id == municipality_id, (case.written_at < moment).is_(True))
    return ids.where(case.closed_at.is_(None)).union_all(ids.where(case.closed_at >= moment))


def _first_since(action: Action, moment: datetime) -> Select[Any]:
    """Ids of cases by their first event of this action since the moment."""
    earlier = aliased(CaseEvent)
    one_before = exists().where(
        earlier.case_id == CaseEvent.case_id,
        earlier.id < CaseEvent.id,
        earlier.action == action,
        earlier.happened_at >= moment,
    )
    return select(CaseEvent.case_id).where(
        CaseEvent.action == action, CaseEvent.happened_at >= moment, ~one_before.correlate(CaseEvent)
    )


def groups(session: Session, which: Which, mark: Which | None = None) -> Sequence[Row[Any]]:
    """How many of the cases there are by kind, department, community, restriction and whether `mark` holds."""
    by = (Case.kind, Case.department_code, Case.community_code, Case.restricted)
    statement = select(*by, _marked(mark), func.count().label("number")).where(which)
    return session.execute(statement.group_by(*by, "marked")).all()


def topic_counts(session: Session, which: Which, mark: Which | None = None) -> Sequence[Row[Any]]:
    """How many of the unrestricted cases are about each topic (None: about none) and whether `mark` holds."""
    statement = (
        select(CaseTopic.code, _marked(mark), func.count().label("number"))
        .select_from(Case)
        .outerjoin(CaseTopic, CaseTopic.case_id == Case.id)
        .where(which, Case.restricted.is_(False))
        .group_by(CaseTopic.code, "marked")
    )
    return session.execute(statement).all()


def _marked(mark: Which | None) -> Any:
    return (false() if mark is None else mark).label("marked")


def references(session: Session, which: Which) -> list[str]:
    """The unrestricted cases' references in the order their words were written."""
    statement = select(Case.reference).where(which, Case.restricted.is_(False))
    return list(session.scalars(statement.order_by(Case.written_at, Case.id)))


def rows(session: Session, which: Which, most: int | None = None) -> Sequence[Any]:
    """The unrestricted cases, or the first of them, as a register lists them: in the order they were written."""
    columns = (
        Case.id, Case.reference, Case.written_at, Case.channel, Case.kind, Case.summary, Case.department_code,
        Case.community_code, Case.due_on, Case.closed_at, Case.status, Case.status_reason,
    )  # fmt: skip
    statement = select(*columns).where(which, Case.restricted.is_(False))
    return session.execute(statement.order_by(Case.written_at, Case.id).limit(most)).all()


def topics(session: Session, which: Which) -> dict[int, list[str]]:
    """Each case's topics by its id, the first topic first."""
    statement = (
        select(CaseTopic.case_id, CaseTopic.code)
        .join(Case, Case.id == CaseTopic.case_id)
        .where(which, Case.restricted.is_(False))
        .order_by(CaseTopic.case_id, CaseTopic.rank)
    )
    found: dict[int, list[str]] = {}
    for case_id, code in session.execute(statement):
        found.setdefault(case_id, []).append(code)
    return found


def hours_to_first_action(session: Session, municipality_id: int, start: datetime, end: datetime) -> list[float]:
    """For the unrestricted cases first acted upon in the period: hours since their words were written."""
    statement = select(_hours(session, Case.first_action_at, Case.written_at)).where(
        Case.municipality_id == municipality_id,
        Case.first_action_at >= start,
        Case.first_action_at < end,
        Case.restricted.is_(False),
    )
    return list(session.scalars(statement))


def hours_to_resolve(session: Session, municipality_id: int, start: datetime, end: datetime) -> list[float]:
    """For the unrestricted cases resolved in the period: hours from their words to the last time they were."""
    statement = (
        select(_hours(session, func.max(CaseEvent.happened_at), Case.written_at))
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(
            CaseEvent.municipality_id == municipality_id,
            CaseEvent.action == Action.STATUS,
            CaseEvent.after == Status.RESOLVED.value,
            CaseEvent.happened_at >= start,
            CaseEvent.happened_at < end,
            Case.restricted.is_(False),
        )
        .group_by(Case.id, Case.written_at)
    )
    return list(session.scalars(statement))


def promised_at(session: Session, which: Which, moment: datetime) -> dict[int, str]:
    """By id the promised day as it stood at the moment (ISO), of those cases whose promise was changed since."""
    statement = (
        select(CaseEvent.case_id, CaseEvent.before)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(which, CaseEvent.action == Action.DUE, CaseEvent.happened_at >= moment, CaseEvent.before.is_not(None))
        .order_by(CaseEvent.id.desc())
    )
    return {case_id: day for case_id, day in session.execute(statement) if day}  # the earliest comes last and stays


def _hours(session: Session, later: Any, earlier: InstrumentedAttribute[datetime]) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(later) - func.julianday(earlier)) * 24
    return cast(extract("epoch", later - earlier) / 3600, Float)


def without_case(session: Session, municipality_id: int, start: datetime, end: datetime) -> dict[str | None, int]:
    """How many messages written in the period were answered without a case, by reason."""
    statement = (
        select(Event.reason, func.count())
        .where(
            Event.municipality_id == municipality_id,
            # Only for its index: what was written in the week cannot have arrived long before it.
            Event.received_at >= start - timedelta(days=7),
            Event.occurred_at >= start,
            Event.occurred_at < end,
            Event.outcome == Outcome.ANSWERED,
            Event.line_message_id.is_not(None),
            Event.case_id.is_(None),
        )
        .group_by(Event.reason)
    )
    return {reason: number for reason, number in session.execute(statement)}
