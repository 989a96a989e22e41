"""The record of what the application asked the platform, word for word."""

import json
from collections.abc import Iterator
from typing import Any

from .store import Store


def record(
    store: Store,
    *,
    at: int,
    slug: str,
    method: str,
    path: str,
    status: int,
    outcome: str,
    body: bytes,
    answer: bytes,
    request_id: str,
) -> None:
    store.write(
        "insert into calls (at, slug, method, path, status, outcome, body, answer, request_id)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        at, slug, method, path, status, outcome, body.decode("utf-8", "replace") or None,
        None if outcome == "accepted" else answer.decode("utf-8", "replace"), request_id,
    )  # fmt: skip


def recorded(store: Store, outcome: str | None = None, slug: str | None = None, after: int = 0) -> list[dict[str, Any]]:
    """The calls, oldest first, bodies and answers as JSON where they are JSON."""
    rows = store.all(
        "select * from calls where id > ? and (? is null or outcome = ?) and (? is null or slug = ?) order by id",
        after, outcome, outcome, slug, slug,
    )  # fmt: skip
    return [{**dict(row), "body": _read(row["body"]), "answer": _read(row["answer"])} for row in rows]


def sent_bodies(store: Store) -> Iterator[str]:
    """One JSON line `{"path", "body"}` for each body that was posted, whatever became of it."""
    for row in store.all("select path, body from calls where body is not null order by id"):
        yield json.dumps({"path": row["path"], "body": _read(row["body"])}, ensure_ascii=False) + "\n"


def _read(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
