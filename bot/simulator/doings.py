"""What a resident can do in LINE. Each changes the chat and gives back the event that LINE would deliver."""

import base64
from collections.abc import Callable
from typing import Any

from . import chats, ids
from .clock import Clock
from .events import Event, completed, event, message
from .store import Store

REPLYABLE = {"message", "postback", "follow", "join", "memberJoined", "videoPlayComplete", "beacon", "accountLink"}


class BadDoing(ValueError):
    """The request to do something lacks what it needs; the text says what."""


class Doings:
    """Dispatches `{"type": ..., ...}` to the method of that name."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._by_type: dict[str, Callable[[dict[str, Any], dict[str, Any]], Event]] = {
            "text": self._text,
            "image": self._media,
            "video": self._media,
            "audio": self._media,
            "file": self._file,
            "location": self._location,
            "sticker": self._sticker,
            "postback": self._postback,
            "unsend": self._unsend,
            "follow": self._follow,
            "unfollow": self._unfollow,
            "raw": self._raw,
        }

    def do(self, user_id: str, doing: dict[str, Any]) -> Event:
        """Carry it out; BadDoing or chats.NotFound when it cannot be done."""
        act = self._by_type.get(doing.get("type", ""))
        if act is None:
            raise BadDoing(f"type must be one of {', '.join(self._by_type)}")
        with self._store.transaction():
            person = chats.resident(self._store, user_id)
            return self._with_reply_token(person, act(person, doing))

    def _with_reply_token(self, person: dict[str, Any], happened: Event) -> Event:
        usable = happened.get("type") in REPLYABLE and happened.get("mode") == "active"
        if not usable or "replyToken" in happened:
            return happened
        token = ids.reply_token()
        self._store.write(
            "insert into reply_tokens (token, user_id, slug, event_at) values (?, ?, ?, ?)",
            token, person["user_id"], person["slug"], happened["timestamp"],
        )  # fmt: skip
        return {**happened, "replyToken": token}

    def _message_event(self, person: dict[str, Any], body: dict[str, Any]) -> Event:
        now = self._clock.event_time()
        chats.write_message(self._store, person["user_id"], "resident", "webhook", body, now)
        return event("message", person["user_id"], now, message=body)

    def _text(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        words = _needed(doing, "text", str)
        return self._message_event(
            person,
            message("text", text=words, quotedMessageId=doing.get("quoted"), emojis=doing.get("emojis")),
        )

    def _media(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        data = _bytes(doing)
        body = message(
            doing["type"],
            contentProvider={"type": "line"},
            imageSet=doing.get("image_set") if doing["type"] == "image" else None,
            duration=doing.get("duration", 2000) if doing["type"] != "image" else None,
        )
        return self._with_content(person, body, doing, data)

    def _file(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        data = _bytes(doing)
        body = message("file", fileName=doing.get("name", "file.pdf"), fileSize=len(data))
        return self._with_content(person, body, doing, data)

    def _with_content(self, person: dict[str, Any], body: dict[str, Any], doing: dict[str, Any], data: bytes) -> Event:
        happened = self._message_event(person, body)
        mime = doing.get("mime") or _MIMES[doing["type"]]
        ready_at = self._clock.now() + int(doing.get("preparing_ms", 0))
        chats.keep_content(self._store, body["id"], mime, data, ready_at)
        return happened

    def _location(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        place = {key: float(_needed(doing, key, (int, float))) for key in ("latitude", "longitude")}
        return self._message_event(
            person, message("location", title=doing.get("title"), address=doing.get("address"), **place)
        )

    def _sticker(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        return self._message_event(
            person,
            message(
                "sticker",
                packageId=doing.get("package_id", "446"),
                stickerId=doing.get("sticker_id", "1988"),
                stickerResourceType=doing.get("resource_type", "STATIC"),
                keywords=doing.get("keywords"),
            ),
        )

    def _postback(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        now = self._clock.event_time()
        if doing.get("display_text"):
            shown = {"type": "text", "text": doing["display_text"]}
            chats.write_message(self._store, person["user_id"], "resident", "shown", shown, now)
        postback = {"data": _needed(doing, "data", str)}
        if doing.get("params"):
            postback["params"] = doing["params"]
        return event("postback", person["user_id"], now, postback=postback)

    def _unsend(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        message_id = _needed(doing, "message_id", str)
        chats.mark_unsent(self._store, person["user_id"], message_id)
        return event("unsend", person["user_id"], self._clock.event_time(), unsend={"messageId": message_id})

    def _follow(self, person: dict[str, Any], _: dict[str, Any]) -> Event:
        chats.set_friendship(self._store, person["user_id"], friend=True, blocked=False)
        unblocked = {"isUnblocked": person["blocked"]}
        return event("follow", person["user_id"], self._clock.event_time(), follow=unblocked)

    def _unfollow(self, person: dict[str, Any], _: dict[str, Any]) -> Event:
        chats.set_friendship(self._store, person["user_id"], friend=False, blocked=True)
        return event("unfollow", person["user_id"], self._clock.event_time())

    def _raw(self, person: dict[str, Any], doing: dict[str, Any]) -> Event:
        raw = _needed(doing, "event", dict)
        return raw if doing.get("exact") else completed(raw, person["user_id"], self._clock.event_time())


_MIMES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": "application/octet-stream"}


def _needed(doing: dict[str, Any], key: str, kind: Any) -> Any:
    value = doing.get(key)
    if not isinstance(value, kind):
        raise BadDoing(f"{doing['type']} needs {key}")
    return value


def _bytes(doing: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(_needed(doing, "content", str), validate=True)
    except ValueError as error:
        raise BadDoing(f"{doing['type']} needs content, in base64: {error}") from None
