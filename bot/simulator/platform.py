"""The parts of one simulated platform, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from .clock import Clock
from .credentials import ChannelBook
from .delivery import PAUSES, Deliveries
from .doings import Doings
from .faults import Faults
from .store import Store


@dataclass(frozen=True)
class Platform:
    """Everything that a request may need; one per application."""

    store: Store
    clock: Clock
    channels: ChannelBook
    faults: Faults
    deliveries: Deliveries
    doings: Doings


def build_platform(
    channels: ChannelBook,
    app_url: str,
    state: Path | None = None,
    clock: Clock | None = None,
    webhook_timeout: float = 5.0,
    redelivery_pauses: Sequence[float] = PAUSES,
) -> Platform:
    store, clock = Store(state), clock or Clock()
    deliveries = Deliveries(store, clock, channels, app_url, webhook_timeout, redelivery_pauses)
    return Platform(store, clock, channels, Faults(), deliveries, Doings(store, clock))


def platform() -> Platform:
    """The platform of the request at hand."""
    found: Platform = current_app.extensions["platform"]
    return found
