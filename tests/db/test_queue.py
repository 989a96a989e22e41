"""The staff's queue on both engines: order, pages, filters, and the indexes it stands on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from db import Database, queue
from db.models import Case, CaseTopic, Department, Kind, Municipality, Status, Topic
from db.queue import Filter, Viewer

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
VIEWER = Viewer(HERE, sees_restricted=False, today=TODAY)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.transaction() as session:
        for number, slug in ((HERE, "here"), (ELSEWHERE, "elsewhere")):
            letters = slug[:2].upper()
            session.add(
                Municipality(id=number, slug=slug, name=slug, letters=letters, facts={}, version=TODAY, loaded_at=NOON)
            )
            session.flush()
            for code in ("works", "health"):
                session.add(Department(municipality_id=number, code=code, name=code, position=0, facts={}))
            for code in ("road", "waste"):
                session.add(Topic(municipality_id=number, code=code, name=code, position=0, facts={}))
    yield database
    database.dispose()


def add(database: Database, number: int, **columns: Any) -> str:
    """One case, an hour younger for each number, due in ten days, unless said otherwise."""
    topics = columns.pop("topics", ("road",))
    opened = NOON - timedelta(days=30) + timedelta(hours=number)
    with database.transaction() as session:
        case = Case(
            **{
                "municipality_id": HERE,
                "reference": f"HE-6911-{number:05d}",
                "kind": Kind.COMPLAINT,
                "department_code": "works",
                "summary": f"matter {number}",
                "written_at": opened,
                "last_wrote_at": opened,
                "opened_at": opened,
                "due_on": TODAY + timedelta(days=10),
                **columns,
            }
        )
        session.add(case)
        session.flush()
        for rank, code in enumerate(topics):
            session.add(CaseTopic(case_id=case.id, municipality_id=case.municipality_id, code=code, rank=rank))
        return case.reference


def shown(database: Database, filter: Filter = Filter(), viewer: Viewer = VIEWER, most: int = 50) -> list[str]:  # noqa: B008
    """The references of all pages, one after the other."""
    found: list[str] = []
    after = None
    with database.reading() as session:
        while True:
            page = queue.page(session, viewer, filter, after, most)
            assert len(page.rows) <= most
            found += [row.reference for row in page.rows]
            after = page.next
            if after is None:
                return found


def test_overdue_cases_come_first_the_longest_overdue_at_the_top_then_the_newest(database: Database) -> None:
    late = add(database, 1, due_on=TODAY - timedelta(days=1))
    later = add(database, 2, due_on=TODAY - timedelta(days=5))
    old, new = add(database, 3), add(database, 4)
    without_date = add(database, 5, due_on=None)
    due_today = add(database, 6, due_on=TODAY)
    assert shown(database) == [later, late, due_today, without_date, new, old]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 7])
def test_pages_of_any_size_give_every_case_once_and_in_the_same_order(database: Database, most: int) -> None:
    for number in range(4):
        add(database, number, due_on=TODAY - timedelta(days=number // 2 + 1))
    for number in range(4, 8):  # two at the same moment each
        add(database, number, opened_at=NOON - timedelta(days=number // 2))
    everything = shown(database)
    assert len(set(everything)) == 8
    assert shown(database, most=most) == everything


def test_what_arrives_while_somebody_pages_moves_nothing_to_another_page(database: Database) -> None:
    for number in range(6):
        add(database, number)
    with database.reading() as session:
        first = queue.page(session, VIEWER, Filter(), None, 3)
    add(database, 99)
    with database.reading() as session:
        second = queue.page(session, VIEWER, Filter(), first.next, 3)
    assert [row.reference[-1] for row in (*first.rows, *second.rows)] == ["5", "4", "3", "2", "1", "0"]


def test_closed_cases_show_only_when_asked_for_and_are_never_overdue(database: Database) -> None:
    closed = add(database, 1, status=Status.RESOLVED, closed_at=NOON, due_on=TODAY - timedelta(days=9))
    late = add(database, 2, due_on=TODAY - timedelta(days=1))
    new = add(database, 3)
    assert shown(database) == [late, new]
    assert shown(database, Filter(status="all")) == [late, new, closed]
    assert shown(database, Filter(status="resolved")) == [closed]
    assert shown(database, Filter(status="all"), most=1) == [late, new, closed]


def test_filters_combine(database: Database) -> None:
    wanted = add(database, 1, topics=("waste", "road"), kind=Kind.SUGGESTION, status=Status.TRIAGED)
    add(database, 2, topics=("waste",), kind=Kind.SUGGESTION, status=Status.TRIAGED, department_code="health")
    add(database, 3, topics=("waste",), kind=Kind.SUGGESTION, status=Status.TRIAGED)
    add(database, 4, topics=("road",), status=Status.TRIAGED)
    add(database, 5, topics=("road",), kind=Kind.SUGGESTION)
    everything = Filter("triaged", "works", "road", Kind.SUGGESTION, ("matter",))
    assert shown(database, everything) == [wanted]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ไฟดับ",), [1]),
        (("ไฟดับ", "มะลิ"), [1]),
        (("ไฟดับ", "สุขใจ"), []),
        (("มะลิ",), [1]),
        (("6911-00002",), [2]),
        (("he-6911-00002",), [2]),
        (("100%",), [3]),
        (("%",), [3]),
        (("_",), []),
        (("\\",), [4]),
        (("'",), []),
    ],
)
def test_words_are_found_in_summary_place_and_reference_and_signs_stand_for_themselves(
    database: Database, words: tuple[str, ...], found: list[int]
) -> None:
    add(database, 1, summary="เสาไฟดับหน้าบ้าน", place="ซอยมะลิลา")
    add(database, 2, summary="ขยะ", place="ถนนสุขใจ")
    add(database, 3, summary="น้ำท่วม 100% แล้ว")
    add(database, 4, summary="a\\b")
    assert [int(reference[-5:]) for reference in shown(database, Filter(words=words))] == found


def test_misconduct_is_absent_from_rows_and_counts_of_those_who_may_not_see_it(database: Database) -> None:
    open_case = add(database, 1)
    secret = add(database, 2, kind=Kind.MISCONDUCT, restricted=True, due_on=TODAY - timedelta(days=1))
    granted = Viewer(HERE, sees_restricted=True, today=TODAY)
    for filter in (Filter(), Filter(status="all"), Filter(kind=Kind.MISCONDUCT), Filter(words=(secret,))):
        assert secret not in shown(database, filter)
        assert secret in shown(database, filter, granted)
    assert shown(database) == [open_case]
    with database.reading() as session:
        assert queue.counts(session, VIEWER) == queue.Counts(open=1, overdue=0)
        assert queue.counts(session, granted) == queue.Counts(open=2, overdue=1)


def test_another_municipality_has_its_own_queue(database: Database) -> None:
    add(database, 1)
    there = add(database, 2, municipality_id=ELSEWHERE, reference="EL-6911-00001")
    assert shown(database, Filter(status="all"), Viewer(ELSEWHERE, True, TODAY)) == [there]


@pytest.mark.parametrize(
    "filter", [Filter(), Filter(department="works"), Filter(status="triaged", kind=Kind.QUESTION, words=("words",))]
)
def test_the_open_queue_reads_no_closed_case(database: Database, filter: Filter) -> None:
    many_closed_and_few_open(database)
    plans = plans_of(database, filter)
    assert len(plans) == 3
    # Where it expects to read them all, PostgreSQL may take them from the index on closed_at instead.
    indexes = ("ix_case_open_", "ix_case_closed_at")
    assert all(any(index in plan for index in indexes) for plan in plans), plans


def many_closed_and_few_open(database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            Case.__table__.insert(),
            [
                {
                    "municipality_id": HERE,
                    "reference": f"HE-6911-{number:05d}",
                    "channel": "line",
                    "kind": Kind.COMPLAINT,
                    "urgency": "normal",
                    "department_code": "works",
                    "status": Status.RESOLVED if number % 50 else Status.RECEIVED,
                    "restricted": False,
                    "summary": "words",
                    "written_at": NOON,
                    "last_wrote_at": NOON,
                    "opened_at": NOON - timedelta(minutes=number),
                    "due_on": TODAY + timedelta(days=number % 40 - 5),
                    "closed_at": NOON if number % 50 else None,
                    "reopened_count": 0,
                    "sure": True,
                    "corrected": False,
                }
                for number in range(5000)
            ],
        )
        session.execute(text('ANALYZE "case"'))


def plans_of(database: Database, filter: Filter) -> list[str]:
    """How the engine would answer the two questions of a page that begins in the middle."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "ORDER BY" in statement and "case_topic" not in statement.split("FROM")[1][:20]:
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as session:
        queue.page(session, VIEWER, filter, queue.Place(10, due_on=TODAY - timedelta(days=3)), 50)
        queue.page(session, VIEWER, filter, queue.Place(10, opened_at=NOON), 50)
    event.remove(database.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        return ["\n".join(map(str, connection.exec_driver_sql(explain + sql, args).all())) for sql, args in asked]
