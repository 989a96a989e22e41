"""The residents' queries."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Resident


def find_or_add(session: Session, municipality_id: int, line_user_id: str, now: datetime) -> Resident:
    """The resident behind a LINE user id, known from now on."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    known = (Resident.municipality_id == municipality_id, Resident.line_user_id == line_user_id)
    resident = session.scalar(select(Resident).where(*known))
    if resident is None:
        values = {
            "municipality_id": municipality_id,
            "line_user_id": line_user_id,
            "language": "th",
            "first_seen_at": now,
        }
        session.execute(dialect.insert(Resident).values(values).on_conflict_do_nothing())
        resident = session.scalars(select(Resident).where(*known)).one()
    return resident


def get(session: Session, resident_id: int) -> Resident | None:
    return session.get(Resident, resident_id)
