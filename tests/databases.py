"""Gives each test a database of its own, fresh and migrated: `database_url` runs it on SQLite and on PostgreSQL.

The migrations run once in each test process, on a template; a test gets a copy, which takes milliseconds.
"""

import itertools
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

import db
from tests import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; the test runs twice, once on each engine."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return request.getfixturevalue(fixture)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    copy = tmp_path / "siang.db"
    shutil.copyfile(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    name = f"{postgres_template}_{next(_numbers)}"
    yield _text(postgres.create(postgres_server, name, postgres_template))
    postgres.drop(postgres_server, name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The server on which tests may create databases: TEST_DATABASE_URL, else the embedded one."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL, worker_id: str) -> Iterator[str]:
    """The name of a migrated database; nobody may be connected to it while it is copied."""
    name = f"siang_test_{worker_id}_{os.getpid()}"
    url = postgres.create(postgres_server, name)
    db.migrate(_text(url))
    yield name
    postgres.drop(postgres_server, name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "siang.db"
    db.migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        # A copy of the main file alone would lack what is still in the write-ahead log.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


_numbers = itertools.count(1)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
