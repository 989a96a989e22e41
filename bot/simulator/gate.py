"""What every call to the platform passes: who calls, is there a fault to act out, what becomes of it."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from . import calls, faults
from .body_check import Problem, problems_in
from .credentials import Channel
from .platform import platform
from .server import CUT

BODY_BYTES = 2_000_000
RETRYABLE = ("/v2/bot/message/push", "/v2/bot/message/multicast")

UNAUTHORISED = "Authentication failed. Confirm that the access token in the authorization header is valid."
RATE_LIMIT = "The API rate limit has been exceeded. Try again later."


@dataclass
class Refused(Exception):
    """The call is answered with an error; `outcome` tells a broken rule from bad luck."""

    status: int
    message: str
    outcome: str = "rejected"
    details: list[Problem] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def response(self) -> Response:
        answer: dict[str, Any] = {"message": self.message, **self.more}
        if self.details:
            answer["details"] = [{"message": each.message, "property": each.property} for each in self.details]
        response = jsonify(answer)
        response.status_code = self.status
        response.headers.update(self.headers)
        return response


def guard(blueprint: Blueprint) -> Blueprint:
    """Put the gate before and behind every view of the blueprint."""
    blueprint.before_request(_enter)
    blueprint.after_request(_leave)
    blueprint.register_error_handler(Refused, _refuse)
    return blueprint


def channel() -> Channel:
    """The channel whose token the caller showed."""
    found: Channel = g.channel
    return found


def checked_body(kind: str) -> dict[str, Any]:
    """The JSON body, as LINE would accept it; Refused otherwise."""
    try:
        body = json.loads(g.raw_body)
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Refused(400, "The request body could not be parsed as JSON", "refused") from None
    problems = problems_in(kind, body)
    if problems:
        raise Refused(400, f"The request body has {len(problems)} error(s)", "refused", problems)
    return dict(body)


def _enter() -> None:
    g.request_id, g.outcome, g.fault, g.slug = str(uuid.uuid4()), "accepted", None, ""
    g.raw_body = request.get_data(cache=False)  # always read: what is left over would spoil a kept connection
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    g.channel = platform().channels.by_token(token.strip()) if scheme.lower() == "bearer" else None
    if g.channel is None:
        raise Refused(401, UNAUTHORISED)
    g.slug = g.channel.slug
    if len(g.raw_body) > BODY_BYTES:
        raise Refused(413, "Request Entity Too Large", "refused")
    if "X-Line-Retry-Key" in request.headers and request.path not in RETRYABLE:
        raise Refused(400, "The X-Line-Retry-Key header is not supported by this endpoint", "refused")
    _act_out_fault()


def _act_out_fault() -> None:
    fault = g.fault = platform().faults.take(request.path, g.slug)
    if fault is None or fault.kind in faults.AFTER:
        return
    g.outcome = "fault"
    if fault.kind == "429":
        raise Refused(429, RATE_LIMIT, "fault")
    if fault.kind == "500":
        raise Refused(500, "Internal Server Error", "fault")
    if fault.kind == "hang":
        faults.pause(fault)
    _cut()
    raise Refused(500, "cut", "fault")


def _refuse(refusal: Refused) -> Response:
    g.outcome = refusal.outcome
    return refusal.response()


def _leave(response: Response) -> Response:
    response.headers["x-line-request-id"] = g.request_id
    if g.fault and g.fault.kind == "slow":
        faults.pause(g.fault)
    if g.fault and g.fault.kind == "drop":
        _cut()
    calls.record(
        platform().store,
        at=platform().clock.now(),
        slug=g.slug,
        method=request.method,
        path=request.path,
        status=0 if request.environ.get(CUT) else response.status_code,
        outcome=g.outcome if response.status_code < 500 else "fault",
        body=g.raw_body,
        answer=b"" if response.direct_passthrough else response.get_data(),
        request_id=g.request_id,
    )
    return response


def _cut() -> None:
    request.environ[CUT] = True
