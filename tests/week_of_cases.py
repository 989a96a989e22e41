"""Puts cases into a municipality as a week leaves them behind, for tests of what is counted."""

import itertools
from datetime import date, datetime, timedelta
from pathlib import Path

from db import Session, cases
from db.models import Action, Actor, Case, Event, Kind, Outcome, Status
from handlers.bangkok_time import BANGKOK
from handlers.cases import move, note_first_action
from handlers.municipalities import Town, in_force, load
from handlers.municipality_folder import read_folder

ROOT = Path(__file__).parent.parent
FOLDERS = {"yala": ROOT / "municipalities/yala", "banmai": ROOT / "tests/municipalities/banmai"}


def at(text: str) -> datetime:
    """A moment on Bangkok's clock, such as `2026-11-16 09:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def load_town(session: Session, slug: str) -> Town:
    row = load(session, read_folder(FOLDERS[slug]), now=at("2026-01-01 00:00"))
    return Town(row.id, in_force(session, row))


class CaseMaker:
    """Opens cases in one municipality and lets things happen to them at given moments."""

    def __init__(self, session: Session, town: Town) -> None:
        self.session, self.town = session, town
        self._numbers = itertools.count(1)

    def open(
        self,
        written: str,
        *topics: str,
        kind: Kind = Kind.COMPLAINT,
        department: str | None = "health",
        community: str | None = None,
        due: date | None = None,
        summary: str = "ไฟดับ",
    ) -> Case:
        case = Case(
            municipality_id=self.town.id,
            reference=f"{self.town.folder.municipality.letters}-6911-{next(self._numbers):05d}",
            kind=kind,
            restricted=kind is Kind.MISCONDUCT,
            department_code=department,
            community_code=community,
            summary=summary,
            written_at=at(written),
            last_wrote_at=at(written),
            opened_at=at(written) + timedelta(seconds=1),
            due_on=due,
            status=Status.RECEIVED,
        )
        self.session.add(case)
        self.session.flush()
        cases.put_topics(self.session, case, [(topic, 0.9) for topic in topics])
        return case

    def move(self, case: Case, status: Status, when: str) -> None:
        before = case.status
        move(case, status, at(when))
        note_first_action(case, at(when))
        change = {"before": before.value, "after": status.value}
        cases.record(self.session, case, Action.STATUS, Actor.STAFF, at(when), **change)
        self.session.flush()

    def promise_anew(self, case: Case, due: date | None, when: str) -> None:
        before, case.due_on = case.due_on, due
        change = {"before": before and before.isoformat(), "after": due and due.isoformat()}
        cases.record(self.session, case, Action.DUE, Actor.BOT, at(when), **change)
        self.session.flush()

    def answer(self, written: str, reason: str, *, outcome: Outcome = Outcome.ANSWERED, message: bool = True) -> None:
        """Something that was written (or tapped, without `message`) and ended without a case."""
        number = next(self._numbers)
        self.session.add(
            Event(
                municipality_id=self.town.id,
                webhook_event_id=f"event-{number}",
                line_message_id=str(number) if message else None,
                occurred_at=at(written),
                received_at=at(written),
                raw="{}",
                next_attempt_at=at(written),
                outcome=outcome,
                reason=reason,
            )
        )
        self.session.flush()
