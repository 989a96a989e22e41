"""The databases that tests get are what the tests rely on."""

import multiprocessing
import os
import signal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine, text

import db
from tests import postgres


def test_a_test_gets_a_migrated_database(database_url: str) -> None:
    database = db.Database(database_url)
    assert db.current_revision(database) == db.head_revision()
    database.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_sees_nothing_of_the_one_before(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (turn INTEGER)"))
    engine.dispose()


def test_postgresql_orders_thai_by_code_point_on_every_machine(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        words = connection.scalars(text("SELECT w FROM unnest(ARRAY['ไฟ', 'กา', 'น้ำ']) AS w ORDER BY w")).all()
        assert words == ["กา", "น้ำ", "ไฟ"]
    engine.dispose()


def test_a_database_is_dropped_though_a_process_of_the_test_is_still_connected(
    postgres_server: URL, postgres_template: str
) -> None:
    name = f"{postgres_template}_dropped"
    url = postgres.create(postgres_server, name, postgres_template)
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        postgres.drop(postgres_server, name)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def use_and_be_killed(folder: Path) -> None:
    with postgres.embedded_server(folder):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "server"


def test_the_embedded_server_lives_until_its_last_user_leaves(folder: Path) -> None:
    with postgres.embedded_server(folder) as first:
        with postgres.embedded_server(folder) as second:
            assert first == second
        assert (folder / "postmaster.pid").exists()
    assert not folder.exists()


def test_a_killed_user_leaves_no_server_behind_the_next(folder: Path) -> None:
    killed = multiprocessing.get_context("spawn").Process(target=use_and_be_killed, args=[folder])
    killed.start()
    killed.join()
    with postgres.embedded_server(folder) as url:
        postgres.create(url, "siang_test")
    assert not folder.exists()


def test_a_durable_server_really_waits_for_the_disk(folder: Path) -> None:
    with postgres.embedded_server(folder, durable=True) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW fsync")) == "on"
        engine.dispose()
