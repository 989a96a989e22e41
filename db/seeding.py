"""Stores made-up cases many at a time; nothing but `seed` writes cases this way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Case, CaseEntry, CaseEvent, CaseTopic, CaseWord, CaseWords, ReferenceCounter, Resident
from db.similar import numbers

Values = dict[str, Any]


@dataclass(frozen=True)
class NewCase:
    """The columns of a case and of what belongs to it; their ids are filled in when they are stored."""

    case: Values
    topics: Sequence[Values]
    entries: Sequence[Values]
    events: Sequence[Values]
    words: Sequence[str]
    """By which an open case can be found; none for a closed or restricted one."""


def reserve_numbers(session: Session, municipality_id: int, month: str, many: int) -> int:
    """Takes so many running numbers of the month at once; the first of them."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(ReferenceCounter).values(municipality_id=municipality_id, month=month, last_number=many)
    statement = row.on_conflict_do_update(
        index_elements=["municipality_id", "month"], set_={"last_number": ReferenceCounter.last_number + many}
    ).returning(ReferenceCounter.last_number)
    return session.execute(statement).scalar_one() - many + 1


def add_residents(session: Session, residents: list[Values]) -> Sequence[int]:
    """The ids of the new residents, in the order given."""
    ids = _take_ids(session, Resident, len(residents))
    _insert(session, Resident, [{**row, "id": id_} for row, id_ in zip(residents, ids, strict=True)])
    return ids


def add_cases(session: Session, cases: list[NewCase]) -> None:
    ids = _take_ids(session, Case, len(cases))
    _insert(session, Case, [{**new.case, "id": id_} for new, id_ in zip(cases, ids, strict=True)])
    for table, part in ((CaseTopic, "topics"), (CaseEntry, "entries"), (CaseEvent, "events")):
        rows = [
            {**row, "case_id": id_, "municipality_id": new.case["municipality_id"]}
            for new, id_ in zip(cases, ids, strict=True)
            for row in getattr(new, part)
        ]
        _insert(session, table, rows)
    _add_words(session, list(zip(ids, cases, strict=True)))


def _add_words(session: Session, cases: list[tuple[int, NewCase]]) -> None:
    worded = [(id_, new) for id_, new in cases if new.words]
    if not worded:
        return
    _insert(session, CaseWords, [{"case_id": id_, "words": list(new.words)} for id_, new in worded])
    rows = [
        {"municipality_id": new.case["municipality_id"], "word": number, "case_id": id_}
        for id_, new in worded
        for number in numbers(new.words)
    ]
    _insert(session, CaseWord, rows)


def _insert(session: Session, model: Any, rows: list[Values]) -> None:
    session.execute(insert(model.__table__), rows)  # past the ORM: half the time


def _take_ids(session: Session, table: type[Case] | type[Resident], many: int) -> Sequence[int]:
    """Ids that nobody else gets: asked for beforehand, because SQLite tells them of single rows only."""
    if session.get_bind().dialect.name == "sqlite":  # this transaction is the only writer
        first = (session.scalar(select(func.max(table.id))) or 0) + 1
        return range(first, first + many)
    statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :many)")
    return session.scalars(statement, {"name": f'"{table.__tablename__}"', "many": many}).all()
