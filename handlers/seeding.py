"""Made-up cases for load tests: plausible in kind, topic, place, age and history, and marked as made up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from math import log
from random import Random
from typing import Any

import nlp
from db import Session, seeding
from db.models import CLOSED, Action, Actor, EntryType, Kind, Status, Urgency
from db.seeding import NewCase, Values
from handlers import geography
from handlers.bangkok_time import bangkok
from handlers.cases import REJECTION_REASONS
from handlers.intake import BUDDHIST_ERA
from handlers.municipalities import Town
from handlers.promises import due_on

Move = tuple[datetime, Status]
Sentences = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind, then topic: `weight` and `sentences`, in which {place} stands for one of the municipality's places."""

YEARS = timedelta(days=3 * 365)
MARK = "seed"  # in place of a model's version
CASES_PER_RESIDENT = 2.5
HOURS = [1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 7, 6, 7, 7, 7, 7, 8, 8, 7, 6, 5, 3, 2]  # how many write in each, in Bangkok
MEDIAN_DAYS = 6.0
UNTOUCHED, REOPENED = 0.02, 0.03
NEAR = 0.002  # degrees: some 200 m
ENDS = {Status.RESOLVED: 84, Status.REJECTED: 8, Status.FORWARDED: 5, Status.WITHDRAWN: 3}


def opening_times(many: int, now: datetime, random: Random) -> list[datetime]:
    """When so many cases were opened during the last three years, oldest first."""
    first_day = bangkok(now - YEARS).replace(hour=0, minute=0, second=0, microsecond=0)
    hours = random.choices(range(24), HOURS, k=many)
    times = (
        first_day + timedelta(days=random.randrange(YEARS.days), hours=hour, seconds=random.random() * 3600)
        for hour in hours
    )
    return sorted(times)


class Seeder:
    """Makes up cases of one municipality."""

    def __init__(self, town: Town, sentences: Sentences, now: datetime, random: Random) -> None:
        self._town, self._now, self._random = town, now, random
        choices = [
            (Kind(kind), topic, part["weight"], part["sentences"])
            for kind, topics in sentences.items()
            for topic, part in topics.items()
            if topic in town.topics
        ]
        self._choices, self._weights = choices, [weight for _, _, weight, _ in choices]
        self._communities = list(town.communities.values())
        self._middles = {
            community.code: geography.middle(community.polygon.model_dump(mode="json"))
            for community in self._communities
            if community.polygon is not None
        }
        self._words = cache(nlp.matter_words)
        self._due_on = cache(lambda kind, topic, day: due_on(town, kind, topic, day))

    def add(self, session: Session, opened: Sequence[datetime]) -> None:
        """Stores one case for each of these times, in their order, from as many residents as is usual."""
        names = [f"U{self._random.getrandbits(128):032x}" for _ in range(int(len(opened) / CASES_PER_RESIDENT) + 1)]
        residents = seeding.add_residents(
            session,
            [
                {"municipality_id": self._town.id, "line_user_id": name, "language": "th", "first_seen_at": opened[0]}
                for name in names
            ],
        )
        numbers = self._numbers(session, opened)
        seeding.add_cases(
            session,
            [
                self._new_case(at, number, self._random.choice(residents))
                for at, number in zip(opened, numbers, strict=True)
            ],
        )

    def _numbers(self, session: Session, opened: Sequence[datetime]) -> list[str]:
        months = [f"{(day.year + BUDDHIST_ERA) % 100:02d}{day.month:02d}" for day in map(bangkok, opened)]
        letters = self._town.folder.municipality.letters
        references: list[str] = []
        for month in dict.fromkeys(months):
            many = months.count(month)
            first = seeding.reserve_numbers(session, self._town.id, month, many)
            references += [f"{letters}-{month}-{number:05d}" for number in range(first, first + many)]
        return references

    def _new_case(self, opened_at: datetime, reference: str, resident_id: int) -> NewCase:
        random = self._random
        [(kind, topic, _, sentences)] = random.choices(self._choices, self._weights)
        place = self._place()
        text = random.choice(sentences).format(place=place["place"])
        probability = round(random.uniform(0.5, 0.99), 3)
        moves = self._moves(opened_at)
        case = {
            "municipality_id": self._town.id,
            "reference": reference,
            "resident_id": resident_id,
            "kind": kind,
            "urgency": Urgency.HIGH if kind is Kind.EMERGENCY or random.random() < 0.04 else Urgency.NORMAL,
            "restricted": kind is Kind.MISCONDUCT,
            "department_code": self._department(kind, topic),
            "summary": text,
            **dict.fromkeys(("written_at", "last_wrote_at", "opened_at"), opened_at),
            "due_on": self._due_on(kind, topic, opened_at.replace(hour=12, minute=0, second=0, microsecond=0)),
            "confidence": probability,
            "model_version": MARK,
            **place,
            **self._standing(moves),
        }
        entry = {"actor": Actor.RESIDENT, "type": EntryType.TEXT, "text": text, "said_at": opened_at}
        guess = {"code": topic, "rank": 0, "probability": probability}
        can_be_found = case["closed_at"] is None and not case["restricted"]
        words = self._words(text) if can_be_found else ()
        return NewCase(case, [guess], [entry], _history(opened_at, reference, moves), words)

    def _place(self) -> Values:
        """A street or landmark of the municipality, for every second case with a pin near it."""
        community = self._random.choice(self._communities)
        middle = self._middles.get(community.code) if self._random.random() < 0.5 else None
        return {
            "community_code": community.code,
            "place": self._random.choice([*community.streets, *community.landmarks]),
            "latitude": middle[0] + self._random.uniform(-NEAR, NEAR) if middle else None,
            "longitude": middle[1] + self._random.uniform(-NEAR, NEAR) if middle else None,
        }

    def _department(self, kind: Kind, topic: str) -> str:
        lane = self._town.folder.municipality.restricted_department
        return lane if kind is Kind.MISCONDUCT else self._town.topics[topic].department

    def _moves(self, opened_at: datetime) -> list[Move]:
        """What staff have done with a case of that age; a few stay untouched, a few come back."""
        random = self._random
        if random.random() < UNTOUCHED:
            return []
        took = timedelta(days=random.lognormvariate(log(MEDIAN_DAYS), 0.9))
        [end] = random.choices(list(ENDS), list(ENDS.values()))
        moves = [
            (opened_at + took * 0.1, Status.TRIAGED),
            (opened_at + took * 0.3, Status.IN_PROGRESS),
            (opened_at + took, end),
        ]
        if end is Status.RESOLVED and random.random() < REOPENED:
            moves += [(opened_at + took * 1.2, Status.IN_PROGRESS), (opened_at + took * 1.6, Status.RESOLVED)]
        return [(at, status) for at, status in moves if at <= self._now]

    def _standing(self, moves: list[Move]) -> Values:
        """Where these moves have brought a case."""
        status = moves[-1][1] if moves else Status.RECEIVED
        return {
            "status": status,
            "status_reason": self._random.choice(REJECTION_REASONS) if status is Status.REJECTED else None,
            "first_action_at": moves[0][0] if moves else None,
            "closed_at": moves[-1][0] if status in CLOSED else None,
            "reopened_count": sum(before in CLOSED for (_, before), _ in pairwise(moves)),
        }


def _history(opened_at: datetime, reference: str, moves: list[Move]) -> list[Values]:
    opened: Values = {"actor": Actor.RESIDENT, "action": Action.OPENED, "before": None, "after": reference}
    steps = [{"happened_at": opened_at, **opened}]
    before = Status.RECEIVED
    for at, status in moves:
        change = {"actor": Actor.STAFF, "action": Action.STATUS, "before": before.value, "after": status.value}
        steps.append({"happened_at": at, **change})
        before = status
    return steps
