"""`flask weekly-summary`: what officials pull each week, as JSON, a page to print, or Excel."""

import json
import sys
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from bot.documents.weekly_excel import weekly_workbook
from bot.documents.weekly_page import weekly_page
from bot.documents.weekly_report import read_report
from bot.web.service import service
from db import Session, municipalities
from handlers.municipalities import Town
from handlers.weekly_lists import register
from handlers.weekly_summary import weekly_summary as summary_of
from handlers.weeks import NoSuchWeek, WeekNotBegun

NOT_YET = ("docx", "pdf")


class Refused(click.ClickException):
    """One line, and the exit status of wrong usage."""

    exit_code = 2


@click.command("weekly-summary")
@click.argument("slug", metavar="MUNICIPALITY")
@click.option("--week", required=True, help="An ISO week such as 2026-W47.")
@click.option("--format", "format_", type=click.Choice(["json", "html", "xlsx", *NOT_YET]), default="json")
@click.option("--output", type=click.File("wb", lazy=True), default="-", help="A file; - is standard output.")
@with_appcontext
def weekly_summary(slug: str, week: str, format_: str, output: BinaryIO) -> None:
    """Write the weekly summary of MUNICIPALITY."""
    if format_ in NOT_YET:
        raise Refused(f"--format {format_} is not available yet; use json, html or xlsx")
    if format_ == "xlsx" and output.name == "-" and sys.stdout.isatty():
        raise Refused("--format xlsx needs --output FILE at a terminal")
    shop = service()
    with shop.database.reading() as session:
        row = municipalities.by_slug(session, slug)
        if row is None:
            known = ", ".join(each.slug for each in municipalities.every(session)) or "none yet"
            raise Refused(f"there is no municipality '{slug}' (loaded: {known})")
        try:
            document = _document(session, shop.towns.get(session, row.id), week, format_)
        except (NoSuchWeek, WeekNotBegun) as refusal:
            raise Refused(f"--week: {refusal}") from None
    output.write(document)


def _document(session: Session, town: Town, week: str, format_: str) -> bytes:
    now = service().clock()
    if format_ == "json":
        return (json.dumps(summary_of(session, town, week, now), ensure_ascii=False, indent=2) + "\n").encode()
    report = read_report(session, town, week, now)
    if format_ == "xlsx":
        return weekly_workbook(report, register(session, town, report.week))
    return weekly_page(report).encode()
