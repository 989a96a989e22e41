"""`flask classify`, `seed` and `nlp`: what comes out of the command line."""

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

import nlp
from bot.app import create_app
from bot.commands.classify import answer_lines
from bot.settings import Settings
from db import Session, cases
from db.models import CLOSED, Case, CaseEntry, CaseEvent, CaseTopic, Kind, Status
from handlers.cases import MOVES
from handlers.municipalities import load
from handlers.municipality_folder import read_folder
from tests.city import REPOSITORY, YALA


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = create_app(Settings(database_url, "0123456789abcdef"))
    with app.extensions["siang"].database.transaction() as session:
        load(session, read_folder(YALA))
    yield app
    app.extensions["siang"].database.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["siang"].database.reading() as session:
        yield session


def run(app: Flask, *arguments: str, given: bytes = b"") -> Any:
    return app.test_cli_runner().invoke(args=arguments, input=given)


def classified(given: bytes) -> list[dict[str, Any]]:
    out = io.BytesIO()
    answer_lines(io.BytesIO(given), out, nlp.understand)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_its_order() -> None:
    lines = [{"id": number, "text": text} for number, text in enumerate(["ไฟถนนดับ", "ขยะล้น", "น้ำท่วม"])]
    given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    answers = classified(given)
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert [answer["topics"][0]["code"] for answer in answers] == ["streetlight", "waste", "flood"]


@pytest.mark.parametrize(
    ("line", "identifier"),
    [
        (b"", None),
        (b"not json", None),
        (b"\xff\xfe", None),
        (b'["id"]', None),
        (b'{"text": "x"}', None),
        (b'{"id": NaN, "text": "x"}', None),
        (b'{"id": "a"}', "a"),
        (b'{"id": 7, "text": null}', 7),
        (b"[" * 100_000, None),
    ],
)
def test_a_bad_line_is_answered_with_an_error_and_the_next_one_is_classified(line: bytes, identifier: object) -> None:
    bad, good = classified(line + b'\n{"id": "next", "text": "hello"}\n')
    assert set(bad) == {"id", "error"}
    assert bad["id"] == identifier
    assert good["id"] == "next"
    assert "error" not in good


def test_half_a_surrogate_pair_comes_back_as_it_went_in() -> None:
    (answer,) = classified(b'{"id": "\\ud83d", "text": "\\ud83d"}\n')
    assert answer["id"] == "\ud83d"


def test_a_line_is_answered_before_the_next_one_comes(sqlite_url: str) -> None:
    environment = {"SECRET_KEY": "0123456789abcdef", "DATABASE_URL": sqlite_url}
    command = [sys.executable, "-m", "flask", "--app", "bot.app", "classify"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b'{"id": 1, "text": "x"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1  # the input is still open
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_with_a_municipality_its_places_are_known(app: Flask) -> None:
    street, community = next((each.streets[0], each.code) for each in read_folder(YALA).communities)
    line = json.dumps({"id": 1, "text": f"ไฟดับที่{street}"}).encode()
    result = run(app, "classify", "--municipality", "yala", given=line)
    assert json.loads(result.stdout)["places"][0]["community"] == community


def test_an_unknown_municipality_is_refused(app: Flask) -> None:
    for command in (["classify", "--municipality", "nowhere"], ["seed", "--municipality", "nowhere", "--cases", "1"]):
        result = run(app, *command)
        assert result.exit_code == 1
        assert result.stderr == "Error: there is no municipality nowhere\n"


def test_seeded_cases_are_whole(app: Flask, session: Session) -> None:
    for many in (150, 50):
        assert run(app, "seed", "--municipality", "yala", "--cases", str(many)).exit_code == 0
    found = list(session.scalars(select(Case).order_by(Case.opened_at)))
    assert len(found) == 200
    assert len({case.reference for case in found}) == 200
    assert len({case.kind for case in found}) > 2
    assert all(case.restricted == (case.kind is Kind.MISCONDUCT) for case in found)
    assert all((case.status in CLOSED) == (case.closed_at is not None) for case in found)
    for table in (CaseTopic, CaseEntry):
        assert session.scalar(select(func.count()).select_from(table)) == 200


def test_seeded_histories_keep_to_the_allowed_moves(app: Flask, session: Session) -> None:
    run(app, "seed", "--municipality", "yala", "--cases", "100")
    steps = session.scalars(select(CaseEvent).where(CaseEvent.action == "status")).all()
    assert steps
    assert all(Status(step.after) in MOVES[Status(step.before)] for step in steps)


def test_a_case_after_seeding_gets_the_next_number(app: Flask) -> None:
    run(app, "seed", "--municipality", "yala", "--cases", "100")
    with app.extensions["siang"].database.transaction() as session:
        references = session.scalars(select(Case.reference)).all()
        months = Counter(reference.split("-")[1] for reference in references)
        for month, many in months.items():
            assert cases.next_number(session, 1, month) == many + 1


def test_measuring_without_reports_names_the_setting(app: Flask) -> None:
    result = run(app, "nlp", "evaluate", "--reports", "/nowhere")
    assert result.exit_code == 2
    assert "--reports" in result.stderr
