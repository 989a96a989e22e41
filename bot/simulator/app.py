"""The simulator as a Flask application."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from flask import Flask

from .account_api import account_api
from .clock import Clock
from .control_state import control
from .credentials import Channel, ChannelBook
from .delivery import PAUSES
from .messaging_api import messaging_api
from .page import page
from .platform import build_platform

UPLOAD_BYTES = 30_000_000


def create_simulator(
    *,
    app_url: str = "http://127.0.0.1:8000",
    channels_file: Path | None = None,
    channels: Iterable[Channel] = (),
    state: Path | None = None,
    clock: Clock | None = None,
    webhook_timeout: float = 5.0,
    redelivery_pauses: Sequence[float] = PAUSES,
) -> Flask:
    """A platform that delivers to the application at `app_url`; without `state` it lives in memory only."""
    book = ChannelBook(channels_file, channels)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = UPLOAD_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["platform"] = build_platform(book, app_url, state, clock, webhook_timeout, redelivery_pauses)
    app.extensions["platform"].deliveries.start()
    for blueprint in (messaging_api, account_api, control, page):
        app.register_blueprint(blueprint)
    return app
