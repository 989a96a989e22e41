"""LINE's sending endpoints: reply, push, multicast, and the validation of each."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from . import chats
from .body_check import Problem
from .gate import Refused, channel, checked_body, guard
from .platform import platform

MINUTE_MS = 60_000
TWENTY_MINUTES_MS = 20 * MINUTE_MS
DAY_MS = 24 * 60 * MINUTE_MS
BANGKOK = timedelta(hours=7)

messaging_api = guard(Blueprint("messaging_api", __name__, url_prefix="/v2/bot/message"))

Json = dict[str, Any]


@messaging_api.post("/reply")
def reply() -> Response:
    body = checked_body("reply")
    now = platform().clock.now()
    with platform().store.transaction() as store:
        token = store.one("select * from reply_tokens where token = ? and slug = ?", body["replyToken"], channel().slug)
        usable = (
            token is not None
            and token["used_at"] is None
            and token["delivered_at"] is not None
            and now - token["delivered_at"] <= MINUTE_MS
            and now - token["event_at"] <= TWENTY_MINUTES_MS
        )
        if not usable or token is None:
            raise Refused(400, "Invalid reply token")
        person = chats.resident(store, token["user_id"])
        _check_quotes(person["user_id"], body["messages"])
        store.write("update reply_tokens set used_at = ? where token = ?", now, token["token"])
        return jsonify({"sentMessages": _put(person, body["messages"], "reply")})


@messaging_api.post("/push")
def push() -> Response:
    body = checked_body("push")
    with platform().store.transaction():
        _check_retry()
        person = _receiver(body["to"])
        _check_quotes(person["user_id"], body["messages"])
        _use_quota([person])
        sent = _put(person, body["messages"], "push")
        _remember_retry(sent)
        return jsonify({"sentMessages": sent})


@messaging_api.post("/multicast")
def multicast() -> Response:
    body = checked_body("multicast")
    with platform().store.transaction():
        _check_retry()
        people = [_receiver(user_id) for user_id in dict.fromkeys(body["to"])]
        _use_quota(people)
        for person in people:
            _put(person, body["messages"], "multicast")
        _remember_retry([])
        return jsonify({})


@messaging_api.post("/validate/<kind>")
def validate(kind: str) -> Response:
    if kind not in ("reply", "push", "multicast", "narrowcast", "broadcast"):
        raise Refused(404, "Not found")
    checked_body("validate")
    return jsonify({})


def _put(person: Json, messages: list[Json], via: str) -> list[Json]:
    """Into the chat, unless the resident cannot be reached: LINE answers the same and delivers nothing."""
    now = platform().clock.now()
    arrives = not person["blocked"] if via == "reply" else chats.reachable(person, now)
    if not arrives:
        return [{"id": chats.ids.message_id(), "quoteToken": chats.ids.opaque_token()} for _ in messages]
    return [chats.write_message(platform().store, person["user_id"], "bot", via, message, now) for message in messages]


def _receiver(user_id: str) -> Json:
    try:
        person = chats.resident(platform().store, user_id)
    except chats.NotFound:
        raise Refused(400, "Failed to send messages") from None
    if person["slug"] != channel().slug:
        raise Refused(400, "Failed to send messages")
    return person


def _check_quotes(user_id: str, messages: list[Json]) -> None:
    for number, message in enumerate(messages):
        token = message.get("quoteToken")
        if token is not None and not chats.quotable(platform().store, user_id, token):
            problem = Problem(f"messages[{number}].quoteToken", "Invalid quote token")
            raise Refused(400, "The request body has 1 error(s)", "refused", [problem])


def _use_quota(people: list[Json]) -> None:
    """Count the receivers that exist; one too many and nobody gets anything."""
    store, now = platform().store, platform().clock.now()
    counted = sum(chats.reachable(person, now) for person in people)
    limit = store.one("select monthly from quotas where slug = ?", channel().slug)
    monthly = limit["monthly"] if limit else None
    if monthly is not None and used(channel().slug) + counted > monthly:
        raise Refused(429, "You have reached your monthly limit.")
    store.write(
        "insert into usage values (?, ?, ?) on conflict (slug, month) do update set used = used + excluded.used",
        channel().slug, _month(), counted,
    )  # fmt: skip


def used(slug: str) -> int:
    """How many receivers this month's pushes had."""
    row = platform().store.one("select used from usage where slug = ? and month = ?", slug, _month())
    return row["used"] if row else 0


def _month() -> str:
    return (datetime.fromtimestamp(platform().clock.now() / 1000, UTC) + BANGKOK).strftime("%Y-%m")


def _retry_key() -> str | None:
    key = request.headers.get("X-Line-Retry-Key")
    if key is None:
        return None
    try:
        return str(uuid.UUID(key))
    except ValueError:
        raise Refused(400, "The X-Line-Retry-Key header is not a UUID", "refused") from None


def _digest() -> str:
    return hashlib.sha256(request.path.encode() + b"\n" + g.raw_body).hexdigest()


def _check_retry() -> None:
    """Refused when the key was accepted within a day: 409 for the same body, 400 for another one."""
    key, now = _retry_key(), platform().clock.now()
    row = platform().store.one("select * from retry_keys where slug = ? and key = ?", channel().slug, key)
    if row is None or now - row["accepted_at"] > DAY_MS:
        return
    if row["digest"] != _digest():
        raise Refused(400, "The retry key was used with another request body", "refused")
    raise Refused(
        409,
        "The retry key is already accepted",
        headers={"x-line-accepted-request-id": row["request_id"]},
        more={"sentMessages": json.loads(row["sent_messages"])},
    )


def _remember_retry(sent: list[Json]) -> None:
    key = _retry_key()
    if key is not None:
        platform().store.write(
            "insert or replace into retry_keys values (?, ?, ?, ?, ?, ?)",
            channel().slug, key, _digest(), g.request_id, json.dumps(sent), platform().clock.now(),
        )  # fmt: skip
