"""Inbox -> handlers -> outbox: one event, one transaction, one of five outcomes."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import nlp
from bot.incoming import Delivered, read_again, read_event
from bot.outgoing import queue_reply
from db import Database, DBAPIError, Session, inbox, residents
from db.models import Event, Outcome
from handlers.conversation import Turn, respond
from handlers.municipalities import Towns

log = logging.getLogger("siang.worker")

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600))
"""Before each further try of an event that failed; after the last it is set aside."""
ROOT = Path(__file__).resolve().parents[2]


class EventHandling:
    """Takes events from the inbox, oldest first, and finishes each."""

    def __init__(self, database: Database, public_url: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._public_url = public_url
        self._clock = clock
        self._towns = Towns()
        self._held_elsewhere: set[tuple[int, str]] = set()

    def handle_next(self) -> bool:
        """Handles one event; False when none is due."""
        with self._database.reading() as session:
            if not inbox.has_due(session, self._clock()):
                return False
        with self._database.transaction() as session:
            event = inbox.claim(session, self._clock(), self._held_elsewhere)
            if event is None:
                self._held_elsewhere.clear()
                return False
            if not inbox.hold_sender(session, event):
                self._held_elsewhere.add((event.municipality_id, event.line_user_id or ""))
                return True
            self._handle_or_note_failure(session, event)
            return True

    def _handle_or_note_failure(self, session: Session, event: Event) -> None:
        try:
            with session.begin_nested():
                self._handle(session, event)
        except DBAPIError as failure:
            if failure.connection_invalidated:
                raise  # the database is away, not the event at fault
            self._note_failure(event, failure)
        except Exception as failure:
            self._note_failure(event, failure)

    def _handle(self, session: Session, event: Event) -> None:
        now = self._clock()
        read = read_event(event)
        if not isinstance(read, Delivered):
            inbox.finish(event, Outcome.IGNORED, read.reason, None, now)
            return
        town = self._towns.get(session, event.municipality_id)
        resident = residents.find_or_add(session, town.id, event.line_user_id or "", now)
        turn = Turn(session, town, resident, read.incoming, now, nlp.understand, self._public_url, read_again)
        result = respond(turn)
        last = resident.last_wrote_at
        resident.last_wrote_at = max(last, event.occurred_at) if last else event.occurred_at
        case_id = result.case.id if result.case else None
        inbox.finish(event, result.outcome, result.reason, case_id, now)
        if read.incoming.act not in ("leave", "unsend"):
            queue_reply(session, town, resident, event, read.reply_token, result.says, now, case_id)

    def _note_failure(self, event: Event, failure: Exception) -> None:
        now = self._clock()
        event.attempts += 1
        event.reason = where(failure)
        if event.attempts > len(PAUSES):
            inbox.finish(event, Outcome.SET_ASIDE, event.reason, None, now)
        else:
            event.next_attempt_at = now + PAUSES[event.attempts - 1]
        log.warning("event %s failed for the %s. time: %s", event.id, event.attempts, event.reason)


def where(failure: Exception) -> str:
    """The kind of failure and its place in our code; never its text, which may hold a resident's words."""
    ours = [frame for frame in traceback.extract_tb(failure.__traceback__) if frame.filename.startswith(str(ROOT))]
    ours = [frame for frame in ours if ".venv" not in frame.filename]
    place = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else "elsewhere"
    return f"{type(failure).__name__} at {place}"[:200]
