"""The figures by which a monitor sees whether all is well; counts and ages only, never words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from db.models import Attachment, Case, Event, Message, Municipality, WorkerHeartbeat

# Written as the partial indexes have them, or the planner does not use them.
WAITING_EVENT = text("event.outcome IS NULL")
WAITING_MESSAGE = text("message.delivery = 'waiting'")
OPEN = text("closed_at IS NULL")


@dataclass(frozen=True)
class Pulse:
    """What must be recent for the service to be well; None where there is nothing."""

    newest_beat: datetime | None
    """The last sign of life of any worker."""
    event_due: datetime | None
    """Since when the event that has waited longest could have been tried."""
    message_due: datetime | None
    """Since when the message that has waited longest could have been tried."""


def pulse(session: Session, now: datetime) -> Pulse:
    """Reads the ends of indexes only: cheap enough to be asked every second."""
    event_due = select(func.min(Event.next_attempt_at)).where(WAITING_EVENT, Event.next_attempt_at <= now)
    message_due = select(func.min(Message.next_attempt_at)).where(WAITING_MESSAGE, Message.next_attempt_at <= now)
    return Pulse(
        newest_beat=session.scalar(select(func.max(WorkerHeartbeat.beat_at))),
        event_due=session.scalar(event_due),
        message_due=session.scalar(message_due),
    )


def live_workers(session: Session, since: datetime) -> int:
    """How many workers have given a sign of life since then."""
    return session.scalar(select(func.count()).where(WorkerHeartbeat.beat_at >= since)) or 0


def events_by_outcome(session: Session) -> Sequence[Row[tuple[str, str, str | None, int]]]:
    """(municipality, outcome or `waiting`, reason, events). The reason of an event that still waits is left out."""
    outcome = func.coalesce(Event.outcome, "waiting").label("outcome")
    counts = (
        select(Event.municipality_id, outcome, Event.reason, func.count().label("events"))
        .group_by(Event.municipality_id, Event.outcome, Event.reason)
        .subquery()
    )
    statement = (
        select(Municipality.slug, counts.c.outcome, counts.c.reason, counts.c.events)
        .join(counts, counts.c.municipality_id == Municipality.id)
        .order_by(Municipality.slug, counts.c.outcome, counts.c.reason)
    )
    return session.execute(statement).all()


def messages_by_delivery(session: Session) -> Sequence[Row[tuple[str, str, str | None, int]]]:
    """(municipality, delivery, way or None before the first try, messages)."""
    statement = (
        select(Municipality.slug, Message.delivery, Message.way, func.count())
        .join(Municipality, Municipality.id == Message.municipality_id)
        .group_by(Municipality.slug, Message.delivery, Message.way)
        .order_by(Municipality.slug, Message.delivery, Message.way)
    )
    return session.execute(statement).all()


def attachments_by_state(session: Session) -> Sequence[Row[tuple[str, str, int]]]:
    """(municipality, state, attachments)."""
    statement = (
        select(Municipality.slug, Attachment.state, func.count())
        .join(Municipality, Municipality.id == Attachment.municipality_id)
        .group_by(Municipality.slug, Attachment.state)
        .order_by(Municipality.slug, Attachment.state)
    )
    return session.execute(statement).all()


def open_cases(session: Session) -> Sequence[Row[tuple[str, int]]]:
    """(municipality, cases that are open), with a 0 where there is none."""
    counts = select(Case.municipality_id, func.count().label("cases")).where(OPEN).group_by(Case.municipality_id)
    each = counts.subquery()
    statement = (
        select(Municipality.slug, func.coalesce(each.c.cases, 0))
        .outerjoin(each, each.c.municipality_id == Municipality.id)
        .order_by(Municipality.slug)
    )
    return session.execute(statement).all()
