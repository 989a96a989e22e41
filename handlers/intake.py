"""A resident's words become a case, and what follows joins it."""

from dataclasses import dataclass
from datetime import datetime

from db import Session, cases
from db.models import Action, Actor, Attachment, Case, CaseEntry, EntryType, Event, Outcome, Resident
from handlers.bangkok_time import bangkok
from handlers.municipalities import Town
from handlers.rereading import SUMMARY_LENGTH, guesses, put_place, put_understanding
from handlers.same_matter import note_words
from nlp import Understanding

BUDDHIST_ERA = 543
FETCHED = frozenset({EntryType.IMAGE, EntryType.AUDIO, EntryType.VIDEO, EntryType.FILE})


@dataclass(frozen=True)
class Said:
    """One thing a resident said, ready to become an entry of a case."""

    event_id: int
    type: EntryType
    said_at: datetime
    line_message_id: str | None = None
    text: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    quote_token: str | None = None

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


def open_case(
    session: Session, town: Town, resident: Resident, said: Said, understood: Understanding, now: datetime
) -> Case:
    """Opens a case from a resident's words; the words become its first entry."""
    case = Case(
        municipality_id=town.id,
        reference=_next_reference(session, town, now),
        resident_id=resident.id,
        summary=(said.text or "")[:SUMMARY_LENGTH],
        written_at=said.said_at,
        last_wrote_at=said.said_at,
        opened_at=now,
    )
    put_understanding(town, case, understood)
    put_place(town, case, [], understood.places)
    session.add(case)
    session.flush()  # its id is needed below
    cases.add_topics(session, case, guesses(understood))
    note_words(session, case, said.text or "")
    entry = add_entry(session, case, said, now)
    cases.record(session, case, Action.OPENED, Actor.RESIDENT, now, after=case.reference, entry_id=entry.id)
    return case


def _next_reference(session: Session, town: Town, now: datetime) -> str:
    today = bangkok(now)
    month = f"{(today.year + BUDDHIST_ERA) % 100:02d}{today.month:02d}"
    number = cases.next_number(session, town.id, month)
    return f"{town.folder.municipality.letters}-{month}-{number:05d}"


def add_entry(session: Session, case: Case, said: Said, now: datetime) -> CaseEntry:
    """Adds what a resident said to a case; a photo or file is fetched later, a position goes to the case as well."""
    entry = CaseEntry(
        municipality_id=case.municipality_id,
        case_id=case.id,
        actor=Actor.RESIDENT,
        event_id=said.event_id,
        line_message_id=said.line_message_id,
        type=said.type,
        text=said.text,
        latitude=said.latitude,
        longitude=said.longitude,
        address=said.address,
        quote_token=said.quote_token,
        said_at=said.said_at,
    )
    session.add(entry)
    session.flush()  # its id is needed by the attachment and the history
    if said.type in FETCHED and said.line_message_id:
        session.add(
            Attachment(
                municipality_id=case.municipality_id,
                entry_id=entry.id,
                line_message_id=said.line_message_id,
                next_attempt_at=now,
            )
        )
    return entry


def join_case(session: Session, case: Case, said: Said, now: datetime) -> CaseEntry:
    """Adds what a resident said to the draft it belongs to; reading it again is the caller's."""
    entry = add_entry(session, case, said, now)
    case.last_wrote_at = max(case.last_wrote_at, said.said_at)
    case.written_at = min(case.written_at, said.said_at)
    cases.record(session, case, Action.JOINED, Actor.RESIDENT, now, after=said.type.value, entry_id=entry.id)
    return entry


def adopt(session: Session, case: Case, event: Event, said: Said, now: datetime) -> None:
    """Joins a photo or position that came before the words; its event has joined a case after all."""
    join_case(session, case, said, now)
    event.outcome, event.reason, event.case_id = Outcome.JOINED, None, case.id
