"""The control API: tests, `replay` and the chat page play residents and read what happened."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from . import chats
from .doings import BadDoing
from .events import completed
from .platform import platform
from .taps import doing_for, find_action

control = Blueprint("control", __name__, url_prefix="/simulator/api")

Json = dict[str, Any]


@control.errorhandler(chats.NotFound)
def _not_found(error: chats.NotFound) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 404


@control.errorhandler(ValueError)
@control.errorhandler(TypeError)
def _bad_request(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 400


@control.errorhandler(KeyError)
def _incomplete(error: KeyError) -> tuple[Response, int]:
    return jsonify({"error": f"the request lacks {error}"}), 400


@control.get("/municipalities")
def municipalities() -> Response:
    return jsonify(sorted(platform().channels.all()))


@control.get("/residents")
def residents() -> Response:
    return jsonify(chats.residents(platform().store, request.args.get("municipality")))


@control.post("/residents")
def add_resident() -> tuple[Response, int]:
    body = body_of_request()
    person = _new_resident(body)
    if body.get("follow"):
        _deliver(person["user_id"], {"type": "follow"})
    return jsonify(person), 201


@control.get("/residents/<user_id>")
def resident(user_id: str) -> Response:
    return jsonify(chats.resident(platform().store, user_id))


@control.get("/residents/<user_id>/chat")
def chat(user_id: str) -> Response:
    person = chats.resident(platform().store, user_id)
    after = request.args.get("after", 0, int)
    unsent = platform().store.all("select id from messages where user_id = ? and unsent = 1", user_id)
    return jsonify(
        {
            "resident": person,
            "messages": chats.chat(platform().store, user_id, after),
            "unsent": [row["id"] for row in unsent],
            "loading": (person["loading_until"] or 0) > platform().clock.now(),
        }
    )


@control.get("/contents/<message_id>")
def content(message_id: str) -> Response:
    """A photo as the chat page shows it to the one who sent it."""
    row = platform().store.one("select * from contents where message_id = ?", message_id)
    if row is None or not row["data"]:
        raise chats.NotFound("no such content")
    return Response(row["data"], mimetype=row["mime"], headers={"X-Content-Type-Options": "nosniff"})


@control.post("/residents/<user_id>/do")
def do(user_id: str) -> tuple[Response, int]:
    """One doing, delivered as its options say: `delay_ms`, `twice`, `again` (once more, as a redelivery)."""
    return jsonify(_deliver(user_id, body_of_request())), 202


@control.post("/residents/<user_id>/tap")
def tap(user_id: str) -> tuple[Response, int]:
    """Tap a button by `label`, or the `action` itself when the page knows it."""
    body = body_of_request()
    action = body.pop("action", None)
    label = body.pop("label", None)
    if action is None:
        action = find_action(chats.chat(platform().store, user_id), label)
    doing = doing_for(action, body)
    if doing is None:
        return jsonify({"action": action}), 200
    return jsonify({"action": action, **_deliver(user_id, doing)}), 202


@control.post("/batch")
def batch() -> tuple[Response, int]:
    """Several doings: in one webhook, or one each; `reverse` delivers the latest first."""
    body = body_of_request()
    people = [each["resident"] for each in body["doings"]]
    slug = _common_municipality(people)
    events = [platform().doings.do(each["resident"], each) for each in body["doings"]]
    marks = {user_id: chats.last_seq(platform().store, user_id) for user_id in people}
    if body.get("reverse"):
        events.reverse()
    webhooks = [events] if body.get("one_webhook") else [[each] for each in events]
    delay = float(body.get("delay_ms", 0)) / 1000
    ids = [platform().deliveries.add(slug, each, people[0], delay) for each in webhooks]
    return jsonify({"events": events, "deliveries": ids, "marks": marks}), 202


@control.post("/raw")
def raw() -> tuple[Response, int]:
    """Events given by hand, in one webhook; what they lack is filled in unless `exact`."""
    body = body_of_request()
    now = platform().clock.event_time
    events = [each if body.get("exact") else completed(each, None, now()) for each in body["events"]]
    delivery = platform().deliveries.add(body["municipality"], events, body["municipality"])
    return jsonify({"events": events, "deliveries": [delivery]}), 202


@control.post("/replay")
def replay() -> tuple[Response, int]:
    """A new resident who writes one text, at once: the quick way in for many."""
    body = body_of_request()
    person = _new_resident(body)
    answer = _deliver(person["user_id"], {"type": "text", "text": body["text"]})
    return jsonify({"resident": person["user_id"], **answer}), 202


def _common_municipality(people: list[str]) -> str:
    slugs = {chats.resident(platform().store, user_id)["slug"] for user_id in people}
    if len(slugs) != 1:
        raise BadDoing("batch needs doings, all of residents of one municipality")
    return str(slugs.pop())


def _new_resident(body: Json) -> Json:
    slug = body.get("municipality", "")
    if platform().channels.by_slug(slug) is None:
        raise chats.NotFound(f"no municipality {slug!r} in the channels file")
    name = body.get("name") or f"resident {platform().clock.now() % 100_000}"
    return chats.add_resident(platform().store, slug, name, platform().clock.now(), bool(body.get("friend", True)))


def _deliver(user_id: str, doing: Json) -> Json:
    happened = platform().doings.do(user_id, doing)
    slug = chats.resident(platform().store, user_id)["slug"]
    times = 2 if doing.get("twice") else 1
    delay = float(doing.get("delay_ms", 0)) / 1000
    marks = {user_id: chats.last_seq(platform().store, user_id)}
    deliveries = [
        platform().deliveries.add(slug, [happened], user_id, delay, bool(doing.get("again"))) for _ in range(times)
    ]
    return {"event": happened, "deliveries": deliveries, "marks": marks}


def body_of_request() -> Json:
    """The request's JSON object; BadDoing when it is none."""
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise BadDoing("the body must be a JSON object")
    return body
