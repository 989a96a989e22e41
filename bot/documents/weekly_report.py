"""The weekly summary as its page, its printable page and its workbook show it: names for codes, rows for charts."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.words import short_date, words
from db import Session, municipalities
from db.models import Community, Department, Topic
from handlers import weekly_lists
from handlers.bangkok_time import iso_week
from handlers.municipalities import Town
from handlers.weekly_summary import UNKNOWN, weekly_summary
from handlers.weeks import Week, read_week

FIGURES = ("received", "resolved", "reopened", "open", "overdue")
BREAKDOWNS = ("topic", "department", "community", "kind")
RESTRICTED = "restricted"
LAST = (UNKNOWN, RESTRICTED)


@dataclass(frozen=True)
class Row:
    """One code of a breakdown with its figures; `previous` is what was received the week before."""

    code: str
    name: str
    received: int
    previous: int
    resolved: int
    reopened: int
    open: int
    overdue: int


@dataclass(frozen=True)
class WeeklyReport:
    """A week's summary, its lists and the names of its codes."""

    town: Town
    week: Week
    summary: dict[str, Any]
    overdue: list[dict[str, Any]]
    names: dict[str, dict[str, str]]
    made_at: datetime

    @property
    def span(self) -> str:
        """Monday to Sunday as in short dates, naming month and year once where they are the same."""
        first, last = (short_date(self.summary[end]).split(" ") for end in ("from", "to"))
        shared = next(at for at in range(4) if first[at:] == last[at:])
        dash = "–" if shared == 1 else " – "
        return " ".join(first[:shared]) + dash + " ".join(last)

    def change(self, figure: str) -> int:
        """How many more (or fewer) than the week before."""
        return self.summary[figure]["total"] - self.summary["previous"][figure]["total"]

    def name(self, group: str, code: str | None) -> str:
        return self.names[group].get(code or UNKNOWN, code or "")

    @staticmethod
    def drawn(breakdown: str) -> str:
        """The figure that the breakdown's chart shows: what a department has before it, else what came in."""
        return "open" if breakdown == "department" else "received"

    def rows(self, breakdown: str) -> list[Row]:
        """Every code that counts something, by the figure drawn; unknown and restricted ones last."""
        columns = {figure: self._counts(self.summary, figure, breakdown) for figure in FIGURES}
        columns["previous"] = self._counts(self.summary["previous"], "received", breakdown)
        codes = {code for counts in columns.values() for code, number in counts.items() if number}
        rows = [
            Row(code, self.name(breakdown, code), **{key: counts.get(code, 0) for key, counts in columns.items()})
            for code in codes
        ]
        drawn = self.drawn(breakdown)
        return sorted(rows, key=lambda row: (row.code in LAST, -getattr(row, drawn), -row.open, row.code))

    @staticmethod
    def _counts(figures: dict[str, Any], figure: str, breakdown: str) -> dict[str, int]:
        counts, restricted = dict(figures[figure][f"by_{breakdown}"]), figures[figure]["restricted"]
        if breakdown == "kind" or not restricted:
            return counts
        counts[UNKNOWN] -= restricted
        return {**counts, RESTRICTED: restricted}

    def most(self, breakdown: str) -> Row | None:
        """The code that most of the week's cases are about, if any is known; `other` says nothing."""
        told = [row for row in self.rows(breakdown) if row.received and row.code not in (*LAST, "other")]
        return max(told, key=lambda row: row.received, default=None)

    @cached_property
    def overdue_by_department(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Departments with their overdue cases, the one with the most first."""
        in_order = sorted(self.overdue, key=lambda case: case["department"] or "")
        parts = [(self.name("department", code), list(cases)) for code, cases in _by_department(in_order)]
        return sorted(parts, key=lambda part: (-len(part[1]), part[0]))

    @property
    def local_economy(self) -> list[dict[str, Any]]:
        return [suggestion for suggestion in self.summary["suggestions"] if suggestion["local_economy"]]

    @property
    def other_suggestions(self) -> list[dict[str, Any]]:
        return [suggestion for suggestion in self.summary["suggestions"] if not suggestion["local_economy"]]

    @property
    def week_before(self) -> str:
        return iso_week(self.week.monday - timedelta(days=7))

    @property
    def week_after(self) -> str | None:
        """None where it has not begun."""
        return None if self.week.runs else iso_week(self.week.monday + timedelta(days=7))


def _by_department(cases: list[dict[str, Any]]) -> Any:
    return groupby(cases, key=lambda case: case["department"])


def read_report(session: Session, town: Town, week: str, now: datetime) -> WeeklyReport:
    """Raises NoSuchWeek or WeekNotBegun."""
    this = read_week(week, now)
    return WeeklyReport(
        town=town,
        week=this,
        summary=weekly_summary(session, town, week, now),
        overdue=weekly_lists.overdue(session, town, this),
        names=code_names(session, town),
        made_at=now,
    )


def code_names(session: Session, town: Town) -> dict[str, dict[str, str]]:
    """Names by breakdown and code, those of retired departments and communities included."""
    listed: dict[str, tuple[municipalities.Listed, str]] = {
        "topic": (Topic, "label"),
        "department": (Department, "short"),
        "community": (Community, "name"),
    }
    names = {
        group: {
            row.code: row.facts.get(key, row.name)
            for row in municipalities.listed(session, table, town.id, with_retired=True)
        }
        for group, (table, key) in listed.items()
    }
    names["kind"] = dict(words()["kind"])
    return {group: {**known, **report_words()["rest"]} for group, known in names.items()}


@cache
def report_words() -> dict[str, Any]:
    """The words that only these documents use."""
    return tomllib.loads(Path(__file__).with_name("weekly_words.th.toml").read_text(encoding="utf-8"))
