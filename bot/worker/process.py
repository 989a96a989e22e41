"""One worker process: its loops in threads, its sign of life, its orderly end."""

import fcntl
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

import nlp
from bot.attachments import AttachmentFolder
from bot.installed_model import InstalledModel
from bot.line import Line
from bot.settings import Settings
from bot.worker.events import EventHandling, where
from bot.worker.fetching import Fetching
from bot.worker.sending import Sending
from db import Database, DBAPIError, heartbeats

log = logging.getLogger("siang.worker")

IDLE_SECONDS = 0.05
"""How long a loop sleeps when nothing is due; half of it is what waiting costs a message on average."""
HEARTBEAT_SECONDS = 5
DATABASE_AWAY_SECONDS = 2


class AnotherWorker(Exception):
    """SQLite has a single writer, and another worker process holds the place."""


class Worker:
    """Handles events, sends messages and fetches files until it is told to stop."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._database = Database(settings.database_url, takes_turns=True)
        self._line = Line(settings.channels, settings.line_api_host)
        self._events = EventHandling(self._database, settings.public_url, clock)
        self._sending = Sending(self._database, self._line, clock)
        self._fetching = Fetching(self._database, self._line, AttachmentFolder(settings.attachments), clock)
        self._model = InstalledModel(self._database, settings.models)
        self._stopping = threading.Event()
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._started_at = clock()

    def run(self) -> None:
        """Runs until `stop`; finishes what is in hand. Raises AnotherWorker."""
        with ExitStack() as closing:
            closing.callback(self._database.dispose)
            if self._database.is_sqlite:
                closing.enter_context(_only_worker(self._database))
            self._guarded(self._model.follow)
            nlp.load()
            closing.callback(self._line.close)
            closing.callback(self._say_goodbye)
            closing.callback(self._sending.close)
            self._run_loops()

    def stop(self) -> None:
        self._stopping.set()

    def _run_loops(self) -> None:
        work = (self._events.handle_next, self._sending.send_due, self._fetching.fetch_next)
        threads = [threading.Thread(target=self._loop, args=(step,), name=step.__name__) for step in work]
        for thread in threads:
            thread.start()
        log.info("worker %s is ready", self._name)
        while not self._stopping.is_set():
            self._guarded(self._beat)
            self._guarded(self._model.follow)
            self._stopping.wait(HEARTBEAT_SECONDS)
        for thread in threads:
            thread.join()

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            if not self._guarded(step):
                self._stopping.wait(IDLE_SECONDS)

    def _guarded(self, step: Callable[[], bool | None]) -> bool:
        """Runs one step; a database that is away is waited for, and no fault ends the loop."""
        try:
            return bool(step())
        except DBAPIError as failure:
            log.error("the database does not answer: %s", type(failure.orig).__name__)
        except Exception as failure:  # its text may hold a resident's words and is not logged
            log.error("a step failed: %s", where(failure))
        self._stopping.wait(DATABASE_AWAY_SECONDS)
        return False

    def _beat(self) -> None:
        with self._database.transaction() as session:
            heartbeats.beat(session, self._name, self._started_at, self._clock())

    def _say_goodbye(self) -> None:
        try:
            with self._database.transaction() as session:
                heartbeats.stop(session, self._name)
        except DBAPIError:
            log.warning("the database is away; the last sign of life will run out by itself")


def _only_worker(database: Database) -> TextIOWrapper:
    """Holds the lock beside the database file for as long as it is open. Raises AnotherWorker."""
    lock = Path(f"{database.sqlite_path}.worker").open("w")  # noqa: SIM115 (the caller holds it open)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise AnotherWorker("another worker runs on this SQLite database; a second one needs PostgreSQL") from None
    return lock
