"""The outbox's queries: queue a message, claim it for a try, record what LINE answered."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import CursorResult, Select, func, literal_column, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from db.models import Delivery, Message, Resident

WAITING = text("message.delivery = 'waiting'")  # as the partial index has it


def add(
    session: Session,
    *,
    municipality_id: int,
    resident_id: int,
    names: list[str],
    body: list[dict[str, Any]],
    now: datetime,
    case_id: int | None = None,
    event_id: int | None = None,
    reply_token: str | None = None,
    reply_until: datetime | None = None,
) -> Message:
    """Queues one to five LINE messages for a resident, in the caller's transaction."""
    message = Message(
        municipality_id=municipality_id,
        resident_id=resident_id,
        case_id=case_id,
        event_id=event_id,
        names=names,
        body=body,
        reply_token=reply_token,
        reply_until=reply_until,
        retry_key=str(uuid4()),
        queued_at=now,
        next_attempt_at=now,
    )
    session.add(message)
    return message


def claim(session: Session, now: datetime, lease: timedelta, most: int) -> list[tuple[Message, str]]:
    """Up to `most` due messages with their residents' LINE user ids, taken for one try each.

    Only the oldest waiting message of a resident is taken, so that they arrive in order; but a reply whose
    token lives passes news, because it lives for seconds only. Until the result is recorded the row says that an
    answer is missing; after `lease` another try may take it.
    """
    older = aliased(Message, name="older")
    held_up: Select[Any] = select(literal_column("1")).where(
        text("older.delivery = 'waiting'"),
        older.resident_id == Message.resident_id,
        older.id < Message.id,
        or_(
            Message.reply_until.is_(None),
            Message.reply_until <= now,
            older.reply_until > now,
        ),
    )
    statement = (
        select(Message, Resident.line_user_id)
        .join(Resident, Resident.id == Message.resident_id)
        .where(WAITING, Message.next_attempt_at <= now, ~held_up.exists())
        .order_by(Message.next_attempt_at, Message.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Message)
    )
    claimed = [(message, line_user_id) for message, line_user_id in session.execute(statement)]
    for message, _ in claimed:
        message.next_attempt_at = now + lease
        message.attempts += 1
    return claimed


def release_held(session: Session, month_began: datetime, now: datetime) -> int:
    """Lets go what an earlier month's quota held and surely did not arrive; how many messages that were."""
    released = session.execute(
        update(Message)
        .where(Message.delivery == Delivery.HELD, ~Message.answer_lost, Message.next_attempt_at < month_began)
        .values(delivery=Delivery.WAITING, next_attempt_at=now, first_push_at=None)
    )
    return cast(CursorResult[Any], released).rowcount


def to_repeat(session: Session, resident_id: int) -> list[Message]:
    """What may not have arrived or was held for want of quota, oldest first."""
    statement = (
        select(Message)
        .where(
            Message.resident_id == resident_id,
            or_(Message.delivery == Delivery.UNCERTAIN, Message.delivery == Delivery.HELD),
        )
        .order_by(Message.id)
    )
    return list(session.scalars(statement))


def mark_repeated(session: Session, message_ids: list[int]) -> None:
    session.execute(update(Message).where(Message.id.in_(message_ids)).values(delivery=Delivery.REPEATED))


def delivery_counts(session: Session, municipality_id: int | None = None) -> dict[tuple[str, str | None], int]:
    """How many messages there are by delivery and way."""
    statement = select(Message.delivery, Message.way, func.count()).group_by(Message.delivery, Message.way)
    if municipality_id is not None:
        statement = statement.where(Message.municipality_id == municipality_id)
    return {(delivery.value, way): count for delivery, way, count in session.execute(statement)}


def has_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(Message.id).where(WAITING, Message.next_attempt_at <= now).limit(1)) is not None


def of_case(session: Session, case_id: int) -> list[Message]:
    """What was sent about a case, oldest first."""
    return list(session.scalars(select(Message).where(Message.case_id == case_id).order_by(Message.id)))


def scrub_case(session: Session, case_id: int) -> None:
    """Removes the words of everything sent about a case; what has not certainly arrived is not sent any more."""
    rows = update(Message).where(Message.case_id == case_id)
    unfinished = (Delivery.WAITING, Delivery.UNCERTAIN, Delivery.HELD)
    session.execute(rows.where(Message.delivery.in_(unfinished)).values(delivery=Delivery.FAILED, reason="taken_back"))
    session.execute(rows.values(body=[]))
