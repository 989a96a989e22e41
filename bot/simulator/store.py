"""The simulator's own SQLite file (or memory): one connection, one writer at a time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("schema.sql")


class Store:
    """Rows in, rows out. A thread that holds `transaction()` has the store to itself."""

    def __init__(self, path: Path | None = None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        # A power cut may cost the simulator its last second; in exchange it never slows down what it measures.
        self._connection.executescript("pragma journal_mode = wal; pragma synchronous = off;")
        self._connection.executescript(SCHEMA.read_text(encoding="utf-8"))

    @contextmanager
    def transaction(self) -> Iterator["Store"]:
        with self._lock:
            if self._connection.in_transaction:
                yield self
                return
            self._connection.execute("begin immediate")
            try:
                yield self
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def write(self, sql: str, *values: Any) -> int:
        """Run one statement; the number of rows it changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        """Insert one row; its row id."""
        with self._lock:
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def empty(self) -> None:
        """Forget every row."""
        with self.transaction():
            for table in self.all("select name from sqlite_master where type = 'table'"):
                self.write(f"delete from {table['name']}")  # noqa: S608 - the schema's own names

    def close(self) -> None:
        with self._lock:
            self._connection.close()
