"""LINE's event JSON, read tolerantly: what LINE adds without notice must not lose a resident's words."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from db.models import EntryType, Event
from handlers.conversation import Incoming

TEXT_LENGTH = 5000
MESSAGE_TYPES = {entry.value: entry for entry in EntryType}


@dataclass(frozen=True)
class Ignored:
    """An event that is none of ours to answer, with its reason."""

    reason: str


@dataclass(frozen=True)
class Delivered:
    """An event of one resident, with the token that answers it."""

    incoming: Incoming
    reply_token: str | None


def read_event(event: Event) -> Delivered | Ignored:
    """What the stored event means for us."""
    raw = json.loads(event.raw)
    source = _table(raw, "source")
    kind = _code(raw.get("type"))
    if not raw:
        return Ignored("unsent")
    if raw.get("mode") == "standby":
        return Ignored("standby")  # another tool holds the talk; we must not send anything
    if source.get("type") in ("group", "room"):
        return Ignored("group_or_room")
    if event.line_user_id is None:
        return Ignored("no_sender")
    incoming = _incoming(raw, kind, event.id, event.occurred_at)
    if incoming is None:
        return Ignored(f"event_type:{kind}")
    return Delivered(incoming, _reply_token(raw))


def read_again(event: Event) -> Incoming:
    """A stored event of a resident, read once more; an emptied one is `unsupported`."""
    read = read_event(event)
    return read.incoming if isinstance(read, Delivered) else Incoming(event.id, "unsupported", event.occurred_at)


def _incoming(raw: dict[str, Any], kind: str, event_id: int, at: datetime) -> Incoming | None:
    match kind:
        case "message":
            return _message(_table(raw, "message"), event_id, at)
        case "postback":
            return Incoming(event_id, "tap", at, tap=_tap(_table(raw, "postback").get("data")))
        case "follow":
            return Incoming(event_id, "arrive", at)
        case "unfollow":
            return Incoming(event_id, "leave", at)
        case "unsend":
            return Incoming(event_id, "unsend", at, line_message_id=_string(_table(raw, "unsend").get("messageId"), 40))
    return None


def _message(message: dict[str, Any], event_id: int, at: datetime) -> Incoming:
    type_ = MESSAGE_TYPES.get(_code(message.get("type")))
    text = _string(message.get("text"), TEXT_LENGTH)
    latitude, longitude = _degrees(message.get("latitude"), 90), _degrees(message.get("longitude"), 180)
    nothing_in_it = (type_ is EntryType.TEXT and text is None) or (
        type_ is EntryType.LOCATION and (latitude is None or longitude is None)
    )
    return Incoming(
        event_id,
        "unsupported" if type_ is None or nothing_in_it else "say",
        at,
        type=type_,
        text=text if type_ is EntryType.TEXT else None,
        line_message_id=_string(message.get("id"), 40),
        quote_token=_string(message.get("quoteToken"), 200),
        latitude=latitude,
        longitude=longitude,
        address=_string(message.get("address"), 300) or _string(message.get("title"), 300),
    )


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _string(value: Any, longest: int) -> str | None:
    """The text without what databases refuse (NUL, lone surrogates); None when nothing is left."""
    if not isinstance(value, str):
        return None
    return value.replace("\x00", "").encode("utf-8", "ignore").decode()[:longest].strip() or None


def _code(value: Any) -> str:
    # LINE's own type names; anything longer or stranger is not repeated, since reasons are shown to people.
    return value if isinstance(value, str) and len(value) <= 40 and value.isidentifier() else "unknown"


def _degrees(value: Any, most: float) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and -most <= value <= most else None


def _tap(data: Any) -> dict[str, str]:
    return dict(parse_qsl(data)) if isinstance(data, str) and len(data) <= 300 else {}


def _reply_token(raw: dict[str, Any]) -> str | None:
    token = raw.get("replyToken")
    # The console's verify button sends tokens of zeros or f's that no reply may use.
    usable = isinstance(token, str) and 0 < len(token) <= 80 and len(set(token)) > 1
    return token if usable else None
