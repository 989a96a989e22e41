"""Puts what the handlers want to say into the outbox, in the transaction of the change it tells of."""

from datetime import datetime, timedelta
from typing import Any

from bot.render import render
from db import Session, outbox, residents
from db.models import Case, Event, Resident
from handlers.municipalities import Town
from handlers.say import Say

MESSAGES_PER_CALL = 5
# LINE allows a minute from receiving and 20 minutes from the event; some of it is kept for the way there.
REPLY_SECONDS = 50
REPLY_MINUTES_AFTER_EVENT = 19


def queue_reply(
    session: Session,
    town: Town,
    resident: Resident,
    event: Event,
    reply_token: str | None,
    says: list[Say],
    now: datetime,
    case_id: int | None = None,
) -> None:
    """Queues the answer to an event; what may not have reached the resident earlier goes along, oldest first."""
    earlier = outbox.to_repeat(session, resident.id)
    body = [render(say, town, resident.language) for say in says][:MESSAGES_PER_CALL]
    repeated = []
    for message in reversed(earlier):
        if len(body) + len(message.body) > MESSAGES_PER_CALL:
            break
        body = [dict(part) for part in message.body] + body
        repeated.append(message)
    if not body:
        return
    _show_quick_replies_last(body)
    outbox.add(
        session,
        municipality_id=town.id,
        resident_id=resident.id,
        case_id=case_id,
        event_id=event.id,
        names=[say.name for say in says],
        body=body,
        reply_token=reply_token,
        reply_until=_reply_until(event) if reply_token else None,
        now=now,
    )
    if repeated:
        outbox.mark_repeated(session, [message.id for message in repeated])


def _show_quick_replies_last(body: list[dict[str, Any]]) -> None:
    """LINE shows the quick replies of the last message only: the newest ones move there."""
    offered = [message.pop("quickReply") for message in body if "quickReply" in message]
    if offered:
        body[-1]["quickReply"] = offered[-1]


def _reply_until(event: Event) -> datetime:
    return min(
        event.received_at + timedelta(seconds=REPLY_SECONDS),
        event.occurred_at + timedelta(minutes=REPLY_MINUTES_AFTER_EVENT),
    )


def queue_news(session: Session, town: Town, case: Case, says: list[Say], now: datetime) -> bool:
    """Queues news about a case for its resident; False when there is nobody to tell or they blocked the account."""
    resident = residents.get(session, case.resident_id) if case.resident_id is not None else None
    if resident is None or resident.blocked_at is not None or not says:
        return False
    outbox.add(
        session,
        municipality_id=town.id,
        resident_id=resident.id,
        case_id=case.id,
        names=[say.name for say in says],
        body=[render(say, town, resident.language) for say in says][:MESSAGES_PER_CALL],
        now=now,
    )
    return True
