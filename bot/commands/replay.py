"""`flask replay`: real report texts, each from a resident of its own, as signed webhooks."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import click
import urllib3
from flask.cli import with_appcontext

from bot.report_texts import UnreadableReports, read_texts
from bot.settings import Channel
from bot.simulator import ids
from bot.simulator.client import Refusal, SimulatorClient
from bot.simulator.delivery import signature
from bot.simulator.events import Event, event, message
from bot.web.service import service

WAIT_SECONDS = 60  # for the simulator's deliveries after the last text


class Deliverer(Protocol):
    """Somebody who brings a text to the application as a message of a new resident."""

    def deliver(self, text: str) -> None: ...

    def finish(self) -> tuple[int, int]:
        """How many arrived and how many did not."""


class Simulator:
    """Hands each text to the simulated LINE, which signs it, delivers it and takes the reply."""

    def __init__(self, url: str, slug: str) -> None:
        self._client, self._slug = SimulatorClient(url), slug
        if slug not in self._client.municipalities():
            raise click.ClickException(f"the simulator at {url} knows no municipality {slug}")
        self._before = self._client.delivery_summary()
        self._handed, self._refused = 0, 0

    def deliver(self, text: str) -> None:
        try:
            self._client.replay(self._slug, text)
            self._handed += 1
        except (Refusal, urllib3.exceptions.HTTPError):
            self._refused += 1

    def finish(self) -> tuple[int, int]:
        deadline = time.monotonic() + WAIT_SECONDS
        while (now := self._client.delivery_summary())["pending"] and time.monotonic() < deadline:
            time.sleep(0.1)
        delivered = min(now["delivered"] - self._before["delivered"], self._handed)
        return delivered, self._refused + self._handed - delivered


class Webhooks:
    """Signs with the municipality's own secret and posts to its webhook, where no simulator runs."""

    def __init__(self, url: str, slug: str, channel: Channel) -> None:
        self._address = f"{url}/line/{slug}/webhook"
        self._secret = channel.secrets[0]
        self._http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=30), retries=False)
        self._delivered, self._refused = 0, 0

    def deliver(self, text: str) -> None:
        if self._post(text_event(text)):
            self._delivered += 1
        else:
            self._refused += 1

    def _post(self, happened: Event) -> bool:
        body = json.dumps({"destination": ids.user_id(), "events": [happened]}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "x-line-signature": signature(self._secret, body)}
        try:
            return self._http.request("POST", self._address, body=body, headers=headers).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def finish(self) -> tuple[int, int]:
        return self._delivered, self._refused


def text_event(text: str) -> Event:
    """What LINE sends when a resident whom nobody knows yet writes."""
    now = int(time.time() * 1000)
    return event("message", ids.user_id(), now, message=message("text", text=text), replyToken=ids.reply_token())


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "slug", required=True, help="Which municipality the residents write to.")
@click.option("--url", required=True, help="The application's address, such as http://127.0.0.1:8000.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), default=20, help="Texts a second (20).")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many texts.")
@with_appcontext
def replay(file: Path, slug: str, url: str, rate: float, limit: int | None) -> None:
    """Send the texts of FILE (.csv or .csv.gz, column `text`), one new resident each.

    They go through the simulator of the application at --url; where none runs, they are signed here with the
    secret from the settings.
    """
    url = url.rstrip("/")
    try:
        number = sum(1 for _ in read_texts(file, limit))
        deliverer = _deliverer(url, slug)
        started = time.monotonic()
        with click.progressbar(read_texts(file, limit), length=number, label="replay") as texts:
            for text in _paced(texts, rate):
                deliverer.deliver(text)
        delivered, refused = deliverer.finish()
    except UnreadableReports as reason:
        raise click.ClickException(str(reason)) from None
    except urllib3.exceptions.HTTPError as failure:
        raise click.ClickException(f"{url}: no answer ({type(failure).__name__})") from None
    click.echo(f"{delivered} delivered, {refused} refused, {time.monotonic() - started:.1f} seconds")


def _paced(texts: Iterator[str], rate: float) -> Iterator[str]:
    """Keeps to the rate on average, so that one slow answer does not slow all."""
    started = time.monotonic()
    for number, text in enumerate(texts):
        time.sleep(max(started + number / rate - time.monotonic(), 0))
        yield text


def _deliverer(url: str, slug: str) -> Deliverer:
    answer = urllib3.request("GET", f"{url}/simulator/", redirect=False, retries=False, timeout=10)
    if answer.status in (301, 302, 303, 307, 308):
        place = urlsplit(answer.headers["Location"])
        return Simulator(f"{place.scheme}://{place.netloc}", slug)
    channel = service().settings.channels.get(slug)
    if channel is None:
        raise click.ClickException(f"no simulator runs there, and the settings have no channel secret for {slug}")
    return Webhooks(url, slug, channel)
