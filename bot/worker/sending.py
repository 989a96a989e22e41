"""Outbox -> LINE: reply while the token is fresh, else push; what cannot be known is never guessed."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.line import Came, LineAnswer
from db import Database, municipalities, outbox
from db.models import Delivery, Message
from handlers.bangkok_time import bangkok

log = logging.getLogger("siang.worker")

LEASE = timedelta(seconds=60)
"""Longer than any call can take; after a crash another try begins then."""
RETRY_KEY_LIVES = timedelta(hours=23)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=10)
AT_ONCE = 8


class Sends(Protocol):
    def reply(self, slug: str, reply_token: str, body: list[dict[str, Any]]) -> LineAnswer: ...
    def push(self, slug: str, to: str, body: list[dict[str, Any]], retry_key: str) -> LineAnswer: ...


@dataclass(frozen=True)
class Attempt:
    """One try, taken from the outbox before the network is asked."""

    message_id: int
    slug: str
    to: str
    way: str
    reply_token: str | None
    retry_key: str
    body: list[dict[str, Any]]
    lost_before: bool
    """An earlier try by the same way has had no answer."""


class Sending:
    """Sends what waits, a few at once, each resident's messages in order."""

    def __init__(self, database: Database, line: Sends, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._line = line
        self._clock = clock
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")
        self._under_way: set[Future[None]] = set()
        self._month: datetime | None = None

    def send_due(self) -> bool:
        """Begins to send what is due; False when nothing was or all hands are busy."""
        self._under_way = {call for call in self._under_way if not call.done()}
        free = AT_ONCE - len(self._under_way)
        attempts = self.claim(free) if free else []
        self._under_way |= {self._pool.submit(self.carry_out, attempt) for attempt in attempts}
        return bool(attempts)

    def claim(self, most: int) -> list[Attempt]:
        """Takes due messages for one try each, in a transaction that ends before the network is asked."""
        now = self._clock()
        self._release_held(now)
        with self._database.reading() as session:
            if not outbox.has_due(session, now):
                return []
        with self._database.transaction() as session:
            claimed = outbox.claim(session, now, LEASE, most)
            attempts = [plan(message, line_user_id, now) for message, line_user_id in claimed]
            return [
                Attempt(slug=municipalities.get(session, message.municipality_id).slug, **attempt)
                for (message, _), attempt in zip(claimed, attempts, strict=True)
                if attempt is not None
            ]

    def _release_held(self, now: datetime) -> None:
        """Once a month: LINE counts anew, so what its quota held may go."""
        month = bangkok(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        if month != self._month:
            with self._database.transaction() as session:
                outbox.release_held(session, month, now)
            self._month = month

    def carry_out(self, attempt: Attempt) -> None:
        """Asks LINE and records its answer."""
        answer = self._ask(attempt)
        now = self._clock()
        with self._database.transaction() as session:
            message = session.get_one(Message, attempt.message_id)
            record(message, attempt, answer, now)

    def _ask(self, attempt: Attempt) -> LineAnswer:
        try:
            if attempt.way == "reply":
                return self._line.reply(attempt.slug, attempt.reply_token or "", attempt.body)
            return self._line.push(attempt.slug, attempt.to, attempt.body, attempt.retry_key)
        except Exception as failure:  # a body the SDK cannot build, a channel without a token
            log.error("message %s cannot be sent: %s", attempt.message_id, type(failure).__name__)
            return LineAnswer(Came.REFUSED, type(failure).__name__)

    def close(self) -> None:
        """Waits for the calls under way."""
        self._pool.shutdown(wait=True)


def plan(message: Message, line_user_id: str, now: datetime) -> dict[str, Any] | None:
    """Decides the way of the next try and writes it on the row; None when no try may be made."""
    token_lives = message.reply_token is not None and message.reply_until is not None and now < message.reply_until
    lost_before = message.answer_lost
    if lost_before and not token_lives and message.way == "reply":
        _stop(message, Delivery.UNCERTAIN, "no answer to the reply")
        return None
    if message.first_push_at is not None and now - message.first_push_at > RETRY_KEY_LIVES:
        _stop(message, Delivery.UNCERTAIN if lost_before else Delivery.HELD, "the retry key has expired")
        return None
    message.way = "reply" if token_lives else "push"
    if message.way == "push":
        message.first_push_at = message.first_push_at or now
    message.answer_lost = True  # until an answer is recorded; a crash leaves it so
    return {
        "message_id": message.id,
        "to": line_user_id,
        "way": message.way,
        "reply_token": message.reply_token,
        "retry_key": message.retry_key,
        "body": message.body,
        "lost_before": lost_before,
    }


def _stop(message: Message, delivery: Delivery, reason: str) -> None:
    message.delivery, message.reason = delivery, reason


def record(message: Message, attempt: Attempt, answer: LineAnswer, now: datetime) -> None:
    """Writes down what LINE answered, and what follows."""
    message.reason = answer.reason or None
    message.answer_lost = answer.came is Came.LOST or attempt.lost_before
    match answer.came:
        case Came.ACCEPTED:
            message.delivery, message.sent_at, message.answer_lost = Delivery.SENT, now, False
            message.body = message.own_body
        case Came.REFUSED if attempt.way == "reply":
            _after_refused_reply(message, attempt, now)
        case Came.REFUSED:
            message.delivery = Delivery.FAILED
        case Came.OUT_OF_QUOTA:
            message.delivery = Delivery.HELD
        case _:
            message.next_attempt_at = now + _pause(message.attempts)


def _after_refused_reply(message: Message, attempt: Attempt, now: datetime) -> None:
    if attempt.lost_before:
        # The token works once: either the lost try arrived, or the token died meanwhile. Nobody can tell.
        message.delivery = Delivery.UNCERTAIN
        return
    message.reply_token, message.reply_until, message.next_attempt_at = None, None, now


def _pause(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 12), LONGEST_PAUSE)
