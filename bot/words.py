"""The product's words for codes, and dates and times as Thai readers write them."""

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from handlers.bangkok_time import bangkok

BUDDHIST_ERA = 543


@cache
def words(language: str = "th") -> dict[str, Any]:
    """Every table of words.<language>.toml."""
    return tomllib.loads((Path(__file__).parent / f"messages/words.{language}.toml").read_text(encoding="utf-8"))


def word(group: str, code: str | None, language: str = "th") -> str:
    """The word for a code, such as word("status", "resolved"); an unknown code stays as it is, None is empty."""
    return words(language)[group].get(code, code) if code else ""


def short_date(day: date | datetime | str | None) -> str:
    """`25 พ.ย. 69`, in Bangkok; text is read as ISO; None is empty."""
    if day is None:
        return ""
    day = _day(day)
    return f"{day.day} {words()['month']['short'][day.month - 1]} {(day.year + BUDDHIST_ERA) % 100:02d}"


def long_date(day: date | datetime | str | None) -> str:
    """`25 พฤศจิกายน 2569`, in Bangkok; None is empty."""
    if day is None:
        return ""
    day = _day(day)
    return f"{day.day} {words()['month']['long'][day.month - 1]} {day.year + BUDDHIST_ERA}"


def clock_time(moment: datetime) -> str:
    """`08.30 น.` in Bangkok."""
    return f"{bangkok(moment):%H.%M} {words()['time']['suffix']}"


def _day(day: date | datetime | str) -> date:
    if isinstance(day, str):
        day = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    return bangkok(day).date() if isinstance(day, datetime) else day


FILTERS = {
    "word": lambda code, group: word(group, code),
    "short_date": short_date,
    "long_date": long_date,
    "clock_time": clock_time,
}
"""For Jinja: {{ case.status | word("status") }}, {{ case.due_on | short_date }}."""
