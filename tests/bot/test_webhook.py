"""The webhook: what it takes, what it refuses, and that it does nothing else."""

import base64
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.app import create_app
from bot.settings import Channel, Settings
from bot.web.webhook import is_signed
from db import Database, municipalities
from db.intake import MOST_ROWS, Intake, NewEvent, NotStored
from db.models import Case, Event
from handlers.municipalities import load
from handlers.municipality_folder import read_folder

YALA = Path(__file__).parents[2] / "municipalities/yala"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRETS = ("the new secret", "the old secret")


class Desk:
    """The application behind a test client, and what it stored."""

    def __init__(self, url: str) -> None:
        channels = {"yala": Channel(SECRETS, "token"), "notloaded": Channel(("s",), "token")}
        self.app = create_app(Settings(url, "a secret key for the tests", channels=channels))
        self.client = self.app.test_client()
        self.database: Database = self.app.extensions["siang"].database
        with self.database.transaction() as session:
            load(session, read_folder(YALA))

    def deliver(self, body, slug="yala", secret=SECRETS[0], header="X-Line-Signature", **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(f"/line/{slug}/webhook", data=raw, headers={header: sign(raw, secret), **headers})

    def stored(self):
        with self.database.reading() as session:
            return list(session.scalars(select(Event).order_by(Event.id)))


def sign(raw: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), raw, hashlib.sha256)).decode()


def event(number=1, **changed):
    return {
        "type": "message",
        "webhookEventId": f"01HEVENT{number}",
        "timestamp": 1795000000000,
        "source": {"type": "user", "userId": "U" + "a" * 32},
        "message": {"type": "text", "id": str(number), "text": "ไฟดับ"},
        **changed,
    }


def envelope(*events):
    return {"destination": "U" + "0" * 32, "events": list(events)}


@pytest.fixture
def desk(database_url):
    desk = Desk(database_url)
    yield desk
    desk.database.dispose()


def test_events_are_stored_as_they_came_and_answered_200(desk):
    assert desk.deliver(envelope(event(1), event(2))).status_code == 200
    assert [json.loads(row.raw) for row in desk.stored()] == [event(1), event(2)]
    assert [row.line_message_id for row in desk.stored()] == ["1", "2"]


def test_a_redelivered_event_is_stored_once(desk):
    assert desk.deliver(envelope(event(1))).status_code == 200
    assert desk.deliver(envelope(event(1, deliveryContext={"isRedelivery": True}), event(2))).status_code == 200
    assert len(desk.stored()) == 2


def test_the_verification_request_without_events_is_answered_200(desk):
    assert desk.deliver(envelope()).status_code == 200
    assert desk.stored() == []


def test_lines_own_example_of_a_signature_is_accepted():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert is_signed(body, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=", ("8c570fa6dd201bb328f1c1eac23a96d8",))


def test_the_old_secret_works_while_it_is_being_replaced(desk):
    assert desk.deliver(envelope(event(1)), secret=SECRETS[1]).status_code == 200


@pytest.mark.parametrize("header", ["x-line-signature", "X-LINE-SIGNATURE"])
def test_the_signature_headers_case_does_not_matter(desk, header):
    assert desk.deliver(envelope(event(1)), header=header).status_code == 200


def test_a_forged_signature_is_refused_and_nothing_stored(desk):
    assert desk.deliver(envelope(event(1)), secret="a guess").status_code == 401
    raw = json.dumps(envelope(event(1))).encode()
    assert desk.client.post("/line/yala/webhook", data=raw).status_code == 401
    thai = {"X-Line-Signature": "ลายเซ็น".encode()}
    assert desk.client.post("/line/yala/webhook", data=raw, headers=thai).status_code == 401
    assert desk.stored() == []


@pytest.mark.parametrize("slug", ["nowhere", "notloaded"])
def test_an_unknown_municipality_is_404(desk, slug):
    assert desk.deliver(envelope(event(1)), slug=slug, secret="s").status_code == 404


def test_a_body_over_a_megabyte_is_413(desk):
    assert desk.deliver(b"x" * 1_000_001).status_code == 413


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"[]", b"1", b'{"events": {}}', b'{"events":[1]}', b'{"events": 0}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_is_not_lines_shape_is_400_with_one_short_reason(desk, body):
    answer = desk.deliver(body)
    assert answer.status_code == 400
    assert 0 < len(answer.json["message"]) < 60
    assert desk.stored() == []


def test_a_database_that_is_away_is_503_so_that_line_delivers_again(desk):
    desk.database.dispose()
    desk.app.extensions["siang"].database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    answer = desk.deliver(envelope(event(1)))
    assert answer.status_code == 503


def test_the_consoles_dummy_events_are_tolerated(desk):
    dummy = {"replyToken": "0" * 32, "type": "message", "source": {"type": "user", "userId": "Udeadbeef"}}
    assert desk.deliver({"events": [dummy, dummy]}).status_code == 200
    assert len(desk.stored()) == 1


def test_the_webhook_opens_no_case_itself(desk):
    desk.deliver(envelope(event(1)))
    with desk.database.reading() as session:
        assert session.scalars(select(Case)).all() == []


def new_event(desk, number, **changed):
    with desk.database.reading() as session:
        town_id = municipalities.by_slug(session, "yala").id
    known = NewEvent(town_id, f"E{number}", "U1", str(number), NOW, NOW, "{}")
    return known._replace(**changed)


def store_at_once(intake, deliveries):
    """Stores each from a thread of its own; whether each was stored."""

    def stored(events):
        try:
            intake.store(events)
        except NotStored:
            return False
        return True

    with ThreadPoolExecutor(len(deliveries)) as pool:
        return list(pool.map(stored, deliveries))


def test_an_event_that_the_database_refuses_takes_no_other_along(desk):
    intake = Intake(desk.database)
    poisoned = [new_event(desk, 100, municipality_id=10**6)]
    good = [[new_event(desk, number)] for number in range(15)]
    for _ in range(5):  # which of them are written together is chance
        stored = store_at_once(intake, [*good[:7], poisoned, *good[7:]])
        assert stored == [True] * 7 + [False] + [True] * 8
    assert len(desk.stored()) == 15
    intake.close()


def test_many_deliveries_at_once_are_each_stored_once(desk):
    intake = Intake(desk.database)
    deliveries = [[new_event(desk, number), new_event(desk, number + 1)] for number in range(40)]
    assert all(store_at_once(intake, deliveries))
    assert sorted(row.webhook_event_id for row in desk.stored()) == sorted(f"E{number}" for number in range(41))
    intake.close()


def test_a_delivery_may_have_more_events_than_one_statement_stores(desk):
    intake, known = Intake(desk.database), new_event(desk, 0)
    intake.store([known._replace(webhook_event_id=f"E{number}") for number in range(MOST_ROWS + 100)])
    intake.close()
    assert len(desk.stored()) == MOST_ROWS + 100


def test_a_connection_that_broke_is_opened_again_without_losing_a_delivery(postgres_url):
    desk = Desk(postgres_url)
    assert desk.deliver(envelope(event(1))).status_code == 200
    with desk.database.transaction() as session:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        session.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    assert desk.deliver(envelope(event(2))).status_code == 200
    assert len(desk.stored()) == 2
    desk.database.dispose()


def test_a_database_that_came_back_takes_deliveries_again(desk):
    service, away = desk.app.extensions["siang"], Database("postgresql://nobody@127.0.0.1:1/nothing")
    service.database = away
    assert desk.deliver(envelope(event(1))).status_code == 503
    service.database = desk.database
    assert desk.deliver(envelope(event(1))).status_code == 200
    assert len(desk.stored()) == 1


def test_a_database_held_by_another_is_503_before_line_stops_waiting(sqlite_url):
    desk = Desk(sqlite_url)
    assert desk.deliver(envelope(event(1))).status_code == 200
    with desk.database.transaction() as session:
        session.execute(text("SELECT 1"))  # begins it
        started = time.monotonic()
        assert desk.deliver(envelope(event(2))).status_code == 503
        assert time.monotonic() - started < 2
    desk.database.dispose()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_another_method_is_no_delivery(desk, method):
    assert desk.client.open("/line/yala/webhook", method=method).status_code in (404, 405)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("type", "webhookEventId", "timestamp", "source", "message", "mode", "replyToken", "deliveryContext")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), max_size=4))
def test_any_signed_events_are_stored_whatever_their_fields(sqlite_url, events):
    desk = Desk(sqlite_url)
    assert desk.deliver(envelope(*events)).status_code == 200
    desk.database.dispose()
