"""The staff's queue: overdue cases first, then the newest, page by page without OFFSET.

Open cases are found through partial indexes, which the planner uses only where a query repeats their predicate
`closed_at IS NULL` literally; `is_(None)` renders it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from db.models import CLOSED, Case, CaseTopic, Kind, Status

OPEN = "open"
ALL = "all"
SUMMARY_SHOWN = 240  # more than two lines show on any screen; the rest stays in the database
ESCAPE = "\\"


@dataclass(frozen=True)
class Viewer:
    """Whose queue it is."""

    municipality_id: int
    sees_restricted: bool
    today: date
    """In Bangkok; what was due before it is overdue."""


@dataclass(frozen=True)
class Filter:
    """What the queue is narrowed to; all of it at once."""

    status: str = OPEN
    """A status, `open` or `all`."""
    department: str | None = None
    topic: str | None = None
    kind: Kind | None = None
    words: tuple[str, ...] = ()
    """Each must be in the summary, the place or the reference."""


@dataclass(frozen=True)
class Place:
    """Where a page begins: after this case, among the overdue (by promised day) or the others (by opening)."""

    case_id: int
    due_on: date | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True)
class QueueRow:
    id: int
    reference: str
    kind: Kind
    status: Status
    urgency: str
    summary: str
    place: str | None
    community_code: str | None
    department_code: str | None
    opened_at: datetime
    due_on: date | None
    closed_at: datetime | None
    sure: bool
    reopened_count: int
    topics: tuple[str, ...] = ()
    """Their codes, the first topic first."""


@dataclass(frozen=True)
class Page:
    rows: list[QueueRow]
    next: Place | None


@dataclass(frozen=True)
class Counts:
    """Of all that the viewer may see, whatever the filter."""

    open: int
    overdue: int


COLUMNS = (
    Case.id,
    Case.reference,
    Case.kind,
    Case.status,
    Case.urgency,
    func.substr(Case.summary, 1, SUMMARY_SHOWN).label("summary"),
    Case.place,
    Case.community_code,
    Case.department_code,
    Case.opened_at,
    Case.due_on,
    Case.closed_at,
    Case.sure,
    Case.reopened_count,
)


def page(session: Session, viewer: Viewer, filter: Filter, after: Place | None, most: int) -> Page:
    """Up to `most` rows of the queue from there on."""
    found: list[Row[Any]] = []
    if after is None or after.due_on is not None:
        found += session.execute(_overdue(viewer, filter, after).limit(most + 1)).all()
    if len(found) <= most:
        begin = after if after is not None and after.opened_at is not None else None
        found += session.execute(_newest(viewer, filter, begin).limit(most + 1 - len(found))).all()
    shown = found[:most]
    topics = _topics(session, [row.id for row in shown])
    rows = [QueueRow(**row._asdict(), topics=topics.get(row.id, ())) for row in shown]
    return Page(rows, _place_of(rows[-1], viewer) if len(found) > most else None)


def counts(session: Session, viewer: Viewer) -> Counts:
    open_cases = select(func.count()).select_from(Case).where(*_seen_by(viewer), Case.closed_at.is_(None))
    overdue = open_cases.where(Case.due_on < viewer.today)
    return Counts(session.execute(open_cases).scalar_one(), session.execute(overdue).scalar_one())


def _overdue(viewer: Viewer, filter: Filter, after: Place | None) -> Select[Any]:
    """The longest overdue first."""
    statement = _filtered(viewer, filter).where(Case.closed_at.is_(None), Case.due_on < viewer.today)
    if after is not None:
        statement = statement.where(_beyond(Case.due_on, ">", after.due_on, after.case_id))
    return statement.order_by(Case.due_on, Case.id)


def _newest(viewer: Viewer, filter: Filter, after: Place | None) -> Select[Any]:
    """All that is not overdue, the newest first."""
    in_time = or_(Case.due_on.is_(None), Case.due_on >= viewer.today)
    if not _may_be_closed(filter):
        statement = _filtered(viewer, filter).where(Case.closed_at.is_(None), in_time)
    else:
        statement = _filtered(viewer, filter).where(or_(Case.closed_at.is_not(None), in_time))
    if after is not None:
        statement = statement.where(_beyond(Case.opened_at, "<", after.opened_at, after.case_id))
    return statement.order_by(Case.opened_at.desc(), Case.id.desc())


def _beyond(column: Any, operator: str, value: Any, case_id: int) -> ColumnElement[bool]:
    here, there = tuple_(column, Case.id), tuple_(literal(value, column.type), literal(case_id, Case.id.type))
    return here > there if operator == ">" else here < there


def _filtered(viewer: Viewer, filter: Filter) -> Select[Any]:
    statement = select(*COLUMNS).where(*_seen_by(viewer))
    if filter.status not in (OPEN, ALL):
        statement = statement.where(Case.status == Status(filter.status))
    if filter.department and _may_be_closed(filter):
        statement = statement.where(Case.department_code == filter.department)
    elif filter.department:
        # As an expression, so that SQLite does not prefer the department's index, which holds the closed ones too.
        statement = statement.where(func.coalesce(Case.department_code, "") == filter.department)
    if filter.kind:
        statement = statement.where(Case.kind == filter.kind)
    if filter.topic:
        has_topic = select(CaseTopic.case_id).where(CaseTopic.case_id == Case.id, CaseTopic.code == filter.topic)
        statement = statement.where(has_topic.exists())
    for word in filter.words:
        statement = statement.where(_has(word))
    return statement


def _has(word: str) -> ColumnElement[bool]:
    pattern = "%" + "".join(ESCAPE + sign if sign in f"%_{ESCAPE}" else sign for sign in word) + "%"
    return or_(*(column.ilike(pattern, escape=ESCAPE) for column in (Case.summary, Case.place, Case.reference)))


def _seen_by(viewer: Viewer) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Case.municipality_id == viewer.municipality_id]
    if not viewer.sees_restricted:
        conditions.append(Case.restricted.is_(False))
    return conditions


def _may_be_closed(filter: Filter) -> bool:
    return filter.status == ALL or filter.status in CLOSED


def _topics(session: Session, case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    statement = select(CaseTopic.case_id, CaseTopic.code).where(CaseTopic.case_id.in_(case_ids))
    found: dict[int, tuple[str, ...]] = {}
    for case_id, code in session.execute(statement.order_by(CaseTopic.case_id, CaseTopic.rank)):
        found[case_id] = (*found.get(case_id, ()), code)
    return found


def _place_of(row: QueueRow, viewer: Viewer) -> Place:
    if row.closed_at is None and row.due_on is not None and row.due_on < viewer.today:
        return Place(row.id, due_on=row.due_on)
    return Place(row.id, opened_at=row.opened_at)
