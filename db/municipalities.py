"""The municipalities' queries: find one, read all its data, put a folder's data in their place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Agency, Case, CaseTopic, Community, Department, Holiday, Municipality, Topic, Wording

Listed = type[Department] | type[Topic] | type[Agency] | type[Community]


def by_slug(session: Session, slug: str) -> Municipality | None:
    return session.scalar(select(Municipality).where(Municipality.slug == slug))


def get(session: Session, municipality_id: int) -> Municipality:
    """Raises LookupError."""
    municipality = session.get(Municipality, municipality_id)
    if municipality is None:
        raise LookupError(f"no municipality {municipality_id}")
    return municipality


def every(session: Session) -> list[Municipality]:
    return list(session.scalars(select(Municipality).order_by(Municipality.slug)))


def listed(session: Session, table: Listed, municipality_id: int, with_retired: bool = False) -> Sequence[Any]:
    """The municipality's departments, topics, agencies or communities in the folder's order."""
    statement = select(table).where(table.municipality_id == municipality_id).order_by(table.position)
    rows = session.scalars(statement).all()
    return [row for row in rows if with_retired or not getattr(row, "retired", False)]


def holidays(session: Session, municipality_id: int) -> Sequence[Holiday]:
    return session.scalars(
        select(Holiday).where(Holiday.municipality_id == municipality_id).order_by(Holiday.day)
    ).all()


def wordings(session: Session, municipality_id: int) -> Sequence[Wording]:
    return session.scalars(
        select(Wording).where(Wording.municipality_id == municipality_id).order_by(Wording.name)
    ).all()


def put_listed(session: Session, table: Listed, municipality_id: int, rows: list[dict[str, Any]]) -> None:
    """Makes the rows (code, name, facts) the municipality's list; one that cases still name is retired, not removed."""
    present = {row.code: row for row in listed(session, table, municipality_id, with_retired=True)}
    for position, row in enumerate(rows):
        known = present.pop(row["code"], None)
        if known is None:
            session.add(table(municipality_id=municipality_id, position=position, **row))
            continue
        known.name, known.facts, known.position = row["name"], row["facts"], position
        if hasattr(known, "retired"):
            known.retired = False
    for left_over in present.values():
        if hasattr(left_over, "retired"):
            left_over.retired = True
        elif not _is_named(session, left_over):
            session.delete(left_over)


def _is_named(session: Session, row: Any) -> bool:
    if not isinstance(row, Topic):
        return False
    named = select(CaseTopic.case_id).where(
        CaseTopic.municipality_id == row.municipality_id, CaseTopic.code == row.code
    )
    return session.scalar(named.limit(1)) is not None


def put_holidays(session: Session, municipality_id: int, rows: list[dict[str, Any]]) -> None:
    session.execute(delete(Holiday).where(Holiday.municipality_id == municipality_id))
    session.add_all(Holiday(municipality_id=municipality_id, **row) for row in rows)


def put_wordings(session: Session, municipality_id: int, rows: list[dict[str, Any]]) -> None:
    session.execute(delete(Wording).where(Wording.municipality_id == municipality_id))
    session.add_all(Wording(municipality_id=municipality_id, **row) for row in rows)


def has_cases(session: Session, municipality_id: int) -> bool:
    return session.scalar(select(Case.id).where(Case.municipality_id == municipality_id).limit(1)) is not None
