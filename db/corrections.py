"""What people put right, and the models that learnt from it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import Case, Correction, ModelVersion


def of_case(session: Session, case_id: int) -> Correction | None:
    return session.get(Correction, case_id)


def add(session: Session, correction: Correction) -> None:
    session.add(correction)


def forget(session: Session, case_id: int) -> None:
    """Nothing of the case is learnt from any more: its words were taken back, or it has become restricted."""
    session.flush()  # one that was added a moment ago goes too
    session.execute(delete(Correction).where(Correction.case_id == case_id))


def every(session: Session) -> Sequence[Correction]:
    """All that may be learnt from, in the order it was put right."""
    statement = select(Correction).join(Case, Case.id == Correction.case_id).where(Case.restricted.is_(False))
    return session.scalars(statement.order_by(Correction.created_at, Correction.case_id)).all()


def model_in_force(session: Session) -> ModelVersion | None:
    """The model trained here that is in force; None while it is the committed one."""
    return session.scalar(select(ModelVersion).where(ModelVersion.in_force.is_(True)))


def model(session: Session, version: str) -> ModelVersion | None:
    return session.get(ModelVersion, version)


def put_model(session: Session, version: str, **columns: Any) -> ModelVersion:
    """The row of a model, new or the one it has: the same corrections make the same model again."""
    row = session.get(ModelVersion, version) or ModelVersion(version=version)
    for name, value in columns.items():
        setattr(row, name, value)
    session.add(row)
    return row


def put_in_force(session: Session, row: ModelVersion | None, now: datetime | None = None) -> None:
    """Makes this model the one in force, or (None) the committed one."""
    session.execute(update(ModelVersion).values(in_force=False))
    if row is not None:
        row.in_force = True
        row.installed_at = now or row.installed_at
    session.flush()
