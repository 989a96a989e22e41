"""LINE's other endpoints that a bot needs: content, profile, account, quota, loading, webhook settings."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify

from . import chats
from .gate import Refused, channel, checked_body, guard
from .messaging_api import used
from .platform import platform
from .safety import is_loopback

account_api = guard(Blueprint("account_api", __name__, url_prefix="/v2/bot"))


@account_api.get("/message/<message_id>/content")
@account_api.get("/message/<message_id>/content/preview")
def content(message_id: str) -> Response:
    found = _content(message_id)
    if found["ready_at"] > platform().clock.now():
        return Response(status=202)
    return Response(found["data"], mimetype=found["mime"])


@account_api.get("/message/<message_id>/content/transcoding")
def transcoding(message_id: str) -> Response:
    ready = _content(message_id)["ready_at"] <= platform().clock.now()
    return jsonify({"status": "succeeded" if ready else "processing"})


def _content(message_id: str) -> dict[str, Any]:
    row = platform().store.one(
        "select c.*, m.unsent, r.slug from messages m join residents r using (user_id)"
        " left join contents c on c.message_id = m.id where m.id = ?",
        message_id,
    )
    if row is None or row["slug"] != channel().slug:
        raise Refused(404, "Not found")
    if row["unsent"]:
        raise Refused(410, "Gone")
    if row["data"] is None:
        raise Refused(404, "Not found")
    return dict(row)


@account_api.get("/profile/<user_id>")
def profile(user_id: str) -> Response:
    try:
        person = chats.resident(platform().store, user_id)
    except chats.NotFound:
        raise Refused(404, "Not found") from None
    known = person["friend"] or person["wrote_at"] is not None
    if person["slug"] != channel().slug or person["blocked"] or not known:
        raise Refused(404, "Not found")
    return jsonify({"userId": user_id, "displayName": person["name"], "language": "th"})


@account_api.get("/info")
def info() -> Response:
    return jsonify(
        {
            "userId": channel().bot_user_id,
            "basicId": f"@{channel().slug}",
            "displayName": channel().slug,
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
    )


@account_api.get("/message/quota")
def quota() -> Response:
    row = platform().store.one("select monthly from quotas where slug = ?", channel().slug)
    if row is None or row["monthly"] is None:
        return jsonify({"type": "none"})
    return jsonify({"type": "limited", "value": row["monthly"]})


@account_api.get("/message/quota/consumption")
def consumption() -> Response:
    return jsonify({"totalUsage": used(channel().slug)})


@account_api.post("/chat/loading/start")
def start_loading() -> tuple[Response, int]:
    body = checked_body("loading")
    seconds = body.get("loadingSeconds", 20)
    chats.show_loading(platform().store, body["chatId"], platform().clock.now() + seconds * 1000)
    return jsonify({}), 202


@account_api.post("/chat/markAsRead")
def mark_as_read() -> Response:
    checked_body("mark as read")
    return jsonify({})


@account_api.get("/channel/webhook/endpoint")
def webhook_endpoint() -> Response:
    return jsonify({"endpoint": platform().deliveries.endpoint(channel().slug), "active": True})


@account_api.put("/channel/webhook/endpoint")
def set_webhook_endpoint() -> Response:
    url = _local(checked_body("webhook endpoint")["endpoint"])
    platform().store.write("insert or replace into endpoints values (?, ?)", channel().slug, url)
    return jsonify({})


@account_api.post("/channel/webhook/test")
def test_webhook_endpoint() -> Response:
    given = checked_body("webhook test").get("endpoint")
    tried = platform().deliveries.test(channel().slug, _local(given) if given else None)
    succeeded = tried["status"] == 200
    reason = "OK" if succeeded else "ERROR_STATUS_CODE" if tried["status"] else "COULD_NOT_CONNECT"
    return jsonify(
        {
            "success": succeeded,
            "timestamp": datetime.fromtimestamp(tried["at"] / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "statusCode": tried["status"],
            "reason": reason,
            "detail": str(tried["error"] or tried["status"]),
        }
    )


@account_api.route("/<path:_>", methods=["GET", "POST", "PUT", "DELETE"])
def anything_else(_: str) -> Response:
    raise Refused(404, "Not found")


def _local(url: str) -> str:
    # LINE itself insists on https and a public name; here nothing may leave the machine.
    if not is_loopback(urlsplit(url).hostname or ""):
        raise Refused(400, "Invalid webhook endpoint URL", "refused")
    return url
