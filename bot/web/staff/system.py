"""The administrators' look at the machine: how events ended, what was sent, what was set aside."""

from flask import abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from bot.web.service import service
from bot.web.staff.blueprints import system
from bot.words import word
from db import heartbeats, inbox, outbox

OUTCOMES = ("opened", "joined", "answered", "ignored", "set_aside", "waiting")


@system.get("/")
def overview() -> str:
    shop = service()
    municipality_id = g.account.municipality_id
    with shop.database.reading() as session:
        outcomes = inbox.outcome_counts(session, municipality_id)
        return render_template(
            "staff/system.html",
            outcomes=[(name, [count for count in outcomes if count.outcome == name]) for name in OUTCOMES],
            deliveries=sorted(outbox.delivery_counts(session, municipality_id).items(), key=str),
            set_aside=inbox.set_aside(session, municipality_id),
            workers=heartbeats.every(session),
            now=shop.clock(),
        )


@system.post("/events/<int(max=9223372036854775807):event_id>/try-again")
def try_again(event_id: int) -> Response:
    shop = service()
    with shop.database.transaction() as session:
        if not inbox.try_again(session, g.account.municipality_id, event_id, shop.clock()):
            abort(404)
    flash(word("flash", "tried_again"), "done")
    return redirect(url_for("system.overview"))
