"""The administrators' look at the machine."""

import re
from datetime import timedelta

from db.models import Event, Outcome, Role, WorkerHeartbeat
from tests.office import Office, token


def add_event(office: Office, number: int, outcome: Outcome | None, reason: str | None, slug: str = "yala") -> int:
    with office.service.database.transaction() as session:
        event = Event(
            municipality_id=office.town(slug).id,
            webhook_event_id=f"{slug}-{number}",
            occurred_at=office.now,
            received_at=office.now,
            next_attempt_at=office.now,
            raw='{"message": {"text": "ถ้อยคำของประชาชน"}}',
            outcome=outcome,
            reason=reason,
            attempts=6,
        )
        session.add(event)
        session.flush()
        return event.id


def counted(page: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r'data-outcome="(\w+)">(\d+)<', page)}


def test_every_event_is_counted_in_exactly_one_of_the_outcomes(office: Office) -> None:
    for number, outcome in enumerate([*Outcome, Outcome.OPENED, None]):
        add_event(office, number, outcome, "sticker" if outcome is Outcome.IGNORED else None)
    add_event(office, 1, Outcome.OPENED, None, slug="banmai")
    page = office.person(Role.ADMINISTRATOR).get("/staff/system/").text
    assert counted(page) == {"opened": 2, "joined": 1, "answered": 1, "ignored": 1, "set_aside": 1, "waiting": 1}
    assert "สติกเกอร์" in page
    assert "ถ้อยคำของประชาชน" not in page


def test_an_event_that_was_set_aside_is_tried_again(office: Office) -> None:
    event_id = add_event(office, 1, Outcome.SET_ASIDE, "ValueError at handlers/intake.py:1")
    theirs = add_event(office, 2, Outcome.SET_ASIDE, "ValueError", slug="banmai")
    client = office.person(Role.ADMINISTRATOR)
    form = {"csrf_token": token(client, "/staff/system/")}
    assert client.post(f"/staff/system/events/{event_id}/try-again", data=form).status_code == 302
    assert client.post(f"/staff/system/events/{event_id}/try-again", data=form).status_code == 404
    assert client.post(f"/staff/system/events/{theirs}/try-again", data=form).status_code == 404
    with office.service.database.reading() as session:
        assert session.get(Event, event_id).outcome is None
        assert session.get(Event, theirs).outcome is Outcome.SET_ASIDE


def test_a_silent_worker_is_named(office: Office) -> None:
    client = office.person(Role.ADMINISTRATOR)
    assert "ไม่มีโปรแกรมเบื้องหลังทำงานอยู่" in client.get("/staff/system/").text
    with office.service.database.transaction() as session:
        session.add(WorkerHeartbeat(worker="host:1", started_at=office.now, beat_at=office.now))
        session.add(WorkerHeartbeat(worker="host:2", started_at=office.now, beat_at=office.now - timedelta(minutes=3)))
    page = client.get("/staff/system/").text
    assert page.count("ทำงานอยู่") == 1
    assert "เงียบไป 3 นาที" in page
