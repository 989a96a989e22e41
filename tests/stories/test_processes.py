"""Real processes: one worker on SQLite, an orderly end, and nothing lost or doubled by a sudden one."""

import os
import signal
import subprocess
import sys
import time

import pytest

from db.models import Event, Message, WorkerHeartbeat
from tests.city import REPOSITORY

ROAD = "ถนนเป็นหลุมใหญ่หน้าตลาด รถล้มแล้วหลายคัน"


def start_worker(city):
    """A worker process on the city's database."""
    channels = city.settings.attachments.parent / "channels.toml"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LINE_")},
        "DATABASE_URL": city.settings.database_url,
        "SECRET_KEY": city.settings.secret_key,
        "LINE_CHANNELS": str(channels),
        "LINE_API_HOST": city.settings.line_api_host,
        "ATTACHMENTS": str(city.settings.attachments),
        "PYTHONPATH": str(REPOSITORY),
    }
    command = [sys.executable, "-m", "bot.worker"]
    return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)


def wait_for_heartbeat(city):
    city.until(lambda: _beats(city) > 0, "no worker gives a sign of life", timeout=30)


def _beats(city):
    with city.database.reading() as session:
        return session.query(WorkerHeartbeat).count()


@pytest.fixture
def quiet_city(city):
    """A city whose own worker has gone home."""
    city.stop_worker()
    return city


def test_sigterm_finishes_what_is_in_hand_and_ends_in_order(quiet_city):
    worker = start_worker(quiet_city)
    wait_for_heartbeat(quiet_city)
    resident = quiet_city.sim.add_resident("yala")
    quiet_city.sim.say(resident, ROAD)
    quiet_city.sim.wait_for_reply(resident)
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate(timeout=15)
    assert worker.returncode == 0
    assert ROAD[:8] not in errors  # a resident's words are in no log
    assert _beats(quiet_city) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_worker_on_sqlite_refuses_to_start(city):
    second = start_worker(city)
    _, errors = second.communicate(timeout=30)
    assert second.returncode == 1
    assert errors.strip().splitlines()[-1].startswith("another worker runs on this SQLite database")


def test_a_worker_that_is_killed_loses_and_doubles_nothing(quiet_city):
    residents = [quiet_city.sim.add_resident("yala") for _ in range(12)]
    worker = start_worker(quiet_city)
    wait_for_heartbeat(quiet_city)
    for number, resident in enumerate(residents):
        quiet_city.sim.say(resident, f"{ROAD} จุดที่ {number}")
        if number == 5:
            worker.kill()
            worker.communicate()
    quiet_city.start_worker()
    quiet_city.sim.wait_for_deliveries()
    quiet_city.until(lambda: not quiet_city.rows(Event, outcome=None), "events are left")
    assert len(quiet_city.cases()) == 12
    assert len({case.reference for case in quiet_city.cases()}) == 12
    # What the killed worker was sending is tried again once its lease has run out.
    quiet_city.clock.ahead += _lease()
    quiet_city.until(lambda: not quiet_city.rows(Message, delivery="waiting"), "messages are left", timeout=15)
    for resident in residents:
        cards = [reply for reply in quiet_city.sim.replies(resident) if reply["type"] == "flex"]
        assert len(cards) <= 1
    certain = [message for message in quiet_city.rows(Message) if message.delivery.value == "sent"]
    assert len(certain) >= 4


def _lease():
    from bot.worker.sending import LEASE

    return LEASE


def test_a_message_written_while_no_worker_runs_is_answered_when_one_does(quiet_city):
    resident = quiet_city.sim.add_resident("yala")
    quiet_city.sim.say(resident, ROAD)
    time.sleep(0.3)
    assert quiet_city.sim.replies(resident) == []
    quiet_city.start_worker()
    quiet_city.sim.wait_for_reply(resident)
