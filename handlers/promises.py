"""What the municipality promises when a case is opened; the promise follows the kind and is data."""

from datetime import date, datetime
from typing import Any

from db.models import Kind
from handlers.bangkok_time import bangkok
from handlers.municipalities import Town


def due_on(town: Town, kind: Kind, topic: str, opened_at: datetime) -> date | None:
    """The promised day, in working days after the day of opening; None where the kind has no date."""
    promise = town.folder.municipality.promise(kind.value)
    if not promise.working_days:
        return None
    days = town.topics[topic].working_days if kind is Kind.COMPLAINT else None
    return town.calendar.add_working_days(bangkok(opened_at).date(), days or promise.working_days)


def promise_facts(town: Town, kind: Kind, due: date | None) -> dict[str, Any]:
    """The promise as a message template needs it: `due` with its `basis`, or `gathered_for`, or neither."""
    promise = town.folder.municipality.promise(kind.value)
    return {
        "due": due.isoformat() if due else None,
        "basis": promise.basis,
        "gathered_for": promise.gathered_for,
    }
