"""The other half of the control API: what was delivered, sent and refused; faults, quota, clock."""

import json
from dataclasses import asdict

from flask import Response, jsonify, request

from . import calls
from .control import body_of_request, control
from .faults import Fault
from .platform import platform


@control.get("/deliveries")
def deliveries() -> Response:
    rows = platform().store.all("select * from deliveries where id > ? order by id", request.args.get("after", 0, int))
    decoded = ("events", "attempts")
    return jsonify([{**dict(row), **{key: json.loads(row[key]) for key in decoded}} for row in rows])


@control.get("/deliveries/summary")
def delivery_summary() -> Response:
    rows = platform().store.all("select state, count(*) as count from deliveries group by state")
    latest = platform().store.one("select coalesce(max(id), 0) as id from deliveries")
    counts = {"pending": 0, "delivered": 0, "failed": 0} | {row["state"]: row["count"] for row in rows}
    return jsonify({**counts, "latest": latest["id"] if latest else 0})


@control.get("/calls")
def recorded_calls() -> Response:
    """What the application asked; `?outcome=refused` for bodies that broke a rule."""
    arguments = request.args
    return jsonify(
        calls.recorded(
            platform().store,
            arguments.get("outcome"),
            arguments.get("municipality"),
            arguments.get("after", 0, int),
        )
    )


@control.get("/sent-bodies")
def sent_bodies() -> Response:
    return Response("".join(calls.sent_bodies(platform().store)), mimetype="application/x-ndjson")


@control.get("/faults")
def waiting_faults() -> Response:
    return jsonify([asdict(fault) for fault in platform().faults.waiting()])


@control.post("/faults")
def add_fault() -> tuple[Response, int]:
    platform().faults.add(Fault(**body_of_request()))
    return jsonify({}), 201


@control.delete("/faults")
def clear_faults() -> Response:
    platform().faults.clear()
    return jsonify({})


@control.put("/quota")
def set_quota() -> Response:
    """`monthly` null lifts it; `used` sets what is spent this month."""
    body = body_of_request()
    platform().store.write("insert or replace into quotas values (?, ?)", body["municipality"], body["monthly"])
    return jsonify({})


@control.get("/settings")
def settings() -> Response:
    return jsonify(
        {
            "redelivery": platform().deliveries.redelivery,
            "clock_offset_seconds": platform().clock.offset_seconds,
            "now": platform().clock.now(),
        }
    )


@control.put("/settings")
def change_settings() -> Response:
    """`redelivery` on or off; `redelivery_pauses` in seconds; `advance_seconds` moves the clock;
    `app` is the application's address.
    """
    body = body_of_request()
    deliveries = platform().deliveries
    if "app" in body:
        deliveries.deliver_to(body["app"])
    deliveries.redelivery = bool(body.get("redelivery", deliveries.redelivery))
    deliveries.pauses = [float(pause) for pause in body.get("redelivery_pauses", deliveries.pauses)]
    platform().clock.advance(float(body.get("advance_seconds", 0)))
    return settings()


@control.post("/reset")
def reset() -> Response:
    """Forget everything: the next test starts on an empty platform."""
    platform().store.empty()
    platform().faults.clear()
    platform().clock.offset_seconds = 0
    platform().deliveries.redelivery = True
    return jsonify({})
