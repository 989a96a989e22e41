"""Words, pins and places as ways to a case, on both engines: what is found, what is bounded, which index is used."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from db import Database, Session, similar
from db.models import Case, CaseWord, Department, Kind, Municipality, Resident

HERE, ELSEWHERE = 1, 2
NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = Database(database_url)
    with database.transaction() as session:
        for number, slug in ((HERE, "here"), (ELSEWHERE, "elsewhere")):
            letters = slug[:2].upper()
            facts: dict[str, Any] = {"facts": {}, "version": NOON.date(), "loaded_at": NOON}
            session.add(Municipality(id=number, slug=slug, name=slug, letters=letters, **facts))
            session.flush()
            session.add(Department(municipality_id=number, code="works", name="works", position=0, facts={}))
            session.add(
                Resident(id=number, municipality_id=number, line_user_id="U", language="th", first_seen_at=NOON)
            )
        session.flush()
        yield session
    database.dispose()


def add(session: Session, *words: str, **columns: Any) -> Case:
    opened = columns.pop("opened_at", NOON)
    case = Case(
        **{
            "municipality_id": HERE,
            "reference": f"HE-{session.query(Case).count():05d}",
            "kind": Kind.COMPLAINT,
            "summary": " ".join(words),
            **dict.fromkeys(("written_at", "last_wrote_at", "opened_at"), opened),
            **columns,
        }
    )
    session.add(case)
    session.flush()
    similar.put_words(session, case, words)
    return case


def having(session: Session, word: str) -> list[int]:
    return similar.having_words(session, HERE, [word]).get(similar.number(word), [])


def test_a_word_leads_to_the_newest_open_cases_that_have_it(session: Session) -> None:
    cases = [add(session, "ท่อ", f"w{number}") for number in range(similar.MOST_OF_A_WORD + 5)]
    add(session, "ท่อ", municipality_id=ELSEWHERE)
    newest = [case.id for case in reversed(cases)][: similar.MOST_OF_A_WORD]
    assert having(session, "ท่อ") == newest
    assert having(session, "w3") == [cases[3].id]
    assert similar.having_words(session, HERE, []) == {}


def test_new_words_take_the_place_of_the_old(session: Session) -> None:
    case = add(session, "ท่อ", "แตก")
    similar.put_words(session, case, ["ท่อ", "ตัน"])
    assert (having(session, "ท่อ"), having(session, "แตก"), having(session, "ตัน")) == ([case.id], [], [case.id])
    similar.put_words(session, case, [])
    session.flush()
    assert session.scalars(select(CaseWord)).all() == []
    assert similar.traits(session, HERE, [case.id])[0].words == frozenset()


def test_a_closed_or_restricted_case_is_not_found_until_it_is_open_to_all(session: Session) -> None:
    case = add(session, "ท่อ")
    for column, value, back in (("closed_at", NOON, None), ("restricted", True, False)):
        setattr(case, column, value)
        similar.follow_case(session, case)
        assert having(session, "ท่อ") == []
        setattr(case, column, back)
        similar.follow_case(session, case)
        assert having(session, "ท่อ") == [case.id]


def test_traits_of_a_restricted_or_foreign_case_are_not_told(session: Session) -> None:
    own, secret = add(session, "ท่อ"), add(session, "ท่อ", restricted=True)
    foreign = add(session, "ท่อ", municipality_id=ELSEWHERE)
    found = similar.traits(session, HERE, [own.id, secret.id, foreign.id])
    assert [traits.id for traits in found] == [own.id]
    assert found[0].words == {"ท่อ"}


def test_pins_in_an_area_and_cases_at_a_place(session: Session) -> None:
    inside = add(session, latitude=6.5, longitude=101.2, place="ถนนสิโรรส")
    closed = add(session, latitude=6.5, longitude=101.2, place="ถนนสิโรรส", closed_at=NOON)
    add(session, latitude=6.6, longitude=101.2)
    area = (6.49, 101.19, 6.51, 101.21)
    assert {pin[0] for pin in similar.open_pinned_in(session, HERE, area)} == {inside.id}
    assert {pin[0] for pin in similar.pinned_in(session, area)} == {inside.id, closed.id}
    later = NOON + timedelta(days=1)
    assert set(similar.at_place(session, HERE, "ถนนสิโรรส", later, 5)) == {inside.id, closed.id}
    assert similar.at_place(session, HERE, "ถนนสิโรรส", NOON, 5) == []


def test_every_question_is_answered_from_its_index(session: Session) -> None:
    case = add(session, "ท่อ", "แตก", latitude=6.5, longitude=101.2, place="ถนนสิโรรส", resident_id=HERE)
    asked: list[tuple[str, Any]] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda c, cu, statement, given, *_: asked.append((statement, given)))
    similar.having_words(session, HERE, ["ท่อ", "แตก"])
    similar.open_pinned_in(session, HERE, (6.4, 101.1, 6.6, 101.3))
    similar.pinned_in(session, (6.4, 101.1, 6.6, 101.3))
    similar.at_place(session, HERE, "ถนนสิโรรส", NOON, 5)
    similar.of_resident(session, HERE, HERE, 5)
    similar.traits(session, HERE, [case.id])
    questions = list(asked)
    plans = [_plan(session, statement, given) for statement, given in questions]
    assert all("scan on" not in plan.lower() and "scan case" not in plan.lower() for plan in plans), plans
    if engine.dialect.name == "sqlite":
        wanted = ("PRIMARY KEY", "ix_case_open_pin", "ix_case_pin", "ix_case_place", "ix_case_resident", "PRIMARY KEY")
        assert all(index in plan for index, plan in zip(wanted, plans, strict=False)), plans


def _plan(session: Session, statement: str, given: Any) -> str:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
        return "\n".join(row[3] for row in rows)
    connection.execute(text("SET LOCAL enable_seqscan = off"))  # the tables of a test are too small for an index
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", given).all()
    return "\n".join(row[0] for row in rows if "Seq Scan" in row[0])
