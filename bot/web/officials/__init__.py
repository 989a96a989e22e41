"""The officials' pages: the weekly summary."""

from flask import Flask

from bot.documents.weekly_report import report_words
from bot.web.officials.pages import officials


def register(app: Flask) -> None:
    app.jinja_env.globals["report_words"] = report_words
    app.register_blueprint(officials)
