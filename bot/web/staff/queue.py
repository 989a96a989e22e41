"""The queue: what is to do, narrowed by filters that live in the address."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from bot.web.service import service
from bot.web.staff.blueprints import staff
from db import queue
from db.models import Account, Kind, Role, Status
from handlers.bangkok_time import bangkok_date
from handlers.cases import sees_restricted
from handlers.municipalities import Town

PAGE = 50
WORDS = 5
SEARCH_LENGTH = 100


@staff.get("/start")
def start() -> Response:
    """Where a person begins after the log-in."""
    return redirect("/officials/" if g.account.role is Role.OFFICIAL else url_for("staff.queue"))


@staff.get("/", endpoint="queue")
def queue_page() -> Response:
    shop = service()
    viewer = viewer_of(g.account, shop.clock())
    asked = asked_for(request.args, g.town)
    after = read_place(request.args.get("after", ""))
    with shop.database.reading() as session:
        page = queue.page(session, viewer, asked.filter, after, PAGE)
        counts = queue.counts(session, viewer)
    body = render_template(
        "staff/queue.html",
        page=page,
        counts=counts,
        asked=asked,
        after=after,
        department_choices=[(code, unit.short) for code, unit in g.town.departments.items()],
        topic_choices=[(code, topic.label) for code, topic in g.town.topics.items()],
        next_address=address(asked, after=write_place(page.next)) if page.next else None,
        address=address,
        today=viewer.today,
        now=shop.clock(),
    )
    response = make_response(body)
    response.vary.add("HX-Request")
    if "HX-Request" in request.headers and after is None:
        response.headers["HX-Push-Url"] = address(asked)
    return response


@dataclass(frozen=True)
class Asked:
    """The filters as the address names them: only those that narrow something."""

    given: dict[str, str]

    @property
    def filter(self) -> queue.Filter:
        kind = self.given.get("kind")
        return queue.Filter(
            status=self.given.get("status", queue.OPEN),
            department=self.given.get("department"),
            topic=self.given.get("topic"),
            kind=Kind(kind) if kind else None,
            words=tuple(self.given.get("q", "").split()[:WORDS]),
        )


def asked_for(arguments: MultiDict[str, str], town: Town) -> Asked:
    """Reads the address; what is unknown in this municipality is left out, as if it had not been asked."""
    known = {
        "status": {*Status, queue.ALL},
        "department": town.departments.keys(),
        "topic": town.topics.keys(),
        "kind": {*Kind},
    }
    given = {name: arguments.get(name, "") for name in known}
    given = {name: value for name, value in given.items() if value in known[name]}
    words = " ".join(arguments.get("q", "").replace("\0", "")[:SEARCH_LENGTH].split())
    return Asked(given | ({"q": words} if words else {}))


def address(asked: Asked, **changes: str | None) -> str:
    """The address of the queue with these filters, some of them changed or (None) left out."""
    arguments: dict[str, Any] = {**asked.given, **changes}
    return url_for("staff.queue", **{name: value for name, value in arguments.items() if value is not None})


def viewer_of(account: Account, now: datetime) -> queue.Viewer:
    return queue.Viewer(account.municipality_id, sees_restricted(account), bangkok_date(now))


def write_place(place: queue.Place) -> str:
    """`due_2026-11-20_42` or `opened_2026-11-20T03:00:00+00:00_42`."""
    if place.opened_at is not None:
        return f"opened_{place.opened_at.isoformat()}_{place.case_id}"
    return f"due_{place.due_on}_{place.case_id}"


def read_place(text: str) -> queue.Place | None:
    """None for what is no place: the queue then begins at its beginning."""
    try:
        where, value, case_id = text.split("_")
        number = int(case_id)
        if not 0 <= number < 2**63:
            return None
        if where == "due":
            return queue.Place(number, due_on=date.fromisoformat(value))
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return queue.Place(number, opened_at=moment) if where == "opened" else None
    except (ValueError, OverflowError):
        return None
