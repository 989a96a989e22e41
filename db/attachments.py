"""The attachments' queries: which file is to be fetched or removed next."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, Case, CaseEntry, Municipality

DUE = ("waiting", "removing")


def get(session: Session, attachment_id: int) -> tuple[Attachment, Case] | None:
    """An attachment and the case it belongs to."""
    row = session.execute(
        select(Attachment, Case)
        .join(CaseEntry, CaseEntry.id == Attachment.entry_id)
        .join(Case, Case.id == CaseEntry.case_id)
        .where(Attachment.id == attachment_id)
    ).first()
    return (row[0], row[1]) if row else None


def has_due(session: Session, now: datetime) -> bool:
    statement = select(Attachment.id).where(Attachment.state.in_(DUE), Attachment.next_attempt_at <= now)
    return session.scalar(statement.limit(1)) is not None


def claim(session: Session, now: datetime, lease: timedelta) -> tuple[Attachment, CaseEntry, str] | None:
    """One due attachment with its entry and its municipality's slug, taken for one try."""
    row = session.execute(
        select(Attachment, CaseEntry, Municipality.slug)
        .join(CaseEntry, CaseEntry.id == Attachment.entry_id)
        .join(Municipality, Municipality.id == Attachment.municipality_id)
        .where(Attachment.state.in_(DUE), Attachment.next_attempt_at <= now)
        .order_by(Attachment.next_attempt_at, Attachment.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Attachment)
    ).first()
    if row is None:
        return None
    row[0].next_attempt_at = now + lease
    row[0].attempts += 1
    return row[0], row[1], row[2]
