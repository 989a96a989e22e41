"""A case's conversation and history as the page shows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from bot.words import short_date, word
from db import Session, accounts, cases, outbox
from db.models import Action, Actor, Attachment, Case, CaseEntry, CaseEvent, Message
from handlers.municipalities import Town


@dataclass(frozen=True)
class Spoken:
    """One thing in the conversation: what a person said, or what we sent."""

    at: datetime
    actor: Actor
    name: str
    entry: CaseEntry | None = None
    attachments: tuple[Attachment, ...] = ()
    sent: Message | None = None

    @property
    def sent_text(self) -> str:
        """What a lock screen showed of it."""
        parts = [part.get("altText") or part.get("text") or "" for part in self.sent.own_body] if self.sent else []
        return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Change:
    """One line of the history, in words."""

    id: int
    at: datetime
    name: str
    action: str
    before: str
    after: str


@dataclass(frozen=True)
class CaseView:
    """All that the case's page shows, read in one moment."""

    case: Case
    topics: list[tuple[str, float | None]]
    thread: list[Spoken]
    photos: list[Attachment]
    changes: list[Change]

    @property
    def last_event(self) -> int:
        return self.changes[-1].id if self.changes else 0


def view_of(session: Session, town: Town, case: Case) -> CaseView:
    entries, events = cases.entries(session, case.id), cases.history(session, case.id)
    spoke = {entry.account_id for entry in entries} | {event.account_id for event in events}
    names = accounts.names(session, spoke)
    files = _files_by_entry(session, case)
    thread = [_said(entry, names, files) for entry in entries]
    thread += [Spoken(m.queued_at, Actor.BOT, word("actor", "bot"), sent=m) for m in outbox.of_case(session, case.id)]
    return CaseView(
        case,
        [(topic.code, topic.probability) for topic in cases.topics(session, case.id)],
        sorted(thread, key=lambda spoken: spoken.at),
        [file for entry in entries for file in files[entry.id] if (file.content_type or "").startswith("image/")],
        [change_in_words(event, town, names) for event in events],
    )


def _files_by_entry(session: Session, case: Case) -> dict[int, tuple[Attachment, ...]]:
    files: dict[int, tuple[Attachment, ...]] = defaultdict(tuple)
    for file in cases.attachments(session, case.id):
        files[file.entry_id] += (file,)
    return files


def _said(entry: CaseEntry, names: dict[int, str], files: dict[int, tuple[Attachment, ...]]) -> Spoken:
    name = names.get(entry.account_id or 0) or word("actor", entry.actor.value)
    return Spoken(entry.said_at, entry.actor, name, entry=entry, attachments=files[entry.id])


def change_in_words(event: CaseEvent, town: Town, names: dict[int, str]) -> Change:
    name = names.get(event.account_id or 0) if event.actor is Actor.STAFF else None
    return Change(
        event.id,
        event.happened_at,
        name or word("actor", event.actor.value),
        word("action", event.action.value),
        value_in_words(event.action, event.before, town),
        value_in_words(event.action, event.after, town),
    )


def value_in_words(action: Action, value: str | None, town: Town) -> str:
    """What a history's code means to a reader; a code that is no longer known stays as it is."""
    if not value:
        return ""
    match action:
        case Action.STATUS:
            return word("status", value)
        case Action.KIND:
            return word("kind", value)
        case Action.JOINED:
            return word("entry", value)
        case Action.DEPARTMENT:
            return town.departments[value].name if value in town.departments else value
        case Action.TOPICS:
            return ", ".join(town.topics[code].name if code in town.topics else code for code in value.split())
        case Action.DUE:
            return short_date(value)
        case _:
            return value
