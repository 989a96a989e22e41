"""The weekly summary as a page, as JSON and as Excel, and the cases behind each of its figures."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, abort, g, jsonify, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from bot.documents.weekly_excel import weekly_workbook
from bot.documents.weekly_report import FIGURES, code_names, read_report, report_words
from bot.web import login
from bot.web.service import service
from db import Session
from db.models import Role
from handlers import weekly_lists
from handlers.weekly_summary import weekly_summary
from handlers.weeks import NoSuchWeek, WeekNotBegun, current_week, last_full_week, read_week

officials = Blueprint("officials", __name__, url_prefix="/officials")
login.open_to(officials, read={Role.OFFICIAL, Role.ADMINISTRATOR})

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LISTED = 500


@officials.get("/")
def start() -> Response:
    """The week that is pulled on Monday: the last one that is over."""
    return redirect(url_for("officials.week_page", week=last_full_week(service().clock())))


def about_a_week(answer: Callable[..., Response | str]) -> Callable[..., Response | str]:
    """Answers within one reading of the database; what is no week, or has not begun, is not found."""

    @wraps(answer)
    def page(week: str, **arguments: str) -> Response | str:
        try:
            with service().database.reading() as session:
                return answer(session, week, **arguments)
        except NoSuchWeek:
            abort(404)
        except WeekNotBegun:
            now = service().clock()
            body = render_template("officials/not_begun.html", current=current_week(now), last=last_full_week(now))
            return make_response(body, 404)

    return page


@officials.get("/<week>")
@about_a_week
def week_page(session: Session, week: str) -> Response | str:
    now = service().clock()
    report = read_report(session, g.town, week, now)
    return render_template("officials/week.html", report=report, current=current_week(now))


@officials.get("/<week>/summary.json")
@about_a_week
def week_json(session: Session, week: str) -> Response | str:
    return _download(jsonify(weekly_summary(session, g.town, week, service().clock())), week, "json")


@officials.get("/<week>/summary.xlsx")
@about_a_week
def week_excel(session: Session, week: str) -> Response | str:
    report = read_report(session, g.town, week, service().clock())
    register = weekly_lists.register(session, g.town, report.week)
    response = make_response(weekly_workbook(report, register))
    response.mimetype = EXCEL
    return _download(response, week, "xlsx")


@officials.get("/<week>/cases/<figure>")
@about_a_week
def cases_page(session: Session, week: str, figure: str) -> Response | str:
    """The cases that a figure counts."""
    if figure not in FIGURES:
        abort(404)
    this = read_week(week, service().clock())
    total, cases = weekly_lists.counted(session, g.town, this, figure, MOST_LISTED)
    names = code_names(session, g.town)
    figures = report_words()["figure"]
    return render_template(
        "officials/cases.html", week=this, figure=figures[figure], total=total, cases=cases, names=names
    )


def _download(response: Response, week: str, kind: str) -> Response:
    name = f"weekly-summary-{g.town.slug}-{week}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
