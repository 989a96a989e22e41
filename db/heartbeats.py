"""The workers' signs of life."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models import WorkerHeartbeat

FORGOTTEN_AFTER = timedelta(days=1)


def beat(session: Session, worker: str, started_at: datetime, now: datetime) -> None:
    """Says that this worker lives; those long silent are forgotten."""
    session.merge(WorkerHeartbeat(worker=worker, started_at=started_at, beat_at=now))
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.beat_at < now - FORGOTTEN_AFTER))


def stop(session: Session, worker: str) -> None:
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.worker == worker))


def newest(session: Session) -> datetime | None:
    return session.scalar(select(func.max(WorkerHeartbeat.beat_at)))


def every(session: Session) -> list[WorkerHeartbeat]:
    return list(session.scalars(select(WorkerHeartbeat).order_by(WorkerHeartbeat.worker)))
