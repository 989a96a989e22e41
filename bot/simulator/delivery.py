"""Signs webhooks and delivers them from threads of its own, again and with growing pauses when asked to."""

import base64
import hashlib
import heapq
import hmac
import json
import logging
import threading
import time
import zlib
from collections.abc import Sequence
from typing import Any

import urllib3

from . import ids
from .clock import Clock
from .credentials import Channel, ChannelBook
from .events import Event
from .safety import check_address
from .store import Store

PAUSES = (1, 3, 10, 30, 60, 120, 300)  # seconds before each redelivery; then the platform gives up
LANES = 8

logger = logging.getLogger(__name__)


class _Lane(threading.Thread):
    """One delivery at a time, the earliest due first."""

    def __init__(self, deliveries: "Deliveries", number: int) -> None:
        super().__init__(daemon=True, name=f"delivery-{number}")
        self._deliveries = deliveries
        self._due: list[tuple[float, int, int]] = []
        self._arrived = threading.Condition()
        self._count = 0
        self._stopped = False

    def add(self, delivery_id: int, delay: float) -> None:
        with self._arrived:
            self._count += 1
            heapq.heappush(self._due, (time.monotonic() + delay, self._count, delivery_id))
            self._arrived.notify()

    def stop(self) -> None:
        with self._arrived:
            self._stopped = True
            self._arrived.notify()

    def run(self) -> None:
        while (delivery_id := self._next()) is not None:
            try:
                self._deliveries.attempt(delivery_id)
            except Exception:  # one odd webhook must not end the lane
                logger.exception("a delivery broke")

    def _next(self) -> int | None:
        with self._arrived:
            while not self._stopped:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._arrived.wait(wait)
            return None


class Deliveries:
    """The way from the platform to the application: `{app}/line/<slug>/webhook` unless told otherwise."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        channels: ChannelBook,
        app_url: str,
        timeout: float = 5.0,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.redelivery = True
        self.pauses = pauses
        self._store, self._clock, self._channels = store, clock, channels
        self.deliver_to(app_url)
        self._http = urllib3.PoolManager(
            num_pools=4, maxsize=LANES, timeout=urllib3.Timeout(connect=2, read=timeout), retries=False
        )
        self._lanes = [_Lane(self, number) for number in range(LANES)]

    def start(self) -> None:
        for lane in self._lanes:
            lane.start()
        for row in self._store.all("select id, lane from deliveries where state = 'pending' order by id"):
            self._lane(row["lane"]).add(row["id"], 0)

    def stop(self) -> None:
        for lane in self._lanes:
            lane.stop()

    def deliver_to(self, app_url: str) -> None:
        """The application's address; UnsafeStart when it is not on this machine."""
        check_address(app_url)
        self._app_url = app_url.rstrip("/")

    def endpoint(self, slug: str) -> str:
        row = self._store.one("select url from endpoints where slug = ?", slug)
        return row["url"] if row else f"{self._app_url}/line/{slug}/webhook"

    def add(self, slug: str, events: list[Event], lane: str, delay: float = 0, again: bool = False) -> int:
        """Queue one webhook; its id, to ask for its state."""
        delivery_id = self._store.insert(
            "insert into deliveries (slug, lane, events, state, again, created_at)"
            " values (?, ?, ?, 'pending', ?, ?)",
            slug, lane, json.dumps(events, ensure_ascii=False), int(again), self._clock.now(),
        )  # fmt: skip
        self._lane(lane).add(delivery_id, delay)
        return delivery_id

    def attempt(self, delivery_id: int) -> None:
        """Post it once, note how that went, and plan what follows."""
        row = self._store.one("select * from deliveries where id = ?", delivery_id)
        if row is None:
            return
        events = json.loads(row["events"])
        if row["redelivery"]:
            events = [{**each, "deliveryContext": {"isRedelivery": True}} for each in events]
        self._start_the_minute(events)
        tried = self._tried(row["slug"], events) | {"redelivery": bool(row["redelivery"])}
        attempts = [*json.loads(row["attempts"]), tried]
        pause = self._pause_before_next(bool(row["again"]), attempts)
        state = "pending" if pause is not None else "delivered" if _accepted(tried) else "failed"
        self._store.write(
            "update deliveries set attempts = ?, state = ?, again = 0, redelivery = redelivery or ? where id = ?",
            json.dumps(attempts), state, int(pause is not None), delivery_id,
        )  # fmt: skip
        if pause is not None:
            self._lane(row["lane"]).add(delivery_id, pause)

    def test(self, slug: str, url: str | None) -> dict[str, Any]:
        """The console's verify button: a signed webhook without events."""
        return self._tried(slug, [], url)

    def _pause_before_next(self, again: bool, attempts: list[dict[str, Any]]) -> float | None:
        if _accepted(attempts[-1]):
            return 0 if again else None
        failures = sum(not _accepted(each) for each in attempts)
        if not self.redelivery or failures > len(self.pauses):
            return None
        return self.pauses[failures - 1]

    def _start_the_minute(self, events: list[Event]) -> None:
        tokens = [each["replyToken"] for each in events if isinstance(each.get("replyToken"), str)]
        for token in tokens:
            self._store.write("update reply_tokens set delivered_at = ? where token = ?", self._clock.now(), token)

    def _tried(self, slug: str, events: list[Event], url: str | None = None) -> dict[str, Any]:
        channel = self._channels.by_slug(slug)
        started = time.monotonic()
        status, error = 0, None
        try:
            if channel is None:
                raise LookupError("no such channel")
            status = self._post(url or self.endpoint(slug), channel, events)
        except (urllib3.exceptions.HTTPError, LookupError) as failure:
            error = type(failure).__name__
        took = round((time.monotonic() - started) * 1000, 1)
        return {"at": self._clock.now(), "status": status, "ms": took, "error": error}

    def _post(self, url: str, channel: Channel, events: list[Event]) -> int:
        webhook = {"destination": channel.bot_user_id, "events": events}
        body = json.dumps(webhook, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": signature(channel.signing_secret, body),
            "x-line-request-id": ids.reply_token(),
        }
        return self._http.request("POST", url, body=body, headers=headers, redirect=False).status

    def _lane(self, key: str) -> _Lane:
        return self._lanes[zlib.crc32(key.encode()) % LANES]


def signature(secret: str, body: bytes) -> str:
    """What LINE puts into `x-line-signature`."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def _accepted(attempt: dict[str, Any]) -> bool:
    return 200 <= attempt["status"] < 300
