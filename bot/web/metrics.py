"""What /metrics tells, asked of the database at each scrape; docs/operation.md says what each figure means."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.web.service import Service
from db import DBAPIError, Session, heartbeats
from db import monitoring as figures
from db.models import Outcome

LIVE = timedelta(seconds=30)


def registry_of(shop: Service) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Figures(shop))
    return registry


class Figures(Collector):
    """All figures of one moment; nothing but `siang_database_up 0` when the database cannot be asked."""

    def __init__(self, shop: Service) -> None:
        self._shop = shop

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()  # else registering would ask the database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with self._shop.database.reading() as session:
                known = [*_ages(session, self._shop.clock()), *_events(session), *_others(session)]
        except DBAPIError:
            known = []
        yield GaugeMetricFamily("siang_database_up", "1 when the database answers.", bool(known))
        yield from known


def _ages(session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
    seen = figures.pulse(session, now)
    live = sum(now - worker.beat_at < LIVE for worker in heartbeats.every(session))
    yield GaugeMetricFamily("siang_workers", "Workers with a sign of life in the last 30 seconds.", live)
    if seen.newest_beat is not None:
        text = "Since the newest sign of life of any worker; absent while none runs."
        yield GaugeMetricFamily("siang_worker_heartbeat_age_seconds", text, _since(seen.newest_beat, now))
    text = "How long the event that has waited longest has been due; 0 when none is."
    yield GaugeMetricFamily("siang_inbox_age_seconds", text, _since(seen.event_due, now))
    text = "How long the message that has waited longest has been due; 0 when none is."
    yield GaugeMetricFamily("siang_outbox_age_seconds", text, _since(seen.message_due, now))


def _events(session: Session) -> Iterator[GaugeMetricFamily]:
    rows = figures.events_by_outcome(session)
    yield _counts("siang_events", "Events by how they ended.", ["municipality", "outcome", "reason"], rows)
    slugs = [slug for slug, _ in figures.open_cases(session)]
    for outcome, text in (
        ("waiting", "Events that have not ended yet."),
        (Outcome.SET_ASIDE.value, "Events that failed too often and wait for an administrator."),
    ):
        sums = dict.fromkeys(slugs, 0)
        for slug, ended, _, events in rows:
            sums[slug] += events if ended == outcome else 0
        yield _counts(f"siang_events_{outcome}", text, ["municipality"], sums.items())


def _others(session: Session) -> Iterator[GaugeMetricFamily]:
    labels = ["municipality", "delivery", "way"]
    text = "Messages by delivery and by the way they were last tried."
    yield _counts("siang_messages", text, labels, figures.messages_by_delivery(session))
    labels = ["municipality", "state"]
    yield _counts("siang_attachments", "Photos and files by state.", labels, figures.attachments_by_state(session))
    yield _counts("siang_cases_open", "Cases that are open.", ["municipality"], figures.open_cases(session))


def _counts(name: str, text: str, labels: list[str], rows: Iterable[tuple[Any, ...]]) -> GaugeMetricFamily:
    """A figure with one sample for each row: the labels' values, then the count."""
    family = GaugeMetricFamily(name, text, labels=labels)
    for row in rows:
        family.add_metric(row[:-1], row[-1])
    return family


def _since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max((now - moment).total_seconds(), 0.0)
