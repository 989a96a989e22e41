"""One case: read it whole, give it a status with a word to the resident, put right what the bot understood."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from flask import Response as FlaskResponse
from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.outgoing import queue_news
from bot.web.service import service
from bot.web.staff.blueprints import CHANGING, staff
from bot.web.staff.thread import Change, change_in_words, view_of
from bot.words import word
from db import Session, accounts, cases
from db.models import Case, Kind, Status
from handlers import cases as work
from handlers.bangkok_time import bangkok_date
from handlers.cases import Answer, NotAllowed
from handlers.earlier_cases import earlier_cases
from handlers.same_matter import same_matter
from handlers.say import Say

REFERENCE = re.compile(r"[A-Za-z]{1,3}-[0-9]{4}-[0-9]{1,12}")
Code = TypeVar("Code", bound=StrEnum)
Act = Callable[[Session, Case, datetime], list[Say]]


class Stale(Exception):
    """Somebody else decided something about the case after this page was shown."""


@dataclass(frozen=True)
class Refused:
    """A form that could not be saved: why, and what was typed into it."""

    form: str
    reason: str
    typed: dict[str, list[str]]
    seen: int
    """The last line of the history that its sender has seen."""

    def said(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0]


@staff.get("/cases/<reference>")
def case_page(reference: str) -> str:
    return _page(reference)


@staff.post("/cases/<reference>/status")
def change_status(reference: str) -> Response:
    def act(session: Session, case: Case, now: datetime) -> list[Say]:
        return work.change_status(session, g.town, case, _answer(), g.account, now)

    return _save(reference, "status", act)


@staff.post("/cases/<reference>/department")
def change_department(reference: str) -> Response:
    def act(session: Session, case: Case, now: datetime) -> list[Say]:
        work.set_department(session, g.town, case, _typed("department"), g.account, now)
        return []

    return _save(reference, "department", act)


@staff.post("/cases/<reference>/understanding")
def correct(reference: str) -> Response:
    def act(session: Session, case: Case, now: datetime) -> list[Say]:
        topics = [_typed("topic"), *request.form.getlist("also")]
        work.correct_kind(session, g.town, case, _code(Kind, "kind", "unknown_kind"), g.account, now)
        work.correct_topics(session, g.town, case, topics, g.account, now)
        return []

    return _save(reference, "understanding", act)


@staff.get("/map.json")
def areas() -> Response:
    """The municipality's communities as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": place.code, "name": place.name},
            "geometry": place.polygon.model_dump(mode="json"),
        }
        for place in g.town.folder.communities
        if place.polygon is not None
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    response = FlaskResponse(body, mimetype="application/geo+json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _typed(name: str) -> str:
    # Databases refuse NUL in text; browsers send lines with \r\n.
    return request.form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def _code(codes: type[Code], name: str, refusal: str) -> Code:
    try:
        return codes(_typed(name))
    except ValueError:
        raise NotAllowed(refusal) from None


def _answer() -> Answer:
    status = _code(Status, "status", "status_is_needed")
    return Answer(status, note=_typed("note"), reason=_typed("reason") or None)


def _save(reference: str, form: str, act: Act) -> Response:
    """Acts in one transaction with the news for the resident; shows the page again when that is refused."""
    shop = service()
    now = shop.clock()
    seen = request.form.get("seen", type=int)
    try:
        with shop.database.transaction() as session:
            case = _visible(cases.hold(session, g.town.id, _checked(reference)))
            if seen is not None and work.decided_since(session, case, seen):
                raise Stale
            says = act(session, case, now)
            told = queue_news(session, g.town, case, says, now)
    except NotAllowed as refusal:
        return _shown_again(reference, form, refusal.code, 422)
    except Stale:
        return _shown_again(reference, form, "stale", 409)
    if not work.may_see(g.account, case):
        flash(word("flash", "now_restricted"), "done")
        return redirect(url_for("staff.queue"))
    flash(word("flash", ("told" if told else "told_nobody") if says else "saved"), "done")
    return redirect(url_for("staff.case_page", reference=case.reference))


def _shown_again(reference: str, form: str, reason: str, status: int) -> Response:
    typed = {name: [value.replace("\0", "") for value in values] for name, values in request.form.lists()}
    refused = Refused(form, reason, typed, request.form.get("seen", 0, type=int))
    return make_response(_page(reference, refused), status)


def _page(reference: str, refused: Refused | None = None) -> str:
    shop = service()
    with shop.database.reading() as session:
        case = _visible(cases.by_reference(session, g.town.id, _checked(reference)))
        shown = view_of(session, g.town, case)
        missed = _missed(session, case, refused) if refused and refused.reason == "stale" else []
        likenesses = same_matter(session, g.town, case, shop.clock())
        earlier = earlier_cases(session, g.town, case, shop.clock())
    return render_template(
        "staff/case.html",
        view=shown,
        case=case,
        moves=[status for status in Status if status in work.MOVES[case.status]],
        reasons=work.REJECTION_REASONS,
        needs_note=sorted(work.NEEDS_NOTE),
        note_length=work.NOTE_LENGTH,
        may_change=g.account.role in CHANGING,
        refused=refused,
        missed=missed,
        likenesses=likenesses,
        earlier=earlier,
        earlier_here=[other for other in earlier.here if other.id not in {like.case.id for like in likenesses}],
        today=bangkok_date(shop.clock()),
        now=shop.clock(),
    )


def _missed(session: Session, case: Case, refused: Refused) -> list[Change]:
    events = work.decided_since(session, case, refused.seen)
    names = accounts.names(session, [event.account_id for event in events])
    return [change_in_words(event, g.town, names) for event in events]


def _checked(reference: str) -> str:
    if not REFERENCE.fullmatch(reference):
        abort(404)
    return reference


def _visible(case: Case | None) -> Case:
    if case is None or not work.may_see(g.account, case):
        abort(404)
    return case
