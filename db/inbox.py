"""The inbox's queries: store what LINE delivered, claim what is due, record how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    Select,
    String,
    and_,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from db.models import Event, Outcome, UnsentMessage

WAITING = text("event.outcome IS NULL")  # as the partial indexes have it


def store(session: Session, events: list[dict[str, Any]]) -> None:
    """Inserts the events that are not there yet; a row that another delivery stored first is left alone."""
    table = Event.__table__
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=["municipality_id", "webhook_event_id"])
    session.execute(statement, events)


def claim(session: Session, now: datetime, busy: Iterable[tuple[int, str]] = ()) -> Event | None:
    """The oldest due event that no other worker holds, locked until the transaction ends; None when there is none.

    A resident's events come in timestamp order among those that are due, so that one which failed and pauses does
    not hold up the next. `busy` names residents (municipality id, LINE user id) to leave out.
    """
    statement = _due(now, tuple(busy)).limit(1).with_for_update(skip_locked=True)
    return session.scalars(statement).first()


def _due(now: datetime, busy: tuple[tuple[int, str], ...]) -> Select[Event]:
    earlier = aliased(Event, name="earlier")
    blocked: Select[Any] = (
        select(literal_column("1"))
        .select_from(earlier)
        .where(
            text("earlier.outcome IS NULL"),
            earlier.municipality_id == Event.municipality_id,
            earlier.line_user_id == Event.line_user_id,
            earlier.next_attempt_at <= now,
            or_(
                earlier.occurred_at < Event.occurred_at,
                and_(earlier.occurred_at == Event.occurred_at, earlier.id < Event.id),
            ),
        )
    )
    statement = select(Event).where(WAITING, Event.next_attempt_at <= now, ~blocked.exists())
    for municipality_id, line_user_id in busy:
        statement = statement.where(
            or_(
                Event.line_user_id.is_(None),
                ~and_(Event.municipality_id == municipality_id, Event.line_user_id == line_user_id),
            )
        )
    return statement.order_by(Event.next_attempt_at, Event.occurred_at, Event.id)


def hold_sender(session: Session, event: Event) -> bool:
    """Keeps other workers from this sender's events until the transaction ends; False when one has them already."""
    if event.line_user_id is None or session.get_bind().dialect.name == "sqlite":
        return True  # SQLite has a single worker
    digest = blake2b(f"{event.municipality_id}:{event.line_user_id}".encode(), digest_size=8).digest()
    key = int.from_bytes(digest, "big", signed=True)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(key))))


def finish(event: Event, outcome: Outcome, reason: str | None, case_id: int | None, now: datetime) -> None:
    event.outcome, event.reason, event.case_id, event.handled_at = outcome, reason, case_id, now


def waiting_words(
    session: Session, municipality_id: int, line_user_id: str, since: datetime, until: datetime
) -> list[Event]:
    """Photos and places of this sender that were kept without a case because no words had come yet, oldest first."""
    statement = (
        select(Event)
        .where(
            Event.municipality_id == municipality_id,
            Event.line_user_id == line_user_id,
            Event.occurred_at.between(since, until),
            Event.outcome == Outcome.ANSWERED,
            Event.reason == "waiting_for_words",
            Event.case_id.is_(None),
        )
        .order_by(Event.occurred_at, Event.id)
    )
    return list(session.scalars(statement))


def get_of_sender(session: Session, event_id: int, municipality_id: int, line_user_id: str) -> Event | None:
    """The event, if this sender sent it."""
    event = session.get(Event, event_id)
    if event is None or (event.municipality_id, event.line_user_id) != (municipality_id, line_user_id):
        return None
    return event


def of_line_message(session: Session, municipality_id: int, line_message_id: str) -> list[Event]:
    statement = select(Event).where(Event.municipality_id == municipality_id, Event.line_message_id == line_message_id)
    return list(session.scalars(statement))


def is_unsent(session: Session, municipality_id: int, line_message_id: str) -> bool:
    return session.get(UnsentMessage, (municipality_id, line_message_id)) is not None


def remember_unsent(session: Session, municipality_id: int, line_message_id: str, now: datetime) -> None:
    if not is_unsent(session, municipality_id, line_message_id):
        session.execute(
            insert(UnsentMessage).values(
                municipality_id=municipality_id, line_message_id=line_message_id, unsent_at=now
            )
        )


def try_again(session: Session, municipality_id: int, event_id: int, now: datetime) -> bool:
    """Puts the municipality's event that was set aside back in the queue; False when it has no such event."""
    changed = session.execute(
        update(Event)
        .where(Event.id == event_id, Event.municipality_id == municipality_id, Event.outcome == Outcome.SET_ASIDE)
        .values(outcome=None, reason=None, attempts=0, next_attempt_at=now, handled_at=None)
    )
    return cast(CursorResult[Any], changed).rowcount > 0


@dataclass(frozen=True)
class OutcomeCount:
    outcome: str
    """An Outcome, or `waiting`."""
    reason: str | None
    events: int


def outcome_counts(session: Session, municipality_id: int | None = None) -> list[OutcomeCount]:
    """How all events ended, by outcome and reason (reasons of opened and joined events are not told apart)."""
    outcome = func.coalesce(type_coerce(Event.outcome, String), "waiting")
    statement = select(outcome, Event.reason, func.count()).group_by(outcome, Event.reason).order_by(outcome)
    if municipality_id is not None:
        statement = statement.where(Event.municipality_id == municipality_id)
    return [OutcomeCount(*row) for row in session.execute(statement)]


def set_aside(session: Session, municipality_id: int, most: int = 200) -> list[Event]:
    statement = (
        select(Event)
        .where(Event.municipality_id == municipality_id, Event.outcome == Outcome.SET_ASIDE)
        .order_by(Event.id.desc())
        .limit(most)
    )
    return list(session.scalars(statement))


def has_due(session: Session, now: datetime) -> bool:
    return session.scalar(select(Event.id).where(WAITING, Event.next_attempt_at <= now).limit(1)) is not None
