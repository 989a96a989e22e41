"""ISO weeks on the municipality's clock: from Monday 00:00 in Bangkok until before the next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.bangkok_time import BANGKOK, bangkok_date, iso_week, iso_week_range

EARLIEST_YEAR = 2000


class NoSuchWeek(ValueError):
    """The text is not an ISO week, or names a year long before there was anything to count."""


class WeekNotBegun(ValueError):
    """The week lies in the future: there is nothing to count yet."""


@dataclass(frozen=True)
class Week:
    """One ISO week on Bangkok's clock, as far as it has run."""

    name: str
    monday: date
    start: datetime
    end: datetime
    until: datetime
    """The moment at which what is open and overdue is counted: the week's end, or now while it runs."""

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def runs(self) -> bool:
        return self.until < self.end

    def previous(self, now: datetime) -> "Week":
        return _week(self.monday - timedelta(days=7), now)


def read_week(name: str, now: datetime) -> Week:
    """The week of a name such as `2026-W47`. Raises NoSuchWeek or WeekNotBegun."""
    try:
        monday, _ = iso_week_range(name)
    except ValueError:
        raise NoSuchWeek(f"'{name}' is not a week such as 2026-W47") from None
    if monday.year < EARLIEST_YEAR:
        raise NoSuchWeek(f"'{name}' is before the year {EARLIEST_YEAR}")
    if monday > bangkok_date(now):
        raise WeekNotBegun(f"'{name}' has not begun: it starts on {monday}")
    return _week(monday, now)


def current_week(now: datetime) -> str:
    return iso_week(bangkok_date(now))


def last_full_week(now: datetime) -> str:
    """The week that ended last Sunday: the one that officials pull on Monday."""
    return iso_week(bangkok_date(now) - timedelta(days=7))


def _week(monday: date, now: datetime) -> Week:
    start, end = _midnight(monday), _midnight(monday + timedelta(days=7))
    return Week(iso_week(monday), monday, start, end, min(end, now))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)
