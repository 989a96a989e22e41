"""What the one who keeps the service running is told, and who is told it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from bot.app import create_app
from bot.settings import Settings
from db import Database
from db.models import Case, Event, Kind, Message, Outcome, Resident, WorkerHeartbeat
from handlers.municipalities import load
from handlers.municipality_folder import read_folder

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TOKEN = "a-monitor-elsewhere"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = create_app(Settings(database_url, "0123456789abcdef", metrics_token=TOKEN))
    app.extensions["siang"].clock = lambda: NOW
    with app.extensions["siang"].database.transaction() as session:
        load(session, read_folder(Path("municipalities/yala")))
    yield app
    app.extensions["siang"].database.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    return app.extensions["siang"].database


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def beat(database: Database, seconds_ago: float, worker: str = "host:1") -> None:
    at = NOW - timedelta(seconds=seconds_ago)
    with database.transaction() as session:
        session.merge(WorkerHeartbeat(worker=worker, started_at=at, beat_at=at))


def store_event(database: Database, number: int, due_seconds_ago: float = 0, **ended: Any) -> None:
    due = NOW - timedelta(seconds=due_seconds_ago)
    with database.transaction() as session:
        session.add(
            Event(
                municipality_id=1,
                webhook_event_id=f"event-{number}",
                occurred_at=due,
                received_at=due,
                next_attempt_at=due,
                raw="{}",
                **ended,
            )
        )


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Each figure by its name and its labels' values, in the alphabetical order of the labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_a_process_that_can_serve_is_healthy_also_without_a_database(tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}", "0123456789abcdef"))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_is_ready_while_a_worker_lives_and_the_inbox_moves(client: FlaskClient, database: Database) -> None:
    beat(database, seconds_ago=29)
    store_event(database, 1, due_seconds_ago=59)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready",
        "heartbeat_age_seconds": 29.0,
        "inbox_age_seconds": 59.0,
        "outbox_age_seconds": None,
    }


def test_it_is_not_ready_while_no_worker_runs(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["message"] == "not ready"
    assert answer.json["reasons"] == ["no worker is running"]


def test_it_says_each_reason_why_it_is_not_ready(client: FlaskClient, database: Database) -> None:
    beat(database, seconds_ago=30)
    store_event(database, 1, due_seconds_ago=60)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert len(answer.json["reasons"]) == 2


def test_one_living_worker_of_several_is_enough(client: FlaskClient, database: Database) -> None:
    beat(database, seconds_ago=3600, worker="host:1")
    beat(database, seconds_ago=1, worker="host:2")
    assert client.get("/readyz").status_code == 200


def test_an_event_that_pauses_after_a_failure_does_not_make_it_unready(client: FlaskClient, database: Database) -> None:
    beat(database, seconds_ago=1)
    store_event(database, 1, due_seconds_ago=-300, attempts=5, reason="TimeoutError")
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_on_a_database_that_lacks_a_migration(tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}/empty.db", "0123456789abcdef"))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["reasons"] == ["the database is not at this version's newest revision"]


def test_it_is_not_ready_without_a_database(tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}", "0123456789abcdef"))  # a folder, not a file
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["reasons"] == ["the database cannot be reached"]


def test_metrics_count_events_by_how_they_ended(client: FlaskClient, database: Database) -> None:
    store_event(database, 1, due_seconds_ago=20)
    store_event(database, 2, outcome=Outcome.IGNORED, reason="group")
    store_event(database, 3, outcome=Outcome.IGNORED, reason="group")
    store_event(database, 4, outcome=Outcome.SET_ASIDE, reason="KeyError")
    seen = figures(client)
    assert seen["siang_events", "yala", "ignored", "group"] == 2
    assert seen["siang_events", "yala", "waiting", ""] == 1
    assert seen["siang_events_waiting", "yala"] == 1
    assert seen["siang_events_set_aside", "yala"] == 1
    assert seen["siang_inbox_age_seconds",] == 20


def test_metrics_count_messages_and_open_cases(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        resident = Resident(municipality_id=1, line_user_id="U1", first_seen_at=NOW)
        session.add(resident)
        session.flush()
        session.add(
            Message(
                municipality_id=1,
                resident_id=resident.id,
                names=["thanks"],
                body=[],
                retry_key="key",
                queued_at=NOW,
                next_attempt_at=NOW - timedelta(seconds=7),
            )
        )
        moments = dict.fromkeys(["written_at", "last_wrote_at", "opened_at"], NOW)
        for number, closed_at in (("YL-6911-00001", None), ("YL-6911-00002", NOW)):
            session.add(
                Case(
                    municipality_id=1,
                    reference=number,
                    kind=Kind.COMPLAINT,
                    summary="",
                    closed_at=closed_at,
                    **moments,
                )
            )
    seen = figures(client)
    assert seen["siang_messages", "waiting", "yala", ""] == 1
    assert seen["siang_outbox_age_seconds",] == 7
    assert seen["siang_cases_open", "yala"] == 1


def test_metrics_count_living_workers(client: FlaskClient, database: Database) -> None:
    assert ("siang_worker_heartbeat_age_seconds",) not in figures(client)
    beat(database, seconds_ago=5, worker="host:1")
    beat(database, seconds_ago=31, worker="host:2")
    seen = figures(client)
    assert seen["siang_workers",] == 1
    assert seen["siang_worker_heartbeat_age_seconds",] == 5


def test_metrics_say_when_the_database_is_gone(tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}", "0123456789abcdef"))
    assert figures(app.test_client()) == {("siang_database_up",): 0}


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8"])
def test_metrics_are_for_this_machine(client: FlaskClient, address: str) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 200


def test_metrics_are_for_a_monitor_elsewhere_that_knows_the_token(client: FlaskClient) -> None:
    def status(authorization: str) -> int:
        headers = {"Authorization": authorization}
        return client.get("/metrics", environ_base=ELSEWHERE, headers=headers).status_code

    assert status(f"Bearer {TOKEN}") == 200
    assert [status(wrong) for wrong in ("", "Bearer", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer ก")] == [403] * 6


def test_an_empty_token_lets_nobody_in(app: Flask, tmp_path: Path) -> None:
    app = create_app(Settings(f"sqlite:///{tmp_path}", "0123456789abcdef"))
    headers = {"Authorization": "Bearer "}
    assert app.test_client().get("/metrics", environ_base=ELSEWHERE, headers=headers).status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_metrics_are_refused_to_whom_a_proxy_on_this_machine_brings(client: FlaskClient, header: str) -> None:
    for value in ("203.0.113.7", "127.0.0.1"):
        assert client.get("/metrics", headers={header: value}).status_code == 403
    with_token = {header: "203.0.113.7", "Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=with_token).status_code == 200


def test_who_is_elsewhere_cannot_pretend_to_be_here(client: FlaskClient) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1"}
    assert client.get("/metrics", environ_base=ELSEWHERE, headers=headers).status_code == 403
