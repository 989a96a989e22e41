"""Inbox to outcome: failures pause and are set aside, others go on, and one resident is never served twice at once."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.worker.events import PAUSES, EventHandling
from db import Database, inbox, municipalities
from db.models import Case, Event, Message, Outcome, ReferenceCounter, Wording
from handlers.municipalities import load
from handlers.municipality_folder import read_folder

YALA = Path(__file__).parents[3] / "municipalities/yala"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Desk:
    """An inbox, and workers on a clock in the hand."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.now = START
        self.number = 0
        with self.database.transaction() as session:
            load(session, read_folder(YALA), now=START)
            self.town_id = municipalities.by_slug(session, "yala").id

    def worker(self) -> EventHandling:
        return EventHandling(self.database, "https://siang.example", lambda: self.now)

    def receive(self, text: str, user: str = "U1", after: float = 0, raw: str | None = None) -> None:
        self.number += 1
        at = START + timedelta(seconds=after)
        message = {"type": "text", "id": str(self.number), "text": text}
        event = {"type": "message", "message": message, "source": {"type": "user", "userId": user}}
        row = {
            "municipality_id": self.town_id,
            "webhook_event_id": f"E{self.number}",
            "line_user_id": user,
            "line_message_id": str(self.number),
            "occurred_at": at,
            "received_at": START,
            "raw": raw or json.dumps(event),
            "attempts": 0,
            "next_attempt_at": START,
        }
        with self.database.transaction() as session:
            inbox.store(session, [row])

    def handle_all(self) -> None:
        worker = self.worker()
        while worker.handle_next():
            pass

    def rows(self, model):
        with self.database.reading() as session:
            return list(session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def desk(database_url):
    desk = Desk(database_url)
    yield desk
    desk.database.dispose()


def test_a_failing_event_pauses_longer_each_time_and_is_then_set_aside_with_its_reason(desk):
    desk.receive("", raw='{"ถนนพัง')  # a stored event that cannot be read
    waited = []
    while desk.rows(Event)[0].outcome is None:
        desk.handle_all()
        (event,) = desk.rows(Event)
        if event.outcome is None:
            waited.append(event.next_attempt_at - desk.now)
            desk.now = event.next_attempt_at
    assert waited == list(PAUSES)
    assert event.outcome is Outcome.SET_ASIDE
    assert event.reason.startswith("JSONDecodeError at bot/incoming.py:")
    assert "ถนน" not in event.reason


def test_a_failing_event_holds_up_nobody_not_even_its_own_sender(desk):
    desk.receive("", user="U1", raw="{broken")
    desk.receive("ไฟทางดับทั้งซอย มืดมาก", user="U1", after=1)
    desk.receive("ถนนเป็นหลุมใหญ่หน้าตลาด", user="U2", after=2)
    desk.handle_all()
    assert [event.outcome for event in desk.rows(Event)] == [None, Outcome.OPENED, Outcome.OPENED]


def test_what_was_set_aside_can_be_tried_again(desk):
    desk.receive("ไฟทางดับทั้งซอย มืดมาก")
    with desk.database.transaction() as session:
        event = session.scalars(select(Event)).one()
        inbox.finish(event, Outcome.SET_ASIDE, "KeyError", None, START)
    with desk.database.transaction() as session:
        assert inbox.try_again(session, desk.town_id, event.id, desk.now)
        assert not inbox.try_again(session, desk.town_id, event.id, desk.now)
    desk.handle_all()
    assert desk.rows(Event)[0].outcome is Outcome.OPENED


def test_a_failure_leaves_neither_case_nor_message(desk):
    desk.receive("ไฟทางดับทั้งซอย มืดมาก")
    with desk.database.transaction() as session:
        broken = Wording(
            municipality_id=desk.town_id, name="case_opened", language="th", template="{% block text %}{{ nothing }}"
        )
        session.add(broken)
    desk.worker().handle_next()  # opens the case, and then cannot say so
    assert desk.rows(Event)[0].attempts == 1
    assert (desk.rows(Case), desk.rows(Message)) == ([], [])
    with desk.database.reading() as session:
        assert session.scalars(select(ReferenceCounter)).all() == []


def test_a_residents_events_are_handled_in_the_order_they_happened(desk):
    desk.receive("หลุมอยู่หน้าร้านตัดผม", after=2)
    desk.receive("ถนนเป็นหลุมใหญ่มาก", after=1)
    desk.handle_all()
    first, second = desk.rows(Event)
    assert (first.outcome, second.outcome) == (Outcome.JOINED, Outcome.OPENED)


def test_several_workers_never_serve_one_resident_at_once(postgres_url):
    desk = Desk(postgres_url)
    for number in range(12):
        for user in ("U1", "U2", "U3"):
            desk.receive(f"ถนนเป็นหลุมใหญ่หน้าตลาด จุดที่ {number}", user=user, after=number)
    threads = [threading.Thread(target=_work_until_empty, args=(desk,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes = [event.outcome for event in desk.rows(Event)]
    assert outcomes.count(Outcome.OPENED) == 3
    assert outcomes.count(Outcome.JOINED) == 33
    assert sorted(case.reference[-5:] for case in desk.rows(Case)) == ["00001", "00002", "00003"]
    desk.database.dispose()


def _work_until_empty(desk: Desk) -> None:
    worker = desk.worker()
    while any(event.outcome is None for event in desk.rows(Event)):
        worker.handle_next()
