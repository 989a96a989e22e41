"""Residents and what stands in their chats."""

import json
from typing import Any

from . import ids
from .store import Store

WEEK_MS = 7 * 24 * 3600 * 1000


class NotFound(LookupError):
    """There is no such resident, message or button; the text says which."""


def add_resident(store: Store, slug: str, name: str, now: int, friend: bool = True) -> dict[str, Any]:
    user_id = ids.user_id()
    store.write(
        "insert into residents (user_id, slug, name, friend, created_at) values (?, ?, ?, ?, ?)",
        user_id, slug, name, int(friend), now,
    )  # fmt: skip
    return resident(store, user_id)


def resident(store: Store, user_id: str) -> dict[str, Any]:
    """The resident as JSON; NotFound when there is none."""
    row = store.one("select * from residents where user_id = ?", user_id)
    if row is None:
        raise NotFound("no such resident")
    return {**dict(row), "friend": bool(row["friend"]), "blocked": bool(row["blocked"])}


def residents(store: Store, slug: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
    """Those with the latest talk first."""
    rows = store.all(
        "select r.*, coalesce((select max(seq) from messages m where m.user_id = r.user_id), 0) as last_seq"
        " from residents r where ? is null or slug = ? order by last_seq desc, created_at desc limit ?",
        slug, slug, limit,
    )  # fmt: skip
    return [dict(row) for row in rows]


def set_friendship(store: Store, user_id: str, friend: bool, blocked: bool) -> None:
    store.write("update residents set friend = ?, blocked = ? where user_id = ?", int(friend), int(blocked), user_id)


def reachable(person: dict[str, Any], now: int) -> bool:
    """Whether a push arrives: a friend, or somebody who wrote within seven days; never who blocked."""
    wrote_lately = person["wrote_at"] is not None and now - person["wrote_at"] <= WEEK_MS
    return not person["blocked"] and (person["friend"] or wrote_lately)


def write_message(store: Store, user_id: str, sender: str, via: str, body: dict[str, Any], now: int) -> dict[str, Any]:
    """Put one message into the chat; what LINE would answer about it (id and quote token)."""
    # What the bot sends may carry the quote token of another message: its own id and token are new.
    own = body if sender == "resident" else {}
    sent = {"id": own.get("id") or ids.message_id(), "quoteToken": own.get("quoteToken") or ids.opaque_token()}
    store.write(
        "insert into messages (id, user_id, sender, via, sent_at, body, quote_token) values (?, ?, ?, ?, ?, ?, ?)",
        sent["id"], user_id, sender, via, now, json.dumps(body, ensure_ascii=False), sent["quoteToken"],
    )  # fmt: skip
    if sender == "resident":
        store.write("update residents set wrote_at = ? where user_id = ?", now, user_id)
    else:
        store.write("update residents set loading_until = null where user_id = ?", user_id)
    return sent


def chat(store: Store, user_id: str, after: int = 0) -> list[dict[str, Any]]:
    """The messages both ways as the resident sees them, oldest first."""
    rows = store.all("select * from messages where user_id = ? and seq > ? order by seq", user_id, after)
    return [
        {
            "seq": row["seq"],
            "id": row["id"],
            "from": row["sender"],
            "via": row["via"],
            "time": row["sent_at"],
            "unsent": bool(row["unsent"]),
            "message": None if row["unsent"] else json.loads(row["body"]),
        }
        for row in rows
    ]


def last_seq(store: Store, user_id: str) -> int:
    """Where the chat stands now: what comes later has a greater number."""
    row = store.one("select max(seq) as seq from messages where user_id = ?", user_id)
    return (row["seq"] if row else None) or 0


def mark_unsent(store: Store, user_id: str, message_id: str) -> None:
    """NotFound unless the resident wrote it and has not taken it back yet."""
    changed = store.write(
        "update messages set unsent = 1, body = '{}'"
        " where id = ? and user_id = ? and sender = 'resident' and unsent = 0",
        message_id, user_id,
    )  # fmt: skip
    if not changed:
        raise NotFound("no such message of this resident")
    store.write("update contents set data = x'' where message_id = ?", message_id)


def keep_content(store: Store, message_id: str, mime: str, data: bytes, ready_at: int) -> None:
    store.write("insert into contents values (?, ?, ?, ?)", message_id, mime, data, ready_at)


def show_loading(store: Store, user_id: str, until: int) -> None:
    store.write("update residents set loading_until = ? where user_id = ?", until, user_id)


def quotable(store: Store, user_id: str, quote_token: str) -> bool:
    """Whether the token belongs to a message of this very chat."""
    return bool(store.one("select 1 from messages where user_id = ? and quote_token = ?", user_id, quote_token))
