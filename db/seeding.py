"""Stores made-up cases many at a time; nothing but `seed` writes cases this way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Case, CaseEntry, CaseEvent, CaseTopic, ReferenceCounter, Resident

Values = dict[str, Any]


@dataclass(frozen=True)
class NewCase:
    """The columns of a case and of what belongs to it; their ids are filled in when they are stored."""

    case: Values
    topics: Sequence[Values]
    entries: Sequence[Values]
    events: Sequence[Values]


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
    return session.scalars(insert(Resident).returning(Resident.id, sort_by_parameter_order=True), residents).all()


def add_cases(session: Session, cases: list[NewCase]) -> None:
    statement = insert(Case).returning(Case.id, sort_by_parameter_order=True)
    ids = session.scalars(statement, [each.case for each in cases]).all()
    stored = [
        (each, {"municipality_id": each.case["municipality_id"], "case_id": id_})
        for each, id_ in zip(cases, ids, strict=True)
    ]
    session.execute(insert(CaseTopic), [row | whose for each, whose in stored for row in each.topics])
    session.execute(insert(CaseEntry), [row | whose for each, whose in stored for row in each.entries])
    session.execute(insert(CaseEvent), [row | whose for each, whose in stored for row in each.events])
