"""Where LINE delivers: check the signature over the raw bytes, store the raw events durably, answer 200; no more.

It stands before Flask: what Flask does for a page costs a delivery more than being checked and stored.
"""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import get_input_stream

from bot.web.service import Service
from db import DBAPIError, municipalities
from db.intake import Intake, NewEvent, NotStored

log = logging.getLogger("siang.webhook")

BODY_BYTES = 1_000_000
EARLIEST = datetime(2011, 6, 1, tzinfo=UTC).timestamp() * 1000  # LINE began this month
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Refused(Exception):
    """The delivery is not taken; the status says what LINE makes of it, the text why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class BadBody(Exception):
    """The body is not what LINE sends; the text is the reason."""


class Webhook:
    """Answers `POST /line/<municipality>/webhook`; leaves all else to the pages."""

    def __init__(self, pages: Application, shop: Service) -> None:
        self._pages = pages
        self._shop = shop
        self._intake = Intake(shop.database)
        self._ids: dict[str, int] = {}  # once loaded, a municipality keeps its id

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        match environ.get("PATH_INFO", "").split("/"):
            case ["", "line", slug, "webhook"] if environ["REQUEST_METHOD"] == "POST":
                return self._answer(slug, environ, start)
        return self._pages(environ, start)

    def _answer(self, slug: str, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            self._receive(slug, environ)
        except Refused as refusal:
            body = json.dumps({"message": str(refusal)}).encode()
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start(f"{refusal.status.value} {refusal.status.phrase}", headers)
            return [body]
        start("200 OK", [("Content-Length", "0")])
        return []

    def _receive(self, slug: str, environ: Environ) -> None:
        channel = self._shop.settings.channels.get(slug)
        if channel is None:
            raise Refused(HTTPStatus.NOT_FOUND, "unknown municipality")
        body = _body(environ)
        if not is_signed(body, environ.get("HTTP_X_LINE_SIGNATURE", ""), channel.secrets):
            raise Refused(HTTPStatus.UNAUTHORIZED, "the signature is missing or wrong")
        try:
            events = read_events(body)
        except BadBody as reason:
            raise Refused(HTTPStatus.BAD_REQUEST, str(reason)) from None
        if events:
            self._store(slug, events)

    def _store(self, slug: str, events: list[dict[str, Any]]) -> None:
        self._follow_database()
        try:
            municipality_id, now = self._municipality_id(slug), self._shop.clock()
            self._intake.store([_new_event(municipality_id, event, now) for event in events])
        except (DBAPIError, NotStored) as failure:
            log.error("a delivery could not be stored: %s", failure if isinstance(failure, NotStored) else "no answer")
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the events could not be stored") from None

    def _follow_database(self) -> None:
        if self._intake.database is not self._shop.database:
            self._intake.close()
            self._intake, self._ids = Intake(self._shop.database), {}

    def _municipality_id(self, slug: str) -> int:
        if slug not in self._ids:
            with self._shop.database.reading() as session:
                row = municipalities.by_slug(session, slug)
            if row is None:
                raise Refused(HTTPStatus.NOT_FOUND, "unknown municipality")
            self._ids[slug] = row.id
        return self._ids[slug]


def _body(environ: Environ) -> bytes:
    """The raw bytes; a body without a length is measured as it comes."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > BODY_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is over 1 MB")
    stream = get_input_stream(environ)
    try:
        body = stream.read() if length else stream.read(BODY_BYTES + 1)
    except ClientDisconnected:
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is cut") from None
    if len(body) > BODY_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is over 1 MB")
    return body


def is_signed(body: bytes, signature: str, secrets: tuple[str, ...]) -> bool:
    """Whether one of the channel's secrets signed exactly these bytes."""
    given = signature.encode("utf-8", "replace")
    right = False
    for secret in secrets:  # all of them, so that the time taken does not tell which one fitted
        digest = hmac.digest(secret.encode(), body, hashlib.sha256)
        right |= hmac.compare_digest(base64.b64encode(digest), given)
    return right


def read_events(body: bytes) -> list[dict[str, Any]]:
    """The events of a webhook as LINE sent them. Raises BadBody."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        raise BadBody("the body is not JSON") from None
    if not isinstance(envelope, dict) or not isinstance(envelope.get("events"), list):
        raise BadBody("the body has no list of events")
    if not all(isinstance(event, dict) for event in envelope["events"]):
        raise BadBody("an event is not an object")
    return envelope["events"]


def _new_event(municipality_id: int, event: dict[str, Any], now: datetime) -> NewEvent:
    # ASCII escapes keep what databases refuse in text: NUL characters and lone surrogates.
    raw = json.dumps(event)
    return NewEvent(
        municipality_id=municipality_id,
        webhook_event_id=_text(event, "webhookEventId", 80) or "digest:" + hashlib.sha256(raw.encode()).hexdigest(),
        line_user_id=_text(event.get("source"), "userId", 60),
        line_message_id=_text(event.get("message"), "id", 40),
        occurred_at=_moment(event.get("timestamp"), now),
        received_at=now,
        raw=raw,
    )


def _text(holder: Any, key: str, longest: int) -> str | None:
    value = holder.get(key) if isinstance(holder, dict) else None
    fits = isinstance(value, str) and 0 < len(value) <= longest and value.isascii() and value.isprintable()
    return value if fits else None


def _moment(milliseconds: Any, now: datetime) -> datetime:
    if isinstance(milliseconds, int | float) and EARLIEST <= milliseconds <= LATEST:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    return now
