"""A resident's words become a case, and what follows joins it."""

from dataclasses import dataclass
from datetime import datetime

from db import Session, cases, similar
from db.models import Action, Actor, Attachment, Case, CaseEntry, EntryType, Event, Kind, Resident, Status, Urgency
from handlers.bangkok_time import bangkok
from handlers.municipalities import Town
from handlers.promises import due_on
from handlers.same_matter import note_words
from nlp import Place, Understanding

SUMMARY_LENGTH = 1000
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
    _note_understanding(town, case, understood)
    session.add(case)
    session.flush()  # its id is needed below
    cases.add_topics(session, case, _guesses(understood))
    note_words(session, case, said.text or "")
    entry = add_entry(session, case, said, now)
    cases.record(session, case, Action.OPENED, Actor.RESIDENT, now, after=case.reference, entry_id=entry.id)
    return case


def _next_reference(session: Session, town: Town, now: datetime) -> str:
    today = bangkok(now)
    month = f"{(today.year + BUDDHIST_ERA) % 100:02d}{today.month:02d}"
    number = cases.next_number(session, town.id, month)
    return f"{town.folder.municipality.letters}-{month}-{number:05d}"


def apply_understanding(session: Session, town: Town, case: Case, understood: Understanding) -> None:
    """Writes kind, topics, place, department and promise as understood from all words of the case so far."""
    _note_understanding(town, case, understood)
    similar.follow_case(session, case)
    cases.put_topics(session, case, _guesses(understood))


def _guesses(understood: Understanding) -> list[tuple[str, float | None]]:
    return [(topic.code, topic.probability) for topic in understood.topics]


def _note_understanding(town: Town, case: Case, understood: Understanding) -> None:
    case.kind = Kind(understood.kind)
    case.restricted = case.kind is Kind.MISCONDUCT
    case.urgency = Urgency(understood.urgency)
    case.confidence, case.sure, case.model_version = understood.confidence, understood.sure, understood.model_version
    route(town, case, understood.topics[0].code)
    _note_place(case, understood.places)


def route(town: Town, case: Case, topic: str) -> None:
    """Sets department and promised day by kind and first topic."""
    restricted_to = town.folder.municipality.restricted_department
    case.department_code = restricted_to if case.restricted else town.topics[topic].department
    case.due_on = due_on(town, case.kind, topic, case.opened_at)


def _note_place(case: Case, places: tuple[Place, ...]) -> None:
    if places and case.latitude is None:
        case.place = " ".join(place.text for place in places)[:300]
        case.community_code = next((place.community for place in places if place.community), case.community_code)


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


def join_case(session: Session, town: Town, case: Case, said: Said, now: datetime) -> CaseEntry:
    """Adds what a resident said to the draft it belongs to."""
    entry = add_entry(session, case, said, now)
    case.last_wrote_at = max(case.last_wrote_at, said.said_at)
    case.written_at = min(case.written_at, said.said_at)
    if said.type is EntryType.LOCATION:
        set_position(town, case, said)
    cases.record(session, case, Action.JOINED, Actor.RESIDENT, now, after=said.type.value, entry_id=entry.id)
    return entry


def set_position(town: Town, case: Case, said: Said) -> None:
    """Puts the case where the resident's pin is; outside every community's area the community stays unknown."""
    if said.position is None:
        return
    case.latitude, case.longitude = said.position
    case.place = said.address or case.place
    case.community_code = town.map.community_at(*said.position) or case.community_code


def words_of(session: Session, case: Case) -> str:
    """All words of the case in the order they were written, whatever the order they arrived in."""
    entries = cases.entries(session, case.id)
    return "\n".join(entry.text for entry in entries if entry.actor is Actor.RESIDENT and entry.text)


def refresh_summary(session: Session, case: Case) -> str:
    """Rebuilds the case's summary from what is still said in it, and gives the words."""
    words = words_of(session, case)
    case.summary = words[:SUMMARY_LENGTH]
    note_words(session, case, words)
    return words


def may_be_reunderstood(case: Case) -> bool:
    """Whether the bot may still change kind and topics: nobody has chosen them and no work has begun."""
    return not case.corrected and case.status is Status.RECEIVED and case.first_action_at is None


def adopt(session: Session, town: Town, case: Case, event: Event, said: Said, now: datetime) -> None:
    """Joins a photo or position that came before the words."""
    join_case(session, town, case, said, now)
    event.case_id = case.id
