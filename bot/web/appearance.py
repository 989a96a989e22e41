"""What all pages share: templates' filters, addresses of static files, and headers that keep a browser careful."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from flask import Flask, Response, g, request, url_for
from jinja2 import StrictUndefined

from bot.words import FILTERS, words

STATIC = Path(__file__).parent / "static"
A_WEEK = 7 * 24 * 3600
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def register(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_WEEK
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(asset=asset, words=lambda group: list(words()[group].items()))
    app.after_request(_add_headers)


def asset(name: str) -> str:
    """The address of a static file; it changes with the file, so that browsers may keep it."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if g.get("account") is not None:
        # Not `no-store`: going back to a half-written note must find it as it was.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
