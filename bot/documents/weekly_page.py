"""The weekly summary as one HTML file that needs nothing beside it, to print or to send."""

from pathlib import Path

from flask import render_template

from bot.documents.weekly_report import WeeklyReport

STATIC = Path(__file__).parent.parent / "web/static"
STYLESHEETS = ("siang.css", "officials.css")


def weekly_page(report: WeeklyReport) -> str:
    styles = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLESHEETS)
    return render_template("officials/printable.html", report=report, town=report.town, styles=styles)
