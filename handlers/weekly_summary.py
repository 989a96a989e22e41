"""What officials pull each week: how many cases came, were answered, are open and are late, and what was suggested.

docs/weekly-summary.md says what each figure counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from db import Session, weekly
from handlers.bangkok_time import bangkok_date
from handlers.municipalities import Town
from handlers.weekly_lists import cases_behind, suggestions
from handlers.weeks import Week, read_week

UNKNOWN = "unknown"


def weekly_summary(session: Session, town: Town, week: str, now: datetime) -> dict[str, Any]:
    """The week's figures as plain JSON values; what is not measured is None. Raises NoSuchWeek or WeekNotBegun."""
    this = read_week(week, now)
    start, end = this.start, this.end
    return {
        "municipality": town.slug,
        "week": this.name,
        "from": this.monday.isoformat(),
        "to": this.sunday.isoformat(),
        **_figures(session, town, this),
        "previous": _figures(session, town, this.previous(now)),
        "without_case": _without_case(session, town, this),
        "hours_to_first_action": _spread(weekly.hours_to_first_action(session, town.id, start, end)),
        "hours_to_resolve": _spread(weekly.hours_to_resolve(session, town.id, start, end)),
        "satisfaction": None,
        "emerging": None,
        "proposals": None,
        "cases": weekly.references(session, cases_behind(town, this)["received"]),
        "suggestions": suggestions(session, town, this),
    }


def _figures(session: Session, town: Town, week: Week) -> dict[str, Any]:
    behind = cases_behind(town, week)
    late = weekly.late_at(town.id, week.until, bangkok_date(week.until))
    groups, topics = weekly.groups(session, behind["open"], late), weekly.topic_counts(session, behind["open"], late)
    return {
        **{name: _counts(session, behind[name]) for name in ("received", "resolved", "reopened")},
        "open": _added_up(groups, topics),
        "overdue": _added_up([group for group in groups if group.marked], [topic for topic in topics if topic.marked]),
    }


def _counts(session: Session, which: weekly.Which) -> dict[str, Any]:
    return _added_up(weekly.groups(session, which), weekly.topic_counts(session, which))


def _added_up(groups: Sequence[Any], topics: Sequence[Any]) -> dict[str, Any]:
    """The total and its breakdowns; restricted cases are told apart by nothing but their kind."""
    restricted = sum(group.number for group in groups if group.restricted)
    by_topic = [(topic.code or UNKNOWN, topic.number) for topic in topics]
    return {
        "total": sum(group.number for group in groups),
        "by_kind": _ranked((group.kind.value, group.number) for group in groups),
        "by_topic": _ranked([*by_topic, (UNKNOWN, restricted)]),
        "by_department": _ranked((_open_code(group, group.department_code), group.number) for group in groups),
        "by_community": _ranked((_open_code(group, group.community_code), group.number) for group in groups),
        "restricted": restricted,
    }


def _open_code(group: Any, code: str | None) -> str:
    return UNKNOWN if group.restricted or code is None else code


def _ranked(numbers: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Added up by code, the largest first and `unknown` last; codes that count nothing are left out."""
    added: Counter[str] = Counter()
    for code, number in numbers:
        added[code] += number
    order = sorted(added.items(), key=lambda pair: (pair[0] == UNKNOWN, -pair[1], pair[0]))
    return {code: number for code, number in order if number}


def _without_case(session: Session, town: Town, week: Week) -> dict[str, Any]:
    by_reason = weekly.without_case(session, town.id, week.start, week.end)
    ranked = _ranked((reason or UNKNOWN, number) for reason, number in by_reason.items())
    return {"total": sum(ranked.values()), "by_reason": ranked}


def _spread(hours: list[float]) -> dict[str, float | None]:
    if not hours:
        return {"median": None, "p90": None}
    p90 = quantiles(hours, n=10, method="inclusive")[8] if len(hours) > 1 else hours[0]
    return {"median": round(median(hours), 1), "p90": round(p90, 1)}
