"""What the weekly summary counts, week by week, on both databases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db import Database, Session, queue
from db.models import Case, Kind, Outcome, Status
from handlers.municipalities import Town
from handlers.weekly_lists import overdue, register
from handlers.weekly_summary import weekly_summary
from handlers.weeks import NoSuchWeek, WeekNotBegun, last_full_week, read_week
from tests.week_of_cases import CaseMaker, at, load_town

WEEK = "2026-W47"  # 16 to 22 November
LATER = at("2026-12-10 09:00")
FIGURES = ("received", "resolved", "reopened", "open", "overdue")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = Database(database_url)
    with database.transaction() as session:
        yield session
    database.dispose()


@pytest.fixture
def town(session: Session) -> Town:
    return load_town(session, "banmai")


@pytest.fixture
def make(session: Session, town: Town) -> CaseMaker:
    return CaseMaker(session, town)


def totals(session: Session, town: Town, week: str = WEEK, now: Any = LATER) -> dict[str, int]:
    summary = weekly_summary(session, town, week, now)
    return {name: summary[name]["total"] for name in FIGURES}


def test_a_summary_has_every_field_of_its_shape(session: Session, town: Town) -> None:
    summary = weekly_summary(session, town, WEEK, LATER)
    assert (summary["municipality"], summary["week"]) == ("banmai", WEEK)
    assert (summary["from"], summary["to"]) == ("2026-11-16", "2026-11-22")
    nothing = {
        "total": 0, "by_kind": {}, "by_topic": {}, "by_department": {}, "by_community": {}, "restricted": 0,
    }  # fmt: skip
    assert {name: summary[name] for name in FIGURES} == dict.fromkeys(FIGURES, nothing)
    assert summary["previous"] == dict.fromkeys(FIGURES, nothing)
    assert summary["without_case"] == {"total": 0, "by_reason": {}}
    assert (summary["cases"], summary["suggestions"]) == ([], [])


def test_what_is_not_measured_is_none_and_never_0(session: Session, town: Town) -> None:
    summary = weekly_summary(session, town, WEEK, LATER)
    assert [summary[name] for name in ("satisfaction", "emerging", "proposals")] == [None] * 3
    assert summary["hours_to_first_action"] == summary["hours_to_resolve"] == {"median": None, "p90": None}


def test_the_week_is_cut_at_midnight_in_bangkok(session: Session, town: Town, make: CaseMaker) -> None:
    before, first = make.open("2026-11-15 23:59:59.999"), make.open("2026-11-16 00:00")
    last, after = make.open("2026-11-22 23:59:59.999"), make.open("2026-11-23 00:00")
    assert weekly_summary(session, town, WEEK, LATER)["cases"] == [first.reference, last.reference]
    assert weekly_summary(session, town, "2026-W46", LATER)["cases"] == [before.reference]
    assert weekly_summary(session, town, "2026-W48", LATER)["cases"] == [after.reference]


def test_the_53rd_week_reaches_into_the_new_year(session: Session, town: Town, make: CaseMaker) -> None:
    make.open("2026-12-27 23:00")
    inside = [make.open(day) for day in ("2026-12-28 00:00", "2027-01-01 12:00", "2027-01-03 23:59")]
    make.open("2027-01-04 00:00")
    summary = weekly_summary(session, town, "2026-W53", at("2027-02-01 09:00"))
    assert (summary["from"], summary["to"]) == ("2026-12-28", "2027-01-03")
    assert summary["cases"] == [case.reference for case in inside]
    following = weekly_summary(session, town, "2027-W01", at("2027-02-01 09:00"))
    assert following["previous"]["received"]["total"] == 3


def test_a_case_counts_by_each_of_its_codes(session: Session, town: Town, make: CaseMaker) -> None:
    make.open("2026-11-16 09:00", "flood", "drainage", department="works", community="suk-jai")
    make.open("2026-11-17 09:00", "flood", department="works")
    make.open("2026-11-18 09:00", "economy", kind=Kind.SUGGESTION, department=None, community="thung-na")
    assert weekly_summary(session, town, WEEK, LATER)["received"] == {
        "total": 3,
        "by_kind": {"complaint": 2, "suggestion": 1},
        "by_topic": {"flood": 2, "drainage": 1, "economy": 1},
        "by_department": {"works": 2, "unknown": 1},
        "by_community": {"suk-jai": 1, "thung-na": 1, "unknown": 1},
        "restricted": 0,
    }


def test_a_case_without_a_topic_is_unknown(session: Session, town: Town, make: CaseMaker) -> None:
    make.open("2026-11-16 09:00")
    assert weekly_summary(session, town, WEEK, LATER)["received"]["by_topic"] == {"unknown": 1}


def test_a_case_resolved_twice_in_a_week_counts_once(session: Session, town: Town, make: CaseMaker) -> None:
    case = make.open("2026-11-10 09:00", "road")
    make.move(case, Status.RESOLVED, "2026-11-16 10:00")
    make.move(case, Status.IN_PROGRESS, "2026-11-17 10:00")
    make.move(case, Status.RESOLVED, "2026-11-20 10:00")
    assert totals(session, town) == {"received": 0, "resolved": 1, "reopened": 1, "open": 0, "overdue": 0}
    assert totals(session, town, "2026-W46") == {"received": 1, "resolved": 0, "reopened": 0, "open": 1, "overdue": 0}


def test_rejecting_is_not_resolving_but_closes(session: Session, town: Town, make: CaseMaker) -> None:
    case = make.open("2026-11-16 09:00", "road")
    make.move(case, Status.REJECTED, "2026-11-17 10:00")
    assert totals(session, town) == {"received": 1, "resolved": 0, "reopened": 0, "open": 0, "overdue": 0}


def test_a_past_week_knows_what_was_open_at_its_end(session: Session, town: Town, make: CaseMaker) -> None:
    closed_later = make.open("2026-11-16 09:00", "road")
    make.move(closed_later, Status.RESOLVED, "2026-11-25 10:00")
    reopened_later = make.open("2026-11-16 09:05", "road")
    make.move(reopened_later, Status.RESOLVED, "2026-11-18 10:00")
    make.move(reopened_later, Status.IN_PROGRESS, "2026-11-24 10:00")
    back_and_forth = make.open("2026-11-16 09:10", "road")
    make.move(back_and_forth, Status.RESOLVED, "2026-11-18 10:00")
    make.move(back_and_forth, Status.IN_PROGRESS, "2026-11-24 10:00")
    make.move(back_and_forth, Status.RESOLVED, "2026-12-01 10:00")
    make.open("2026-11-22 23:00", "road")
    make.open("2026-11-23 00:00", "road")
    assert totals(session, town)["open"] == 2
    assert totals(session, town, "2026-W48")["open"] == 4
    assert totals(session, town, "2026-W49")["open"] == 3


def test_a_move_at_midnight_belongs_to_the_new_week(session: Session, town: Town, make: CaseMaker) -> None:
    case = make.open("2026-11-16 09:00", "road")
    make.move(case, Status.RESOLVED, "2026-11-23 00:00")
    assert (totals(session, town)["open"], totals(session, town)["resolved"]) == (1, 0)
    assert (totals(session, town, "2026-W48")["open"], totals(session, town, "2026-W48")["resolved"]) == (0, 1)


def test_a_case_is_overdue_from_the_day_after_the_promised_one(session: Session, town: Town, make: CaseMaker) -> None:
    make.open("2026-11-10 09:00", "road", due=date(2026, 11, 22))
    make.open("2026-11-10 09:01", "road", due=date(2026, 11, 23))
    make.open("2026-11-10 09:02", "road", kind=Kind.SUGGESTION)
    assert totals(session, town)["overdue"] == 1
    assert totals(session, town, now=at("2026-11-22 23:00"))["overdue"] == 0
    assert totals(session, town, "2026-W48", now=at("2026-11-23 00:00"))["overdue"] == 1
    assert totals(session, town, "2026-W48", now=at("2026-11-24 00:00"))["overdue"] == 2


def test_an_overdue_case_that_was_resolved_since_stays_overdue_in_its_week(
    session: Session, town: Town, make: CaseMaker
) -> None:
    case = make.open("2026-11-10 09:00", "road", due=date(2026, 11, 20))
    make.move(case, Status.RESOLVED, "2026-11-24 09:00")
    assert totals(session, town)["overdue"] == 1
    assert totals(session, town, "2026-W48")["overdue"] == 0


def test_overdue_goes_by_the_promise_of_that_time(session: Session, town: Town, make: CaseMaker) -> None:
    put_off = make.open("2026-11-10 09:00", "road", due=date(2026, 11, 20))
    make.promise_anew(put_off, date(2026, 12, 20), "2026-11-24 09:00")
    no_date = make.open("2026-11-10 09:01", "road", due=date(2026, 11, 19))
    make.promise_anew(no_date, None, "2026-11-24 09:00")
    brought_forward = make.open("2026-11-10 09:02", "road", due=date(2026, 12, 20))
    make.promise_anew(brought_forward, date(2026, 11, 20), "2026-11-24 09:00")
    late = overdue(session, town, read_week(WEEK, LATER))
    assert [(case["reference"], case["days_late"]) for case in late] == [(no_date.reference, 4), (put_off.reference, 3)]
    assert totals(session, town)["overdue"] == 2
    assert totals(session, town, "2026-W48")["overdue"] == 1


def test_each_week_follows_from_the_one_before(session: Session, town: Town, make: CaseMaker) -> None:
    for number in range(6):
        case = make.open(f"2026-11-{10 + number} 09:00", "road")
        if number % 2:
            make.move(case, Status.RESOLVED, f"2026-11-{12 + 2 * number} 09:00")
        if number == 3:
            make.move(case, Status.IN_PROGRESS, "2026-11-20 09:00")
    for week in ("2026-W47", "2026-W48"):
        summary = weekly_summary(session, town, week, LATER)
        now, before = ({name: figures[name]["total"] for name in FIGURES} for figures in (summary, summary["previous"]))
        assert now["open"] == before["open"] + now["received"] - now["resolved"] + now["reopened"]


def test_the_previous_week_is_that_week_s_own_summary(session: Session, town: Town, make: CaseMaker) -> None:
    late = make.open("2026-11-09 09:00", "road", due=date(2026, 11, 12))
    make.move(late, Status.RESOLVED, "2026-11-20 09:00")
    make.open("2026-11-17 09:00", "waste", community="don-klang")
    own = weekly_summary(session, town, "2026-W46", LATER)
    assert weekly_summary(session, town, WEEK, LATER)["previous"] == {name: own[name] for name in FIGURES}


def misconduct(make: CaseMaker) -> Case:
    return make.open(
        "2026-11-17 09:00", "building", kind=Kind.MISCONDUCT, department="clerk", community="suk-jai",
        due=date(2026, 11, 19), summary="เจ้าหน้าที่เรียกเงิน",
    )  # fmt: skip


def test_misconduct_is_a_number_only(session: Session, town: Town, make: CaseMaker) -> None:
    secret = misconduct(make)
    seen = make.open("2026-11-18 09:00", "road", department="works")
    make.move(secret, Status.IN_PROGRESS, "2026-11-18 09:00")
    summary = weekly_summary(session, town, WEEK, LATER)
    assert summary["received"] == {
        "total": 2,
        "by_kind": {"complaint": 1, "misconduct": 1},
        "by_topic": {"road": 1, "unknown": 1},
        "by_department": {"works": 1, "unknown": 1},
        "by_community": {"unknown": 2},
        "restricted": 1,
    }
    assert summary["overdue"]["by_department"] == {"unknown": 1}
    assert summary["cases"] == [seen.reference]
    assert summary["hours_to_first_action"] == {"median": None, "p90": None}


def test_misconduct_is_in_no_list(session: Session, town: Town, make: CaseMaker) -> None:
    misconduct(make)
    week = read_week(WEEK, LATER)
    assert register(session, town, week) == overdue(session, town, week) == []


def test_breakdowns_add_up_to_the_total(session: Session, town: Town, make: CaseMaker) -> None:
    misconduct(make)
    make.open("2026-11-16 09:00", "flood", department="works", community="suk-jai")
    make.open("2026-11-17 09:00", "flood", department=None)
    received = weekly_summary(session, town, WEEK, LATER)["received"]
    for breakdown in ("by_kind", "by_department", "by_community"):
        assert sum(received[breakdown].values()) == received["total"] == 3


def test_received_equals_what_the_queue_holds(session: Session, town: Town, make: CaseMaker) -> None:
    misconduct(make)
    for day in range(16, 23):
        case = make.open(f"2026-11-{day} 09:00", "flood", "road", department="works")
        if day % 2:
            make.move(case, Status.RESOLVED, f"2026-11-{day} 15:00")
    received = weekly_summary(session, town, WEEK, LATER)["received"]
    for sees_restricted, hidden in ((True, 0), (False, received["restricted"])):
        viewer = queue.Viewer(town.id, sees_restricted, date(2026, 12, 10))
        listed = queue.page(session, viewer, queue.Filter(status=queue.ALL), None, 100).rows
        assert received["total"] == len(listed) + hidden


def test_the_running_week_counts_what_is_open_now_as_the_queue_does(
    session: Session, town: Town, make: CaseMaker
) -> None:
    for day in (10, 16, 17):
        case = make.open(f"2026-11-{day} 09:00", "road", due=date(2026, 11, day + 5))
    make.move(case, Status.RESOLVED, "2026-11-18 09:00")
    now = at("2026-11-20 12:00")
    counted = queue.counts(session, queue.Viewer(town.id, False, date(2026, 11, 20)))
    found = totals(session, town, now=now)
    assert (found["open"], found["overdue"]) == (counted.open, counted.overdue) == (2, 1)


def test_two_municipalities_do_not_mix(session: Session, town: Town, make: CaseMaker) -> None:
    other = load_town(session, "yala")
    neighbour = CaseMaker(session, other)
    case = neighbour.open("2026-11-16 09:00", "flood", department="engineering", due=date(2026, 11, 18))
    neighbour.move(case, Status.RESOLVED, "2026-11-17 09:00")
    neighbour.move(case, Status.IN_PROGRESS, "2026-11-18 09:00")
    neighbour.answer("2026-11-16 09:00", "greeting")
    make.open("2026-11-16 09:00", "road", department="works")
    assert totals(session, town) == {"received": 1, "resolved": 0, "reopened": 0, "open": 1, "overdue": 0}
    assert totals(session, other) == {"received": 1, "resolved": 1, "reopened": 1, "open": 1, "overdue": 1}
    summary = weekly_summary(session, town, WEEK, LATER)
    assert summary["without_case"]["total"] == 0
    assert summary["hours_to_resolve"]["median"] is None


def test_messages_without_a_case_are_counted_by_reason(session: Session, town: Town, make: CaseMaker) -> None:
    for moment, reason in (("16 00:00", "greeting"), ("18 10:00", "thanks"), ("22 23:59", "greeting")):
        make.answer(f"2026-11-{moment}", reason)
    make.answer("2026-11-23 00:00", "greeting")
    make.answer("2026-11-18 10:00", "group", outcome=Outcome.IGNORED)
    make.answer("2026-11-18 10:00", "follow_up", message=False)
    found = weekly_summary(session, town, WEEK, LATER)["without_case"]
    assert found == {"total": 3, "by_reason": {"greeting": 2, "thanks": 1}}


def test_hours_are_measured_where_something_was_done(session: Session, town: Town, make: CaseMaker) -> None:
    for hours in (2, 4, 12):
        case = make.open("2026-11-16 08:00", "road")
        make.move(case, Status.IN_PROGRESS, "2026-11-16 09:00")
        make.move(case, Status.RESOLVED, f"2026-11-16 {8 + hours:02d}:00")
    make.open("2026-11-16 08:00", "road")
    summary = weekly_summary(session, town, WEEK, LATER)
    assert summary["hours_to_first_action"] == {"median": 1.0, "p90": 1.0}
    assert summary["hours_to_resolve"] == {"median": 4.0, "p90": 10.4}


def test_a_single_case_has_its_own_hours(session: Session, town: Town, make: CaseMaker) -> None:
    make.move(make.open("2026-11-16 08:00", "road"), Status.RESOLVED, "2026-11-18 08:30")
    assert weekly_summary(session, town, WEEK, LATER)["hours_to_resolve"] == {"median": 48.5, "p90": 48.5}


def test_suggestions_about_the_local_economy_come_first(session: Session, town: Town, make: CaseMaker) -> None:
    park = make.open("2026-11-16 09:00", "green_space", kind=Kind.SUGGESTION, summary="อยากได้สวนสาธารณะ")
    market = make.open(
        "2026-11-17 09:00", "economy", "traffic", kind=Kind.SUGGESTION, community="suk-jai",
        summary="อยากให้มีตลาดนัดคนเดิน โทร 081-234-5678",
    )  # fmt: skip
    make.open("2026-11-17 09:00", "economy", kind=Kind.QUESTION)
    found = weekly_summary(session, town, WEEK, LATER)["suggestions"]
    assert [suggestion["reference"] for suggestion in found] == [market.reference, park.reference]
    assert found[0] == {
        "reference": market.reference,
        "topics": ["economy", "traffic"],
        "community": "suk-jai",
        "summary": "อยากให้มีตลาดนัดคนเดิน โทร [PHONE]",
        "local_economy": True,
    }


def test_the_register_masks_personal_data(session: Session, town: Town, make: CaseMaker) -> None:
    make.open("2026-11-16 09:00", "road", summary="ถนนพัง ติดต่อ 081-234-5678")
    assert register(session, town, read_week(WEEK, LATER))[0]["summary"] == "ถนนพัง ติดต่อ [PHONE]"


def test_a_week_that_has_not_begun_is_refused(session: Session, town: Town) -> None:
    with pytest.raises(WeekNotBegun, match="2026-11-16"):
        weekly_summary(session, town, WEEK, at("2026-11-15 23:59"))
    assert weekly_summary(session, town, WEEK, at("2026-11-16 00:00"))["week"] == WEEK


@pytest.mark.parametrize("name", ["2026-47", "2026-W54", "2025-W53", "0001-W01", "W47", "", "2026-W47\n", "١٢٣٤-W٠١"])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(NoSuchWeek):
        read_week(name, LATER)


def test_the_last_week_of_the_calendar_has_not_begun() -> None:
    with pytest.raises((WeekNotBegun, NoSuchWeek)):
        read_week("9999-W52", LATER)


def test_on_monday_the_last_full_week_is_the_one_that_ended_yesterday() -> None:
    assert last_full_week(at("2026-11-23 00:00")) == "2026-W47"
    assert last_full_week(at("2026-11-22 23:59")) == "2026-W46"
