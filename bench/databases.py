"""Databases for a benchmark: fresh, migrated, with Yala in force, and as durable as in production."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

import db
from handlers.municipalities import load
from handlers.municipality_folder import read_folder
from tests import postgres

YALA = Path("municipalities/yala")


@contextmanager
def sqlite(folder: Path, name: str) -> Iterator[str]:
    url = f"sqlite:///{folder}/{name}.db"
    _fill(url)
    yield url


@contextmanager
def postgresql(folder: Path, name: str) -> Iterator[str]:
    """On an embedded server that waits for the disk."""
    with postgres.embedded_server(folder / "postgresql", durable=True) as server:
        url: URL = postgres.create(server, name)
        text = url.render_as_string(hide_password=False)
        _fill(text)
        yield text


ENGINES = {"SQLite": sqlite, "PostgreSQL": postgresql}


def _fill(url: str) -> None:
    db.migrate(url)
    database = db.Database(url)
    with database.transaction() as session:
        load(session, read_folder(YALA))
    database.dispose()
