"""Photos and files of residents: fetched from LINE soon after they came, removed when they are taken back."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attachments import AttachmentFolder, Unreadable, prepared
from bot.line import Line
from db import Database, attachments
from db.models import Attachment, EntryType

log = logging.getLogger("siang.worker")

LEASE = timedelta(seconds=60)
TRIED_FOR = timedelta(hours=23)
"""Whatever keeps us from a file, be it LINE or our own token, may pass; LINE keeps files for a while only."""
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Fetch:
    """One file to fetch or to remove."""

    attachment_id: int
    slug: str
    line_message_id: str
    sent_at: datetime
    is_image: bool
    remove_key: str | None
    removing: bool


class Fetching:
    """Does one due file at a time."""

    def __init__(self, database: Database, line: Line, folder: AttachmentFolder, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._line = line
        self._folder = folder
        self._clock = clock

    def fetch_next(self) -> bool:
        """Fetches or removes one file; False when none is due."""
        fetch = self._claim()
        if fetch is None:
            return False
        if fetch.removing:
            self._remove(fetch)
        else:
            self._fetch(fetch)
        return True

    def _claim(self) -> Fetch | None:
        now = self._clock()
        with self._database.reading() as session:
            if not attachments.has_due(session, now):
                return None
        with self._database.transaction() as session:
            due = attachments.claim(session, now, LEASE)
            if due is None:
                return None
            attachment, entry, slug = due
            is_image = entry.type is EntryType.IMAGE
            removing = attachment.state == "removing"
            return Fetch(
                attachment.id,
                slug,
                attachment.line_message_id,
                entry.said_at,
                is_image,
                attachment.key,
                removing,
            )

    def _remove(self, fetch: Fetch) -> None:
        if fetch.remove_key:
            self._folder.remove(fetch.remove_key)
        with self._database.transaction() as session:
            attachment = session.get_one(Attachment, fetch.attachment_id, with_for_update=True)
            attachment.state, attachment.key, attachment.size = "gone", None, None

    def _fetch(self, fetch: Fetch) -> None:
        content = self._line.content(fetch.slug, fetch.line_message_id)
        if content.data is None:
            self._not_yet(fetch, content.gone, content.reason)
            return
        try:
            data, content_type, suffix = prepared(content.data, content.content_type, fetch.is_image)
        except Unreadable as reason:
            self._not_yet(fetch, True, str(reason))
            return
        key = self._folder.save(data, suffix)
        with self._database.transaction() as session:
            attachment = session.get_one(Attachment, fetch.attachment_id, with_for_update=True)
            if attachment.state != "waiting":  # taken back while it was on its way
                self._folder.remove(key)
                return
            attachment.state, attachment.key, attachment.reason = "stored", key, None
            attachment.content_type, attachment.size = content_type, len(data)

    def _not_yet(self, fetch: Fetch, gone: bool, reason: str) -> None:
        with self._database.transaction() as session:
            attachment = session.get_one(Attachment, fetch.attachment_id, with_for_update=True)
            if attachment.state != "waiting":  # taken back meanwhile
                return
            attachment.reason = reason
            if gone or self._clock() - fetch.sent_at > TRIED_FOR:
                attachment.state = "gone"
            else:
                pause = min(timedelta(seconds=2 ** min(attachment.attempts, 12)), LONGEST_PAUSE)
                attachment.next_attempt_at = self._clock() + pause
        log.info("attachment %s not stored: %s", fetch.attachment_id, reason)
