"""Counting the days of a promise."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.working_days import Calendar

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
CALENDARS = st.builds(
    Calendar,
    national=st.booleans(),
    extra=st.dictionaries(DAYS, st.just("a local holiday"), max_size=20),
    removed=st.frozensets(DAYS, max_size=20),
)
RAYA = date(2027, 3, 10)
CHAKRI_DAY = date(2026, 4, 6)


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_a_promise_falls_on_a_working_day(calendar: Calendar, start: date, days: int) -> None:
    assert calendar.is_working_day(calendar.add_working_days(start, days))


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_counting_back_gives_the_days_that_were_added(calendar: Calendar, start: date, days: int) -> None:
    assert calendar.working_days_between(start, calendar.add_working_days(start, days)) == days


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_a_day_more_is_promised_later_and_a_later_start_is_never_due_earlier(
    calendar: Calendar, start: date, days: int
) -> None:
    due = calendar.add_working_days(start, days)
    assert start <= due < calendar.add_working_days(start, days + 1)
    assert due <= calendar.add_working_days(start + timedelta(days=1), days)


@given(CALENDARS, DAYS, st.integers(0, 20), st.integers(1, 20))
def test_adding_in_two_steps_is_adding_once(calendar: Calendar, start: date, first: int, then: int) -> None:
    middle = calendar.add_working_days(start, first)
    if first:
        assert calendar.add_working_days(middle, then) == calendar.add_working_days(start, first + then)


@given(CALENDARS, DAYS, st.integers(0, 90), st.integers(0, 90))
def test_stretches_add_up_and_swapped_ends_are_negative(calendar: Calendar, start: date, first: int, then: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=then)
    between = calendar.working_days_between
    assert between(start, middle) + between(middle, end) == between(start, end)
    assert between(end, start) == -between(start, end)


@given(CALENDARS, DAYS)
def test_no_weekend_is_a_working_day(calendar: Calendar, day: date) -> None:
    assert not (day.weekday() >= 5 and calendar.is_working_day(day))


def test_songkran_is_left_out() -> None:
    assert Calendar().add_working_days(date(2026, 4, 10), 1) == date(2026, 4, 16)


def test_a_day_in_lieu_is_left_out() -> None:
    # 5 December 2026 is a Saturday, so Monday the 7th is free.
    assert Calendar().add_working_days(date(2026, 12, 4), 1) == date(2026, 12, 8)


def test_fifteen_working_days_from_the_middle_of_november() -> None:
    assert Calendar().add_working_days(date(2026, 11, 16), 15) == date(2026, 12, 8)


def test_zero_days_are_today_or_the_next_working_day() -> None:
    assert Calendar().add_working_days(date(2026, 11, 16), 0) == date(2026, 11, 16)
    assert Calendar().add_working_days(date(2026, 11, 14), 0) == date(2026, 11, 16)


def test_a_local_holiday_counts_where_it_is_kept() -> None:
    assert Calendar().is_working_day(RAYA)
    assert not Calendar(extra={RAYA: "Raya"}).is_working_day(RAYA)


def test_a_removed_national_holiday_is_worked() -> None:
    assert not Calendar().is_working_day(CHAKRI_DAY)
    assert Calendar(removed={CHAKRI_DAY}).is_working_day(CHAKRI_DAY)
    assert Calendar(national=False).is_working_day(CHAKRI_DAY)


def test_a_promise_in_the_past_is_refused() -> None:
    with pytest.raises(ValueError, match="future"):
        Calendar().add_working_days(date(2026, 11, 16), -1)
