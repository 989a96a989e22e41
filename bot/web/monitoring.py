"""For the one who keeps it running: /healthz, /readyz and /metrics."""

import hmac
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

import db
from bot.web.metrics import registry_of
from bot.web.service import Service, service
from db import DBAPIError
from db.monitoring import Pulse, pulse

monitoring = Blueprint("monitoring", __name__)

HEARTBEAT_AGE = timedelta(seconds=30)
INBOX_AGE = timedelta(seconds=60)  # a reply token lives one minute; later, each answer counts against the quota
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


@monitoring.get("/healthz")
def healthz() -> dict[str, str]:
    """This process can serve."""
    return {"status": "ok"}


@monitoring.get("/readyz")
def readyz() -> tuple[dict[str, object], int]:
    """The whole service does its work; 503 with the reasons when it does not."""
    shop = service()
    try:
        reasons, ages = _checked(shop, shop.clock())
    except DBAPIError:
        reasons, ages = ["the database cannot be reached"], {}
    if reasons:
        return {"message": "not ready", "reasons": reasons, **ages}, 503
    return {"status": "ready", **ages}, 200


def _checked(shop: Service, now: datetime) -> tuple[list[str], dict[str, object]]:
    if db.current_revision(shop.database) != _newest_revision():
        return ["the database is not at this version's newest revision"], {}
    with shop.database.reading() as session:
        seen = pulse(session, now)
    return _what_is_wrong(seen, now), {
        "heartbeat_age_seconds": _age(seen.newest_beat, now),
        "inbox_age_seconds": _age(seen.event_due, now),
        "outbox_age_seconds": _age(seen.message_due, now),
    }


def _what_is_wrong(seen: Pulse, now: datetime) -> list[str]:
    reasons = []
    if seen.newest_beat is None:
        reasons.append("no worker is running")
    elif now - seen.newest_beat >= HEARTBEAT_AGE:
        reasons.append("no worker has given a sign of life for 30 seconds")
    if seen.event_due is not None and now - seen.event_due >= INBOX_AGE:
        reasons.append("an event has waited in the inbox for over a minute")
    return reasons


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round(max((now - moment).total_seconds(), 0.0), 3)


@cache
def _newest_revision() -> str | None:
    return db.head_revision()


@monitoring.get("/metrics")
def metrics() -> Response:
    """The figures for Prometheus, read from the database now, so that any web process can tell them all."""
    if not (_is_from_this_machine() or _has_token(service().settings.metrics_token)):
        abort(403)
    return Response(generate_latest(registry_of(service())), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _is_from_this_machine() -> bool:
    """Whether the client itself is here: a proxy on this machine brings strangers, and says so in a header."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token(token: str) -> bool:
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())
