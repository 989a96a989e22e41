"""The figures by which a monitor sees whether all is well; counts and ages only, never words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db import heartbeats
from db.models import Attachment, Case, Event, Message, Municipality

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
        newest_beat=heartbeats.newest(session),
        event_due=session.scalar(event_due),
        message_due=session.scalar(message_due),
    )


def events_by_outcome(session: Session) -> list[tuple[str, str, str, int]]:
    """(municipality, outcome or `waiting`, reason or empty, events)."""
    statement = (
        select(Municipality.slug, Event.outcome, Event.reason, func.count())
        .join(Municipality, Municipality.id == Event.municipality_id)
        .group_by(Municipality.slug, Event.outcome, Event.reason)
    )
    counts: Counter[tuple[str, str, str]] = Counter()
    for slug, outcome, reason, events in session.execute(statement):
        # What a waiting event last failed of is no way in which it ended.
        counts[(slug, outcome.value, reason or "") if outcome else (slug, "waiting", "")] += events
    return [(*codes, events) for codes, events in sorted(counts.items())]


def messages_by_delivery(session: Session) -> list[tuple[str, str, str, int]]:
    """(municipality, delivery, way or empty before the first try, messages)."""
    statement = (
        select(Municipality.slug, Message.delivery, Message.way, func.count())
        .join(Municipality, Municipality.id == Message.municipality_id)
        .group_by(Municipality.slug, Message.delivery, Message.way)
        .order_by(Municipality.slug, Message.delivery, Message.way)
    )
    rows = session.execute(statement)
    return [(slug, delivery.value, way or "", messages) for slug, delivery, way, messages in rows]


def attachments_by_state(session: Session) -> list[tuple[str, str, int]]:
    """(municipality, state, attachments)."""
    statement = (
        select(Municipality.slug, Attachment.state, func.count())
        .join(Municipality, Municipality.id == Attachment.municipality_id)
        .group_by(Municipality.slug, Attachment.state)
        .order_by(Municipality.slug, Attachment.state)
    )
    return [(slug, state, attachments) for slug, state, attachments in session.execute(statement)]


def open_cases(session: Session) -> list[tuple[str, int]]:
    """(municipality, cases that are open), with a 0 where there is none."""
    counts = select(Case.municipality_id, func.count().label("cases")).where(OPEN).group_by(Case.municipality_id)
    each = counts.subquery()
    statement = (
        select(Municipality.slug, func.coalesce(each.c.cases, 0))
        .outerjoin(each, each.c.municipality_id == Municipality.id)
        .order_by(Municipality.slug)
    )
    return [(slug, cases) for slug, cases in session.execute(statement)]
