"""`flask weekly-summary` writes what officials pull, and refuses in one line."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from tests.office import Office, make_office
from tests.week_of_cases import CaseMaker, at


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    office = make_office(sqlite_url, tmp_path / "attachments")
    office.now = at("2026-11-25 12:00")
    with office.service.database.transaction() as session:
        CaseMaker(session, office.town("banmai")).open("2026-11-16 09:00", "road", department="works")
    return office


def run(office: Office, *arguments: str) -> Result:
    return office.app.test_cli_runner().invoke(args=["weekly-summary", *arguments])


def test_json_goes_to_standard_output(office: Office) -> None:
    summary = json.loads(run(office, "banmai", "--week", "2026-W47").stdout)
    assert (summary["municipality"], summary["week"], summary["received"]["total"]) == ("banmai", "2026-W47", 1)


def test_excel_goes_to_a_file(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    result = run(office, "banmai", "--week", "2026-W47", "--format", "xlsx", "--output", str(file))
    assert result.exit_code == 0
    assert load_workbook(BytesIO(file.read_bytes())).sheetnames[0] == "สรุป"


def test_the_page_needs_nothing_beside_it(office: Office) -> None:
    page = run(office, "banmai", "--week", "2026-W47", "--format", "html").stdout
    assert "มีเรื่องใหม่ 1 เรื่อง" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "href=" not in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["banmai", "--week", "2026-W47", "--format", "docx"], "docx is not available yet"),
        (["banmai", "--week", "2026-W47", "--format", "pdf"], "pdf is not available yet"),
        (["banmai", "--week", "2026-W49"], "has not begun: it starts on 2026-11-30"),
        (["banmai", "--week", "2026-W60"], "is not a week"),
        (["nowhere", "--week", "2026-W47"], "there is no municipality 'nowhere' (loaded: banmai, yala)"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(office: Office, arguments: list[str], said: str) -> None:
    result = run(office, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_refusal_leaves_an_older_file_alone(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text("older")
    run(office, "banmai", "--week", "2026-W49", "--output", str(file))
    assert file.read_text() == "older"
