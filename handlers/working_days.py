"""The municipality's working days, by which promises are counted."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def national_holidays(year: int) -> Mapping[date, str]:
    """Thailand's public and government holidays of a year (CE), the days in lieu included."""
    import holidays  # here, not above: a third of a second, and only what counts days needs it

    return dict(holidays.country_holidays("TH", years=year, categories=("public", "government")))


@dataclass(frozen=True)
class Calendar:
    """Mondays to Fridays without holidays: the national ones, `extra` ones, and not those `removed`."""

    national: bool = True
    extra: Mapping[date, str] = field(default_factory=dict)
    removed: Set[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        if day.weekday() >= SATURDAY or day in self.extra:
            return False
        return day in self.removed or not (self.national and day in national_holidays(day.year))

    def add_working_days(self, start: date, days: int) -> date:
        """The working day that is `days` after `start`, which itself never counts; 0 gives the next working day
        from `start` on. Raises ValueError for a negative number."""
        if days < 0:
            raise ValueError("a promise lies in the future")
        day = start
        if days == 0:
            while not self.is_working_day(day):
                day += DAY
        while days > 0:
            day += DAY
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier` up to and with `later`; negative when they are swapped."""
        if later < earlier:
            return -self.working_days_between(later, earlier)
        return sum(self.is_working_day(earlier + n * DAY) for n in range(1, (later - earlier).days + 1))
