"""One engine a process: SQLite in WAL mode or PostgreSQL, with writing and reading transactions."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from db.waiting_line import WaitingLine

BUSY_SECONDS = 30
# A server that vanished without a word is noticed in seconds: LINE waits 2 for an answer, a person not much longer.
NOT_FOR_EVER = {
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def normalised_url(url: str) -> str:
    """The URL with the driver we ship; hosts hand out `postgres://`, which SQLAlchemy refuses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class Database:
    """The way to the tables: `with database.transaction() as session:` writes, `reading()` reads."""

    def __init__(self, url: str, pool_size: int = 10, takes_turns: bool = False) -> None:
        """With `takes_turns` the writers of this process wait in line instead of retrying for SQLite's lock."""
        self.url = normalised_url(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url, pool_size)
        self._turn = WaitingLine() if self.is_sqlite and takes_turns else nullcontext()
        self._reading = self.engine.execution_options(read_only=True, postgresql_readonly=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are committed on leaving, or all rolled back when something is raised."""
        with self._turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment and takes no lock that a writer would wait for."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @property
    def sqlite_path(self) -> str:
        """The database file."""
        return make_url(self.url).database or ":memory:"

    def dispose(self) -> None:
        self.engine.dispose()


def _postgres_engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        url,
        connect_args=NOT_FOR_EVER,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    # What residents write are parameters: errors, which are logged, must not show them.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, hide_parameters=True)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that turns into a writer fails at once with "database is locked" instead of waiting.
    reading = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
