"""When it happens: dates, durations, times of day and what recurs, as written and as ISO 8601."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from pythainlp.util import convert_years, thaiword_to_date

from nlp.facts import Moment
from nlp.folding import fold
from nlp.moment_patterns import days_said, months, number_words, patterns, units, weekdays
from nlp.wordlists import any_of, wordlist

_HERE = ZoneInfo("Asia/Bangkok")
_MOST = 20  # of one way of writing: an endless list tells nothing
_LONGEST_READ = 1200
_AHEAD = timedelta(days=31)  # a day without a year is taken as past, unless it is near

_NUMBERS = re.compile(r"\d[./:\-]\d")

_Read = tuple[str, str | None]  # type and value


def moments(text: str, written_at: datetime | None = None) -> tuple[Moment, ...]:
    """Every expression of time, in order, in code points of the text as given.

    Days count from `written_at` (without a zone: Bangkok's); without it a day gone by is a duration, and
    another day has no value. A range has its lower end, what is vague has no value.
    """
    folded = fold(text[:_LONGEST_READ])
    if not _may_tell_time(folded.text):
        return ()
    today = _day(written_at)
    found: list[Moment] = []
    for name, match in _matches(folded.text):
        start, end = folded.span(match.start(), match.start() + len(match[0].rstrip()))
        if all(end <= other.start or start >= other.end for other in found):
            kind, value = _READERS[name](match, today)
            found.append(Moment(text[start:end], start, end, kind, value))
    return tuple(sorted(found, key=lambda moment: moment.start))


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in patterns():
        for match in islice(pattern.finditer(text), _MOST):
            if name != "duration" or not _ages().search(text, 0, match.start()):
                yield name, match


def _day(written_at: datetime | None) -> date | None:
    if written_at is None or written_at.tzinfo is None:
        return written_at.date() if written_at else None
    return written_at.astimezone(_HERE).date()


def _dated(match: re.Match[str], today: date | None) -> _Read:
    groups = match.groupdict()
    month = groups["month"]
    number = int(month) if month.isdigit() else months()[month]
    return "date", _iso(groups.get("year"), number, int(groups["day"]), today)


def _iso(year: str | None, month: int, day: int, today: date | None) -> str | None:
    """The date; None when there is no such day or nothing tells the year."""
    try:
        if year:
            return date(_common_era(year), month, day).isoformat()
        if today is None:
            return None
        this_year = date(today.year, month, day)
        return (this_year if this_year <= today + _AHEAD else date(today.year - 1, month, day)).isoformat()
    except ValueError:
        return None


def _common_era(year: str) -> int:
    """Of two digits 40 and above are Buddhist years of our time: they are written so far more often."""
    number = int(year)
    if number < 100:
        number += 2500 if number >= 40 else 2000
    return int(convert_years(str(number), src="be", target="ad")) if number > 2400 else number


def _clock(match: re.Match[str], _: date | None) -> _Read:
    return _time(int(match["hour"]), int(match["minute"]))


def _time(hour: int, minute: int) -> _Read:
    return "time", f"{hour % 24:02}:{minute:02}"


def _spoken(after: int) -> Callable[[re.Match[str], date | None], _Read]:
    """A reader of hours counted from `after`; without a number it is the first."""

    def read(match: re.Match[str], _: date | None) -> _Read:
        groups = match.groupdict()
        return _time(_number(groups.get("said") or "1") + after, _minutes(groups))

    return read


def _oclock(match: re.Match[str], _: date | None) -> _Read:
    clock, hour = wordlist("moments")["clock"], _number(match["said"])
    if match["part"] == clock["late_day"] or (match["part"] is None and hour < 6):
        hour += 12
    return _time(hour, _minutes(match.groupdict()))


def _minutes(groups: dict[str, str | None]) -> int:
    return 30 if groups.get("half") else int(groups.get("minutes") or 0)


def _noon(match: re.Match[str], _: date | None) -> _Read:
    return _time(12, 30 if match[0].endswith(wordlist("moments")["words"]["half"]) else 0)


def _named_day(match: re.Match[str], today: date | None) -> _Read:
    anchor = datetime(2000, 1, 1, tzinfo=_HERE)
    day = thaiword_to_date(days_said()[match["word"]], anchor)
    return _days_from(today, (day - anchor).days if day else 0)


def _days_from(today: date | None, days: int) -> _Read:
    if today:
        return "date", (today + timedelta(days=days)).isoformat()
    return ("duration", f"P{-days}D") if days <= 0 else ("date", None)


def _weekday(match: re.Match[str], today: date | None) -> _Read:
    if today is None:
        return "date", None
    words = wordlist("moments")["words"]
    back = (today.weekday() - weekdays()[match["weekday"]]) % 7
    which = match.groupdict().get("which")
    if which in words["next"]:
        return "date", (today + timedelta(days=(-back) % 7 or 7)).isoformat()
    return "date", (today - timedelta(days=back or (7 if which else 0))).isoformat()


def _month(match: re.Match[str], today: date | None) -> _Read:
    month, year = months()[match["month"]], match.groupdict().get("year")
    whole = _iso(year, month, 1, today)
    return "date", whole[:7] if whole else None


def _day_of_month(match: re.Match[str], today: date | None) -> _Read:
    if today is None:
        return "date", None
    month = today.replace(day=1)
    if int(match["day"]) > today.day:
        month = (month - timedelta(days=1)).replace(day=1)
    return "date", _iso(str(month.year), month.month, int(match["day"]), today)


def _year(match: re.Match[str], _: date | None) -> _Read:
    return "date", str(_common_era(match["year"]))


def _recurring(match: re.Match[str], _: date | None) -> _Read:
    groups = match.groupdict()
    if groups.get("weekday"):
        return "recurring", "P1W"
    if groups.get("part"):
        return "recurring", "P1D"
    unit = groups.get("unit")
    return "recurring", _length(_number(groups.get("number") or "1"), units()[unit]) if unit else None


def _duration(match: re.Match[str], today: date | None) -> _Read:
    unit, count = units()[match["unit"]], _number(match["number"])
    if today and match["ago"] and unit in "DW":
        return _days_from(today, -count * (7 if unit == "W" else 1))
    return "duration", _length(count, unit) + (_half(unit) if match["half"] else "")


def _one(match: re.Match[str], _: date | None) -> _Read:
    unit = units()[match["unit"]]
    return "duration", _length(1, unit) + (_half(unit) if match.groupdict().get("half") else "")


def _half_unit(match: re.Match[str], _: date | None) -> _Read:
    unit = units()[match["unit"]]
    return "duration", f"PT{_half(unit)}" if unit in ("H", "M_") else f"P{_half(unit)}"


def _half(unit: str) -> str:
    """Half a unit in smaller ones, to follow its whole ones."""
    return {"M_": "30S", "H": "30M", "D": "T12H", "W": "", "M": "15D", "Y": "6M"}[unit]


def _length(count: int, unit: str) -> str:
    return f"PT{count}{unit[0]}" if unit in ("H", "M_") else f"P{count}{unit}"


def _ago(match: re.Match[str], _: date | None) -> _Read:
    unit = units()[match["unit"]]
    return "duration", None if unit == "D" else _length(1, unit)  # "the other day" is not yesterday


def _number(said: str) -> int:
    return int(said) if said.isdigit() else number_words()[said]


_READERS: dict[str, Callable[[re.Match[str], date | None], _Read]] = {
    "iso": _dated,
    "numeric": _dated,
    "named": _dated,
    "clock": _clock,
    "night": _spoken(0),
    "evening": _spoken(18),
    "afternoon": _spoken(12),
    "oclock": _oclock,
    "midnight": lambda *_: _time(0, 0),
    "noon": _noon,
    "recurring": _recurring,
    "day": _named_day,
    "several": lambda *_: ("duration", None),
    "duration": _duration,
    "half": _half_unit,
    "one": _one,
    "ago": _ago,
    "weekday": _weekday,
    "month": _month,
    "monthday": _day_of_month,
    "year": _year,
    "today": lambda _, today: _days_from(today, 0),
    "part": lambda *_: ("time", None),
    "long": lambda *_: ("duration", None),
}


def _may_tell_time(text: str) -> bool:
    """Whether the text has what any expression of time has: most messages have nothing of it."""
    return any(sign in text for sign in _signs()) or bool(_NUMBERS.search(text))


@cache
def _signs() -> tuple[str, ...]:
    data = wordlist("moments")
    clock = [data["clock"][name] for name in ("night", "evening", "afternoon", "oclock")]
    words = {*units(), *weekdays(), *days_said(), *clock, *data["parts"]["of_any_day"], *data["words"]["since"]}
    words |= {*data["words"]["long"], *data["words"]["every"], *data["clock"]["noon"], *months()}
    return tuple(word for word in words if not any(other in word for other in words - {word}))


@cache
def _ages() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(wordlist('moments')['words']['age_before'])})\s?\Z")
