"""Where LINE delivers: check the signature over the raw bytes, store the raw events durably, answer 200; no more."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.web.service import Service, service
from db import DBAPIError, inbox, municipalities

webhook = Blueprint("webhook", __name__)

BODY_BYTES = 1_000_000
EARLIEST = datetime(2011, 6, 1, tzinfo=UTC).timestamp() * 1000  # LINE began this month
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000


class BadBody(Exception):
    """The body is not what LINE sends; the text is the reason."""


@webhook.post("/line/<slug>/webhook")
def receive(slug: str) -> Response:
    shop = service()
    channel = shop.settings.channels.get(slug)
    if channel is None:
        return _refuse(404, "unknown municipality")
    body = _read_body()
    if body is None:
        return _refuse(413, "the body is over 1 MB")
    if not is_signed(body, request.headers.get("X-Line-Signature", ""), channel.secrets):
        return _refuse(401, "the signature is missing or wrong")
    try:
        events = read_events(body)
    except BadBody as reason:
        return _refuse(400, str(reason))
    try:
        return _store(shop, slug, events)
    except DBAPIError:
        return _refuse(503, "the events could not be stored")


def _read_body() -> bytes | None:
    """The raw bytes, or None when there are too many; a body without a length is measured as it comes."""
    request.max_content_length = BODY_BYTES + 1  # one more than allowed tells a cut body from a whole one
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= BODY_BYTES else None


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


def _store(shop: Service, slug: str, events: list[dict[str, Any]]) -> Response:
    if not events:
        return Response(status=200)
    with shop.database.transaction() as session:
        municipality = municipalities.by_slug(session, slug)
        if municipality is None:
            return _refuse(404, "unknown municipality")
        now = shop.clock()
        inbox.store(session, [_row(municipality.id, event, now) for event in events])
    return Response(status=200)


def _row(municipality_id: int, event: dict[str, Any], now: datetime) -> dict[str, Any]:
    # ASCII escapes keep what databases refuse in text: NUL characters and lone surrogates.
    raw = json.dumps(event)
    return {
        "municipality_id": municipality_id,
        "webhook_event_id": _text(event, "webhookEventId", 80) or "digest:" + hashlib.sha256(raw.encode()).hexdigest(),
        "line_user_id": _text(event.get("source"), "userId", 60),
        "line_message_id": _text(event.get("message"), "id", 40),
        "occurred_at": _moment(event.get("timestamp"), now),
        "received_at": now,
        "raw": raw,
        "attempts": 0,
        "next_attempt_at": now,
    }


def _text(holder: Any, key: str, longest: int) -> str | None:
    value = holder.get(key) if isinstance(holder, dict) else None
    fits = isinstance(value, str) and 0 < len(value) <= longest and value.isascii() and value.isprintable()
    return value if fits else None


def _moment(milliseconds: Any, now: datetime) -> datetime:
    if isinstance(milliseconds, int | float) and EARLIEST <= milliseconds <= LATEST:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    return now


def _refuse(status: int, reason: str) -> Response:
    return Response(json.dumps({"message": reason}), status=status, mimetype="application/json")
