"""The weekly summary as one HTML file that needs nothing beside it, to print or to send."""

from pathlib import Path

from flask import render_template

from bot.documents.weekly_report import WeeklyReport
from bot.web.brand import stylesheet

STATIC = Path(__file__).parent.parent / "web/static"
STYLESHEETS = ("siang.css", "officials.css")


def weekly_page(report: WeeklyReport) -> str:
    sheets = [(STATIC / name).read_text(encoding="utf-8") for name in STYLESHEETS]
    styles = "\n".join([*sheets, stylesheet(report.town.folder.municipality.brand_colour)])
    return render_template("officials/printable.html", report=report, town=report.town, styles=styles)
