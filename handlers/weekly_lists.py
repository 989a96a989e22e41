"""The lists of a week: its register of cases, what was late at its end, what was suggested.

Restricted cases are in none of them, and personal data are masked.
"""

from datetime import date
from typing import Any

import nlp
from db import Session, weekly
from handlers.bangkok_time import bangkok_date
from handlers.municipalities import Town
from handlers.weeks import Week


def register(session: Session, town: Town, week: Week) -> list[dict[str, Any]]:
    """The cases whose words were written in the week, with what has become of them by now."""
    which = cases_behind(town, week)["received"]
    topics = weekly.topics(session, which)
    return [
        {**_listed(row, topics), "summary": nlp.mask(row.summary), "channel": row.channel}
        for row in weekly.rows(session, which)
    ]


def overdue(session: Session, town: Town, week: Week) -> list[dict[str, Any]]:
    """The cases that were late at the week's end (now, while it runs), the latest first."""
    today = bangkok_date(week.until)
    which = cases_behind(town, week)["overdue"]
    topics = weekly.topics(session, which)
    promised = weekly.promised_at(session, which, week.until)
    late = []
    for row in weekly.rows(session, which):
        due = date.fromisoformat(promised[row.id]) if row.id in promised else row.due_on
        late.append({**_listed(row, topics), "due_on": due, "days_late": (today - due).days})
    return sorted(late, key=lambda case: case["due_on"])


def cases_behind(town: Town, week: Week) -> dict[str, weekly.Which]:
    """The cases that each figure of the summary counts."""
    period = (town.id, week.start, week.end)
    return {
        "received": weekly.received(*period),
        "resolved": weekly.resolved(*period),
        "reopened": weekly.reopened(*period),
        "open": weekly.open_at(town.id, week.until),
        "overdue": weekly.overdue_at(town.id, week.until, bangkok_date(week.until)),
    }


def counted(session: Session, town: Town, week: Week, figure: str, most: int) -> tuple[int, list[dict[str, Any]]]:
    """How many cases a figure of the summary counts, and the first `most` of those that may be listed."""
    which = cases_behind(town, week)[figure]
    topics = weekly.topics(session, which)
    total = sum(group.number for group in weekly.groups(session, which))
    return total, [_listed(row, topics) for row in weekly.rows(session, which, most)]


def suggestions(session: Session, town: Town, week: Week) -> list[dict[str, Any]]:
    """The suggestions written in the week as plain JSON values, those about the local economy first.

    A topic belongs to the local economy when the municipality's data give it that domain.
    """
    which = weekly.suggestions(town.id, week.start, week.end)
    topics = weekly.topics(session, which)
    economy = {code for code, topic in town.topics.items() if "economy" in topic.depa}
    found = [
        {
            "reference": row.reference,
            "topics": topics.get(row.id, []),
            "community": row.community_code,
            "summary": nlp.mask(row.summary),
            "local_economy": not economy.isdisjoint(topics.get(row.id, [])),
        }
        for row in weekly.rows(session, which)
    ]
    return sorted(found, key=lambda suggestion: not suggestion["local_economy"])


def _listed(row: Any, topics: dict[int, list[str]]) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "written_at": row.written_at,
        "kind": row.kind.value,
        "topics": topics.get(row.id, []),
        "community": row.community_code,
        "department": row.department_code,
        "due_on": row.due_on,
        "closed_at": row.closed_at,
        "status": row.status.value,
        "status_reason": row.status_reason,
    }
