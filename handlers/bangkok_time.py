"""The municipality's clock: everything is stored in UTC and told in Bangkok's time."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
ISO_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def bangkok(moment: datetime) -> datetime:
    """The same moment on Bangkok's clock; raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(BANGKOK)


def bangkok_date(moment: datetime) -> date:
    """The day on which the moment falls in Bangkok."""
    return bangkok(moment).date()


def iso_week_range(week: str) -> tuple[date, date]:
    """Monday and Sunday of a week such as `2026-W47`; raises ValueError for what is no ISO week."""
    written = ISO_WEEK.fullmatch(week)
    if not written:
        raise ValueError(f"'{week}' is not a week such as 2026-W47")
    try:
        monday = date.fromisocalendar(int(written[1]), int(written[2]), 1)
        return monday, monday + timedelta(days=6)
    except OverflowError:  # the last days a calendar can count
        raise ValueError(f"'{week}' is too far away") from None


def iso_week(day: date) -> str:
    """The week of a day, such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"
