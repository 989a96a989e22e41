"""Which department a case goes to and by when, and the lines of history that a changed judgement leaves."""

from dataclasses import dataclass
from datetime import date, datetime

from db import Session, cases
from db.models import Action, Actor, Case, Kind
from handlers.municipalities import Town
from handlers.promises import due_on


def route(town: Town, case: Case, topic: str) -> None:
    """Sets department and promised day by kind and first topic."""
    restricted_to = town.folder.municipality.restricted_department
    case.department_code = restricted_to if case.restricted else town.topics[topic].department
    case.due_on = due_on(town, case.kind, topic, case.opened_at)


@dataclass(frozen=True)
class Judgement:
    """What is held of a case, and what follows from it."""

    kind: Kind
    topics: tuple[str, ...]
    department: str | None
    due: date | None


def judgement(session: Session, case: Case) -> Judgement:
    topics = tuple(topic.code for topic in cases.topics(session, case.id))
    return Judgement(case.kind, topics, case.department_code, case.due_on)


def record_changes(
    session: Session, case: Case, before: Judgement, actor: Actor, now: datetime, account_id: int | None = None
) -> bool:
    """Writes what differs from before into the history; whether the promised day does.

    Department and day follow from kind and topics by themselves, so they are the bot's doing.
    """
    after = judgement(session, case)
    changes = (
        (Action.KIND, actor, before.kind.value, after.kind.value),
        (Action.TOPICS, actor, " ".join(before.topics), " ".join(after.topics)),
        (Action.DEPARTMENT, Actor.BOT, before.department, after.department),
        (Action.DUE, Actor.BOT, _iso(before.due), _iso(after.due)),
    )
    for action, doer, was, becomes in changes:
        if was != becomes:
            cases.record(session, case, action, doer, now, before=was, after=becomes, account_id=account_id)
    return before.due != after.due


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
