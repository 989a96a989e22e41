"""What every page needs: settings, database and the municipalities' data, made once by create_app."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app

from bot.settings import Settings
from db import Database
from handlers.municipalities import Towns


def now_in_utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Service:
    settings: Settings
    database: Database
    towns: Towns = field(default_factory=Towns)
    clock: Callable[[], datetime] = now_in_utc


def service() -> Service:
    """The service of the application that answers the current request."""
    return current_app.extensions["siang"]
