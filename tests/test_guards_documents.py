"""What an operator can set, call or read is documented, and what is documented exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from bot.app import create_app
from bot.settings import SETTINGS, Settings
from tests.city import REPOSITORY

DOCS = REPOSITORY / "docs"


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    app = create_app(Settings(sqlite_url, "0123456789abcdef"))
    yield app
    app.extensions["siang"].database.dispose()


def first_cells(document: str) -> list[str]:
    """The names in the first column of a document's tables."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def test_every_setting_is_documented_with_its_default() -> None:
    assert sorted(first_cells("settings.md")) == sorted([name for name, _, _ in SETTINGS] + TESTING)
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for name, default, _ in SETTINGS:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}`"))
        said = row.split("|")[2].strip()
        assert said == ("**required**" if default is None else f"`{default}`" if default else ""), name


TESTING = ["GUNICORN_CMD_ARGS", "LINE_OPENAPI", "REPORTS", "TEST_DATABASE_URL"]
"""Read by tools, tests and training, not by the service."""


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_is_documented_with_its_options(app: Flask) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### `([a-z -]+)", text, re.MULTILINE)
    ours = dict(commands(app.cli))  # type: ignore[arg-type]
    assert sorted(heading.strip() for heading in headings) == sorted(ours)
    for name, command in ours.items():
        part = text.split(f"### `{name}")[1].split("\n### ")[0]
        options = [name for each in command.params if isinstance(each, click.Option) for name in each.opts]
        assert not [option for option in options if option not in part], name


def test_every_figure_is_explained(app: Flask) -> None:
    answer = app.test_client().get("/metrics")
    names = [family.name for family in text_string_to_metric_families(answer.text)]
    assert "siang_cases_open" in names
    explained = [name for name in first_cells("operation.md") if name.startswith("siang_")]
    absent_while_no_worker_runs = {"siang_worker_heartbeat_age_seconds"}
    assert {name.partition("{")[0] for name in explained} == set(names) | absent_while_no_worker_runs


def test_documents_link_to_what_exists() -> None:
    pages = [*DOCS.glob("*.md"), *REPOSITORY.glob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_named_files_exist() -> None:
    for page in (DOCS / "architecture.md", DOCS / "operation.md", DOCS / "settings.md", DOCS / "commands.md"):
        for name in re.findall(r"`((?:bot|db|handlers|nlp|bench|tests|docs)/[\w/.]+\.\w+)`", page.read_text("utf-8")):
            assert Path(REPOSITORY / name).exists(), f"{page.name}: {name}"
