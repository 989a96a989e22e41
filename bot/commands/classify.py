"""`flask classify`: texts on standard input, what is understood of them on standard output, as JSON lines."""

import json
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

import click
from flask.cli import with_appcontext

import nlp
from bot.installed_model import InstalledModel
from bot.web.service import service
from db import municipalities


class BadLine(Exception):
    """A line that cannot be classified: its reason, and its id as far as it is known."""

    def __init__(self, reason: str, identifier: Any = None) -> None:
        super().__init__(reason)
        self.identifier = identifier


@click.command()
@click.option("--municipality", "slug", help="Know this municipality's places.")
@with_appcontext
def classify(slug: str | None) -> None:
    """Read lines such as {"id": 1, "text": "..."} and write what is understood of each, in the same order."""
    gazetteer = _gazetteer(slug) if slug else None
    if slug:
        InstalledModel(service().database, service().settings.models).follow()
    nlp.load()
    answer_lines(sys.stdin.buffer, sys.stdout.buffer, lambda text: nlp.understand(text, gazetteer))


def _gazetteer(slug: str) -> nlp.Gazetteer:
    with service().database.reading() as session:
        row = municipalities.by_slug(session, slug)
        if row is None:
            raise click.ClickException(f"there is no municipality {slug}")
        return service().towns.get(session, row.id).gazetteer


def answer_lines(given: BinaryIO, out: BinaryIO, understand: Callable[[str], nlp.Understanding]) -> None:
    """Answers each line as soon as it is there."""
    for line in given:
        out.write(_encoded(_answer(line, understand)) + b"\n")
        out.flush()


def _answer(line: bytes, understand: Callable[[str], nlp.Understanding]) -> dict[str, Any]:
    try:
        identifier, text = _read(line)
    except BadLine as reason:
        return {"id": reason.identifier, "error": str(reason)}
    return nlp.as_classify_line(identifier, understand(text))


def _read(line: bytes) -> tuple[Any, str]:
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadLine("the line is not JSON in UTF-8") from None
    if not isinstance(asked, dict):
        raise BadLine("the line is not a JSON object")
    identifier = asked.get("id")
    if "id" not in asked:
        raise BadLine("there is no id")
    if not isinstance(asked.get("text"), str):
        raise BadLine("there is no text", identifier)
    return identifier, asked["text"]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can escape and UTF-8 cannot hold
        return json.dumps(answer).encode()
