"""The webhook's way into the inbox: as durable as any other write, at a tenth of its price.

It goes past SQLAlchemy's sessions, and deliveries that arrive while others are being written are committed together.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from sqlalchemy.pool import PoolProxiedConnection

from db.engine import Database

COLUMNS = "municipality_id, webhook_event_id, line_user_id, line_message_id, occurred_at, received_at, raw"
MOST_ROWS = 500  # SQLite takes 32,766 values in one statement
PATIENCE_SECONDS = 1.8  # LINE waits 2 seconds for its answer, and delivers again


class NotStored(Exception):
    """The database did not take the events; LINE must deliver them again."""


class NewEvent(NamedTuple):
    """In the order of COLUMNS."""

    municipality_id: int
    webhook_event_id: str
    line_user_id: str | None
    line_message_id: str | None
    occurred_at: datetime
    received_at: datetime
    raw: str


class _Delivery:
    """Events that arrived together; `done` opens when it is known whether they are on disk."""

    __slots__ = ("done", "events", "failure")

    def __init__(self, events: Sequence[NewEvent]) -> None:
        self.events = events
        self.failure: Exception | None = None
        self.done = threading.Lock()  # the cheapest gate there is: an Event costs several locks
        self.done.acquire()


class Intake:
    """Stores deliveries through one writer of this process, a thread with a connection of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._keep: Callable[[datetime], Any] = _as_sqlite_keeps_it if database.is_sqlite else _as_it_is
        self._waiting: SimpleQueue[_Delivery | None] = SimpleQueue()
        self._connection: PoolProxiedConnection | None = None
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def store(self, events: Sequence[NewEvent]) -> None:
        """Returns when the events are on disk; one that is there already is left alone. Raises NotStored."""
        delivery = _Delivery(events)
        self._waiting.put(delivery)
        if self._writer is None or not self._writer.is_alive():
            self._start_writer()
        if not delivery.done.acquire(timeout=PATIENCE_SECONDS):
            raise NotStored("no answer in time")
        if delivery.failure is not None:
            raise NotStored(type(delivery.failure).__name__) from delivery.failure

    def close(self) -> None:
        """Stores what waits and ends the writer; the next delivery starts another."""
        self._waiting.put(None)
        if self._writer is not None:
            self._writer.join()

    def _start_writer(self) -> None:
        # Not before the first delivery: neither threads nor connections survive the fork of a web process.
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write, name="intake", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while (first := self._waiting.get()) is not None:
            self._store_together([first, *self._others(MOST_ROWS - len(first.events))])
        self._give_up_connection()

    def _others(self, rows: int) -> list[_Delivery]:
        """What came while the last ones were written."""
        deliveries: list[_Delivery] = []
        with suppress(Empty):
            while rows > 0:
                delivery = self._waiting.get_nowait()
                if delivery is None:
                    self._waiting.put(None)
                    break
                deliveries.append(delivery)
                rows -= len(delivery.events)
        return deliveries

    def _store_together(self, deliveries: list[_Delivery]) -> None:
        failure = self._tried(deliveries)
        if isinstance(failure, self._is_away):
            deliveries += self._others(MOST_ROWS)  # they have waited as long, and LINE waits for none of them any more
        elif failure is not None and len(deliveries) > 1:
            for delivery in deliveries:  # one that the database refuses takes no other along
                self._store_together([delivery])
            return
        for delivery in deliveries:
            delivery.failure = failure
            delivery.done.release()

    def _tried(self, deliveries: list[_Delivery]) -> Exception | None:
        """Why they could not be stored. A connection that broke while it was idle is opened once more: storing
        twice does no harm."""
        was_open = self._connection is not None
        try:
            self._insert([event for delivery in deliveries for event in delivery.events])
        except Exception as failure:
            self._give_up_connection()
            return self._tried(deliveries) if was_open and isinstance(failure, self._is_broken) else failure
        return None

    def _insert(self, events: list[NewEvent]) -> None:
        connection, keep = self._opened(), self._keep
        for start in range(0, len(events), MOST_ROWS):
            values: list[Any] = []
            for event in events[start : start + MOST_ROWS]:
                received_at = keep(event.received_at)
                values += (*event[:4], keep(event.occurred_at), received_at, event.raw, received_at)
            # A single statement is a transaction by itself, and the driver lets go of Python's lock once, not per row.
            connection.execute(_statement(len(values) // 8, self.database.is_sqlite), values)

    def _opened(self) -> Any:
        """The connection of the driver itself, kept for all deliveries."""
        if self._connection is None:
            self._connection = self.database.engine.raw_connection()
            driver: Any = self._connection.driver_connection
            if self.database.is_sqlite:
                driver.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000:.0f}")
            else:
                driver.autocommit = True
                driver.execute(f"SET statement_timeout = {PATIENCE_SECONDS * 1000:.0f}")
        return self._connection.driver_connection

    def _give_up_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # it may be broken; nothing waits in it
                connection.invalidate()

    @property
    def _is_away(self) -> type[Exception]:
        """What the driver raises when it is the database that fails, not the values."""
        return self._driver.OperationalError

    @property
    def _is_broken(self) -> tuple[type[Exception], ...]:
        return () if self.database.is_sqlite else (self._driver.OperationalError, self._driver.InterfaceError)

    @property
    def _driver(self) -> Any:
        return self.database.engine.dialect.loaded_dbapi


@cache
def _statement(rows: int, for_sqlite: bool) -> str:
    mark = "?" if for_sqlite else "%s"
    row = f"({', '.join([mark] * 7)}, 0, {mark})"
    return (
        f"INSERT INTO event ({COLUMNS}, attempts, next_attempt_at) VALUES {', '.join([row] * rows)}"  # noqa: S608
        " ON CONFLICT (municipality_id, webhook_event_id) DO NOTHING"
    )


def _as_sqlite_keeps_it(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _as_it_is(moment: datetime) -> datetime:
    return moment
