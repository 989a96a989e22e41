"""One turn of a conversation: what a resident did, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from db import Session, cases, inbox
from db.models import Case, EntryType, Event, Outcome, Resident, Status
from handlers.cases import case_facts
from handlers.intake import Said
from handlers.municipalities import Town
from handlers.promises import promise_facts
from handlers.say import Say
from nlp import Gazetteer, Understanding


@dataclass(frozen=True)
class Incoming:
    """What a resident did, free of LINE's JSON. `act` names it: say, tap, arrive, leave, unsend, or unsupported."""

    event_id: int
    act: str
    occurred_at: datetime
    type: EntryType | None = None
    text: str | None = None
    line_message_id: str | None = None
    quote_token: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    tap: dict[str, str] = field(default_factory=dict)
    """What the tapped button carries: `do` and its arguments."""

    def said(self) -> Said:
        """As an entry of a case. Raises ValueError when nothing was said."""
        if self.type is None:
            raise ValueError(f"{self.act} is nothing said")
        return Said(
            event_id=self.event_id,
            type=self.type,
            said_at=self.occurred_at,
            line_message_id=self.line_message_id,
            text=self.text,
            latitude=self.latitude,
            longitude=self.longitude,
            address=self.address,
            quote_token=self.quote_token,
        )


@dataclass
class Turn:
    """Everything a step may use: it reads and writes through the session, sends nothing and commits nothing."""

    session: Session
    town: Town
    resident: Resident
    incoming: Incoming
    now: datetime
    understand: Callable[[str, Gazetteer], Understanding]
    public_url: str
    read_event: Callable[[Event], Incoming]
    """Reads a stored event of the same resident again."""

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.town.folder.municipality.conversation.draft_window_minutes)

    def draft(self) -> Case | None:
        """The open case that what is said now belongs to, within the window either way.

        Else one for which staff wait for the resident's answer.
        """
        fresh, awaited = self._drafts()
        # A late message belongs where it would have gone when it was written: to the case that was open then.
        open_then = [case for case in fresh if case.written_at <= self.incoming.occurred_at]
        return next(iter(open_then + fresh + awaited), None)

    def fresh_drafts(self) -> list[Case]:
        """The open cases within the window of this moment."""
        return self._drafts()[0]

    def keep_draft_open(self) -> None:
        """Whatever the resident does lengthens the window."""
        fresh, _ = self._drafts()
        if fresh:
            fresh[0].last_wrote_at = max(fresh[0].last_wrote_at, self.incoming.occurred_at)

    def _drafts(self) -> tuple[list[Case], list[Case]]:
        at = self.incoming.occurred_at
        drafts = cases.drafts(self.session, self.resident.id, at - self.window)
        fresh = [case for case in drafts if case.last_wrote_at + self.window >= at >= case.written_at - self.window]
        return fresh, [case for case in drafts if case.status is Status.WAITING_RESIDENT]

    def own_case(self, case_id: str | None) -> Case | None:
        """The resident's own case that a button names; None for a stale or foreign one."""
        if not case_id or not case_id.isdecimal() or len(case_id) > 18:
            return None
        case = cases.get_held(self.session, self.town.id, int(case_id))
        return case if case is not None and case.resident_id == self.resident.id else None

    def own_event(self) -> Event | None:
        """The resident's own earlier event that a button names; None for a stale or foreign one."""
        event_id = self.incoming.tap.get("event", "")
        if not event_id.isdecimal() or len(event_id) > 18:
            return None
        return inbox.get_of_sender(self.session, int(event_id), self.town.id, self.resident.line_user_id)

    def say(self, name: str, case: Case | None = None, **facts: Any) -> Say:
        """A message, with the facts of the case it is about."""
        if case is not None:
            promise = promise_facts(self.town, case.kind, case.due_on)
            facts = {**case_facts(self.session, self.town, case), "promise": promise, **facts}
        return Say(name, facts)


@dataclass(frozen=True)
class Result:
    """How the event ended, and the messages that answer it."""

    outcome: Outcome
    says: list[Say] = field(default_factory=list)
    reason: str | None = None
    case: Case | None = None


def answered(reason: str, *says: Say) -> Result:
    return Result(Outcome.ANSWERED, list(says), reason)


def ignored(reason: str) -> Result:
    return Result(Outcome.IGNORED, [], reason)


def opened(case: Case, *says: Say) -> Result:
    return Result(Outcome.OPENED, list(says), None, case)


def joined(case: Case, *says: Say) -> Result:
    return Result(Outcome.JOINED, list(says), None, case)


def stale(turn: Turn) -> Result:
    """The button belongs to something that is over, or to nobody."""
    return answered("stale_button", turn.say("stale_button"))
