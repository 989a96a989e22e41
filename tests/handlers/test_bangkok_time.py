"""Moments and weeks as Bangkok's clock and calendar tell them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bangkok_time import bangkok, bangkok_date, iso_week, iso_week_range


def test_the_day_changes_at_midnight_in_bangkok() -> None:
    assert bangkok_date(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == date(2026, 11, 30)
    assert bangkok_date(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == date(2026, 12, 1)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.timezones()))
def test_the_moment_stays_the_same(moment: datetime) -> None:
    assert bangkok(moment).astimezone(UTC) == moment.astimezone(UTC)
    assert bangkok(moment).utcoffset() == timedelta(hours=7)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        bangkok(datetime(2026, 11, 16))


def test_a_week_runs_from_monday_to_sunday() -> None:
    assert iso_week_range("2026-W47") == (date(2026, 11, 16), date(2026, 11, 22))


def test_the_first_week_may_begin_in_the_old_year() -> None:
    assert iso_week_range("2026-W01") == (date(2025, 12, 29), date(2026, 1, 4))
    assert iso_week_range("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_its_week(day: date) -> None:
    monday, sunday = iso_week_range(iso_week(day))
    assert monday <= day <= sunday
    assert iso_week(monday) == iso_week(sunday) == iso_week(day)


@pytest.mark.parametrize(
    "week",
    ["2025-W53", "2026-W00", "2026-W54", "2026-47", "26-W47", "2026-W7", "2026-W47-1", "๒๐๒๖-W๔๗", " 2026-W47", ""],
)
def test_what_is_no_week_is_refused(week: str) -> None:
    with pytest.raises(ValueError):
        iso_week_range(week)
