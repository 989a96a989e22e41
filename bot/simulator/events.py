"""Webhook events in LINE's shape, as residents cause them."""

from typing import Any

from . import ids

Event = dict[str, Any]


def event(kind: str, user_id: str, time_ms: int, **more: Any) -> Event:
    """What every event of a one-to-one talk carries."""
    return {
        "type": kind,
        **more,
        "webhookEventId": ids.webhook_event_id(time_ms),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": time_ms,
        "source": {"type": "user", "userId": user_id},
        "mode": "active",
    }


def completed(raw: Event, user_id: str | None, time_ms: int) -> Event:
    """An event given by hand, with what it lacks filled in; a key that is there stays, even when it is wrong."""
    base = event(raw.get("type", "unknown"), user_id or "", time_ms)
    if user_id is None:
        del base["source"]
    return {**base, **raw}


def message(kind: str, **more: Any) -> dict[str, Any]:
    """The message object of a message event; what is None is left out, as LINE does."""
    tokens = {"markAsReadToken": ids.opaque_token()}
    if kind in ("text", "image", "video", "sticker"):
        tokens["quoteToken"] = ids.opaque_token()
    present = {key: value for key, value in more.items() if value is not None}
    return {"type": kind, "id": ids.message_id(), **tokens, **present}
