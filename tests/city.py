"""The whole service on loopback: web, worker and a simulated LINE, over real HTTP, with a clock tests can move."""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from bot.app import create_app
from bot.settings import Channel, Settings
from bot.simulator import serve_in_thread
from bot.simulator.client import SimulatorClient
from bot.simulator.credentials import ensure_channels, read_channels
from bot.worker.process import Worker
from db import Database, cases
from db.models import Attachment, Base, Case, CaseEntry, Event, Message, Resident
from handlers.municipalities import load
from handlers.municipality_folder import read_folder

REPOSITORY = Path(__file__).parents[1]
YALA = REPOSITORY / "municipalities/yala"
BANMAI = REPOSITORY / "tests/municipalities/banmai"


class Clock:
    """The service's clock; `advance` moves it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class City:
    """Two municipalities in service, and the means to play their residents and to look behind the counter."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.clock = Clock()
        self.database = Database(database_url)
        with self.database.transaction() as session:
            for home in (YALA, BANMAI):
                load(session, read_folder(home), now=self.clock())
        channels_file = folder / "channels.toml"
        ensure_channels(channels_file, ["yala", "banmai"])
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._simulator = serve_in_thread(app_url=self.url, channels_file=channels_file)
        self.sim = SimulatorClient(self._simulator.url)
        self.settings = Settings(
            database_url=database_url,
            secret_key="only for the stories of the tests",
            public_url="https://siang.example",
            channels={
                channel.slug: Channel((channel.secret,), channel.access_token)
                for channel in read_channels(channels_file).values()
            },
            line_api_host=self._simulator.url,
            attachments=folder / "attachments",
        )
        self.app = create_app(self.settings)
        self.app.extensions["siang"].clock = self.clock
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.worker: Worker | None = None
        self.start_worker()

    def _serve(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return self.app(environ, start_response)

    def start_worker(self, **changed: Any) -> None:
        self.worker = Worker(replace(self.settings, **changed), self.clock)
        self._worker_thread = threading.Thread(target=self.worker.run, daemon=True)
        self._worker_thread.start()

    def stop_worker(self) -> None:
        if self.worker is not None:
            self.worker.stop()
            self._worker_thread.join()
            self.worker = None

    def close(self) -> None:
        self.stop_worker()
        self._server.shutdown()
        self._server.server_close()
        self._simulator.stop()
        self.app.extensions["siang"].database.dispose()
        self.database.dispose()

    def advance(self, **time_span: float) -> None:
        """Moves the service's and the platform's clock."""
        span = timedelta(**time_span)
        self.clock.ahead += span
        self.sim.advance_clock(span.total_seconds())

    def rows(self, model: type[Any], **equals: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(model).filter_by(**equals).order_by(model.id)))

    def cases(self, **equals: Any) -> list[Case]:
        return self.rows(Case, **equals)

    def entries(self, case: Case) -> list[CaseEntry]:
        return self.rows(CaseEntry, case_id=case.id)

    def outcomes(self) -> list[tuple[str | None, str | None]]:
        return [(event.outcome and event.outcome.value, event.reason) for event in self.rows(Event)]

    def said(self, resident: str) -> list[str]:
        """The names of the messages queued for a resident, in order."""
        (known,) = self.rows(Resident, line_user_id=resident)
        return [name for message in self.rows(Message, resident_id=known.id) for name in message.names]

    def topics(self, case: Case) -> list[str]:
        with self.database.reading() as session:
            return [topic.code for topic in cases.topics(session, case.id)]

    def wait_for_files(self, count: int) -> list[Attachment]:
        self.until(lambda: len(self.rows(Attachment, state="stored")) == count, "files are not stored")
        return self.rows(Attachment, state="stored")

    def traces_of(self, words: str) -> list[str]:
        """The tables that still hold these words."""
        escaped = json.dumps(words)[1:-1]
        found = []
        with self.database.reading() as session:
            for table in Base.metadata.sorted_tables:
                rows = session.execute(select(table)).all()
                # str() of a row would cut long values
                if any(words in repr(tuple(row)) or escaped in repr(tuple(row)) for row in rows):
                    found.append(table.name)
        return found

    def make_newest_event_oldest(self) -> None:
        """As when LINE delivers in another order than things happened."""
        with self.database.transaction() as session:
            newest = session.scalars(select(Event).order_by(Event.id.desc())).first()
            newest.occurred_at -= timedelta(minutes=1)

    def until(self, happened: Callable[[], bool], otherwise: str, timeout: float = 10) -> None:
        until(happened, timeout, otherwise)

    def settle(self, timeout: float = 15) -> None:
        """Waits until every delivered event is handled and every message has gone or rests."""
        self.sim.wait_for_deliveries()
        until(lambda: not self.rows(Event, outcome=None), timeout, "events are left in the inbox")
        until(lambda: not self.rows(Message, delivery="waiting"), timeout, "messages are left in the outbox")


def until(happened: Callable[[], bool], timeout: float, otherwise: str) -> None:
    deadline = time.monotonic() + timeout
    while not happened():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


def against_lines_description(sent: list[dict[str, Any]]) -> list[Any]:
    """What LINE's own API description finds wrong with these bodies; nothing where LINE_OPENAPI names no copy of it."""
    folder = os.environ.get("LINE_OPENAPI")
    if not folder:
        return []
    if folder not in sys.path:
        sys.path.append(folder)
    from check_bodies import violations

    found = [finding for body in sent for finding in violations(body["path"], body["body"])]
    return [(where, what) for where, what in found if not where.startswith("note")]


@pytest.fixture
def city(database_url: str, tmp_path: Path) -> Iterator[City]:
    city = City(database_url, tmp_path)
    yield city
    refused, sent = city.sim.refused(), city.sim.sent_bodies()
    city.close()
    assert not refused, refused
    assert against_lines_description(sent) == []
