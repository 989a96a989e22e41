"""Finds cases by their words, their pin and their place: each question from an index, each answer bounded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, func, insert, select, text
from sqlalchemy.orm import Session

from db.models import Case, CaseTopic, CaseWord, CaseWords, Kind, Status

MOST_OF_A_WORD = 150
"""The newest cases that a word is followed to: a word that more of them have says little about any."""
MOST_WORDS = 24
NEWEST_OF_A_WORD = """SELECT word, case_id FROM (
    SELECT word, case_id FROM case_word WHERE municipality_id = :municipality AND word = :word
    ORDER BY case_id DESC LIMIT :most) AS newest"""
SUMMARY_SHOWN = 240
Area = tuple[float, float, float, float]
"""South, west, north, east."""
Pin = tuple[int, float, float]
"""Id of the case, latitude, longitude."""


@dataclass(frozen=True)
class Traits:
    """What is known of a case to tell whether another is about the same matter."""

    id: int
    reference: str
    resident_id: int | None
    kind: Kind
    status: Status
    summary: str
    place: str | None
    community_code: str | None
    latitude: float | None
    longitude: float | None
    written_at: datetime
    last_wrote_at: datetime
    closed_at: datetime | None
    topics: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


COLUMNS = (
    Case.id,
    Case.reference,
    Case.resident_id,
    Case.kind,
    Case.status,
    func.substr(Case.summary, 1, SUMMARY_SHOWN).label("summary"),
    Case.place,
    Case.community_code,
    Case.latitude,
    Case.longitude,
    Case.written_at,
    Case.last_wrote_at,
    Case.closed_at,
)

IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
# Put together once. By nothing but ids: with another condition SQLite prefers an index of all the municipality's cases.
OF_CASES = select(Case.municipality_id, Case.restricted, *COLUMNS).where(Case.id.in_(IDS))
TOPICS_OF_CASES = (
    select(CaseTopic.case_id, CaseTopic.code)
    .where(CaseTopic.case_id.in_(IDS))
    .order_by(CaseTopic.case_id, CaseTopic.rank)
)
WORDS_OF_CASES = select(CaseWords.case_id, CaseWords.words).where(CaseWords.case_id.in_(IDS))


def put_words(session: Session, case: Case, words: Sequence[str]) -> None:
    """Makes these the telling words of the case, by which others find it while it is open; none removes every trace."""
    known = session.get(CaseWords, case.id)
    before = known.words if known else []
    if known and not words:
        session.delete(known)
    elif known:
        known.words = list(words)
    elif words:
        session.add(CaseWords(case_id=case.id, words=list(words)))
    _turn_round(session, case, before, words)


def follow_case(session: Session, case: Case) -> None:
    """Lets a case be found while it is open and not restricted, and no longer."""
    known = session.get(CaseWords, case.id)
    if known:
        _turn_round(session, case, known.words, known.words)


def _turn_round(session: Session, case: Case, before: Iterable[str], words: Iterable[str]) -> None:
    gone = numbers(before)
    if gone:
        session.execute(
            delete(CaseWord).where(
                CaseWord.municipality_id == case.municipality_id, CaseWord.word.in_(gone), CaseWord.case_id == case.id
            )
        )
    if case.closed_at is None and not case.restricted:
        rows = [{"word": number} for number in numbers(words)]
        if rows:
            fixed = {"municipality_id": case.municipality_id, "case_id": case.id}
            session.execute(insert(CaseWord), [{**row, **fixed} for row in rows])


def numbers(words: Iterable[str]) -> set[int]:
    """Words as the index knows them."""
    return {number(word) for word in words}


def number(word: str) -> int:
    # Two words may share a number: it only makes a case worth a look, and the look is at the words themselves.
    return crc32(word.encode())


def having_words(session: Session, municipality_id: int, words: Sequence[str]) -> dict[int, list[int]]:
    """For the number of each word the ids of the newest open cases that have it."""
    asked = {f"word_{place}": number(word) for place, word in enumerate(words[:MOST_WORDS])}
    if not asked:
        return {}
    # As text: put together by SQLAlchemy the question would take longer than its answer.
    statement = text(" UNION ALL ".join(NEWEST_OF_A_WORD.replace(":word", f":{name}") for name in asked))
    found: dict[int, list[int]] = {}
    for word, case_id in session.execute(
        statement, {"municipality": municipality_id, "most": MOST_OF_A_WORD, **asked}
    ).tuples():
        found.setdefault(word, []).append(case_id)
    return found


def open_pinned_in(session: Session, municipality_id: int, area: Area) -> Sequence[Pin]:
    """Every open case with its pin there."""
    here = (Case.municipality_id == municipality_id, Case.closed_at.is_(None), *_inside(area))
    return _pins(session, here)


def pinned_in(session: Session, area: Area) -> Sequence[Pin]:
    """Every case with its pin there, whosesoever: the municipality would lead SQLite to an index of all its cases."""
    return _pins(session, _inside(area))


def _inside(area: Area) -> tuple[ColumnElement[bool], ...]:
    south, west, north, east = area
    return Case.latitude.between(south, north), Case.longitude.between(west, east)


def _pins(session: Session, conditions: Iterable[ColumnElement[bool]]) -> Sequence[Pin]:
    rows: Any = session.execute(select(Case.id, Case.latitude, Case.longitude).where(*conditions)).tuples().all()
    return rows


def at_place(session: Session, municipality_id: int, place: str, before: datetime, most: int) -> Sequence[int]:
    """The ids of the newest cases opened before then at a place of exactly this name."""
    statement = (
        select(Case.id)
        .where(Case.municipality_id == municipality_id, Case.place == place, Case.opened_at < before)
        .order_by(Case.opened_at.desc())
        .limit(most)
    )
    return session.scalars(statement).all()


def of_resident(session: Session, municipality_id: int, resident_id: int, most: int) -> Sequence[int]:
    """The ids of the resident's newest cases."""
    statement = (
        select(Case.id)
        .where(Case.resident_id == resident_id, Case.municipality_id == municipality_id)
        .order_by(Case.opened_at.desc())
        .limit(most)
    )
    return session.scalars(statement).all()


def traits(session: Session, municipality_id: int, ids: Collection[int]) -> list[Traits]:
    """What is known of these cases; of a restricted one or another municipality's nothing."""
    if not ids:
        return []
    given = {"ids": list(ids)}
    found = session.execute(OF_CASES, given).all()
    topics: dict[int, tuple[str, ...]] = {}
    for case_id, code in session.execute(TOPICS_OF_CASES, given).all():
        topics[case_id] = (*topics.get(case_id, ()), code)
    words = {case_id: frozenset(words) for case_id, words in session.execute(WORDS_OF_CASES, given).all()}
    seen: list[Any] = [row for row in found if row.municipality_id == municipality_id and not row.restricted]
    return [Traits(*(*row[2:], topics.get(row.id, ()), words.get(row.id, frozenset()))) for row in seen]
