"""The application with two municipalities and their people, for tests of its pages."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from bot.app import create_app
from bot.settings import Settings
from bot.web.login import hash_password
from bot.web.service import Service
from db import cases, municipalities, residents
from db.models import Account, Action, Actor, Attachment, Case, EntryType, Kind, Role
from handlers import accounts
from handlers.intake import Said, open_case
from handlers.municipalities import Town, load
from handlers.municipality_folder import read_folder
from nlp import TopicGuess, Understanding

ROOT = Path(__file__).parent.parent
FOLDERS = {"yala": ROOT / "municipalities/yala", "banmai": ROOT / "tests/municipalities/banmai"}
PASSWORD = "correct horse battery staple"
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


@dataclass
class Office:
    app: Flask
    now: datetime = NOON
    hashed: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.service.clock = lambda: self.now
        with self.app.app_context():
            self.hashed = hash_password(PASSWORD)
        with self.service.database.transaction() as session:
            for folder in FOLDERS.values():
                load(session, read_folder(folder), now=self.now)

    @property
    def service(self) -> Service:
        return self.app.extensions["siang"]

    def town(self, slug: str) -> Town:
        with self.service.database.reading() as session:
            row = municipalities.by_slug(session, slug)
            assert row is not None
            return self.service.towns.get(session, row.id)

    def account(self, role: Role = Role.STAFF, slug: str = "yala", restricted: bool = False, name: str = "") -> str:
        """The e-mail address of a new account."""
        email = f"{role}{'-restricted' if restricted else ''}{name}@{slug}.example"
        new = accounts.NewAccount(email, role, name, restricted=restricted)
        with self.service.database.transaction() as session:
            accounts.add(session, self.town(slug), new, self.hashed, self.now)
        return email

    def person(self, role: Role = Role.STAFF, slug: str = "yala", restricted: bool = False) -> FlaskClient:
        """A browser in which a person with a new account has logged in."""
        client = self.app.test_client()
        log_in(client, self.account(role, slug, restricted))
        return client

    def open(self, text: str, slug: str = "yala", **understood: Any) -> str:
        """The reference of a case that a resident opened with these words."""
        town = self.town(slug)
        with self.service.database.transaction() as session:
            resident = residents.find_or_add(session, town.id, f"U{slug}", self.now)
            return open_case(session, town, resident, said(text, self.now), meaning(**understood), self.now).reference

    def change(self, reference: str, **columns: Any) -> None:
        """Puts a case in a state that would take many steps to reach."""
        with self.service.database.transaction() as session:
            case = self._case(session, reference)
            for name, value in columns.items():
                setattr(case, name, value)

    def photo(self, reference: str, content: bytes, content_type: str = "image/jpeg", state: str = "stored") -> int:
        """The id of a photo that the resident added."""
        with self.service.database.transaction() as session:
            case = self._case(session, reference)
            entry = cases.entries(session, case.id)[0]
            entry.type = EntryType.IMAGE
            key = f"ab/{reference}.jpg"
            file = self.service.settings.attachments / key
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            row = Attachment(
                municipality_id=case.municipality_id,
                entry_id=entry.id,
                line_message_id="1",
                state=state,
                key=key,
                content_type=content_type,
                next_attempt_at=self.now,
            )
            session.add(row)
            session.flush()
            return row.id

    def case(self, reference: str) -> Case:
        with self.service.database.reading() as session:
            return self._case(session, reference)

    def history(self, reference: str) -> list[tuple[Action, Actor, str | None, str | None]]:
        with self.service.database.reading() as session:
            events = cases.history(session, self._case(session, reference).id)
            return [(event.action, event.actor, event.before, event.after) for event in events]

    def deactivate(self, email: str) -> None:
        with self.service.database.transaction() as session:
            session.query(Account).filter_by(email=email).update({"active": False})

    def _case(self, session: Any, reference: str) -> Case:
        for row in municipalities.every(session):
            if case := cases.by_reference(session, row.id, reference):
                return case
        raise LookupError(reference)


def make_office(database_url: str, folder: Path) -> Office:
    settings = Settings(database_url=database_url, secret_key="a key for tests only", attachments=folder)
    return Office(create_app(settings))


def said(text: str, at: datetime) -> Said:
    return Said(event_id=None, type=EntryType.TEXT, said_at=at, text=text)  # type: ignore[arg-type]


def meaning(
    kind: Kind = Kind.COMPLAINT, topics: tuple[str, ...] = ("road",), urgency: str = "normal", sure: bool = True
) -> Understanding:
    guesses = tuple(TopicGuess(code, 0.9) for code in topics)
    return Understanding(
        kind=kind,
        topics=guesses,
        likeliest=guesses,
        urgency=urgency,
        confidence=0.9,
        sure=sure,
        issues=(),
        places=(),
        personal_data=(),
        small_talk=None,
        danger=None,
        language="th",
        model_version="test",
    )


def log_in(client: FlaskClient, email: str, password: str = PASSWORD) -> Any:
    return client.post("/login", data={"email": email, "password": password, "csrf_token": token(client, "/login")})


def token(client: FlaskClient, address: str) -> str:
    return hidden(client.get(address).text, "csrf_token")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"the page has no field {name}"
    return re.search(r'value="([^"]*)"', tag[0])[1]  # type: ignore[index]


def submit(client: FlaskClient, address: str, action: str, **fields: Any) -> Any:
    """Opens the page and sends one of its forms with these fields changed."""
    page = client.get(address).text
    form = {"csrf_token": hidden(page, "csrf_token"), "seen": hidden(page, "seen")}
    return client.post(f"{address}/{action}", data={**form, **fields})


def references(page: str) -> list[str]:
    return re.findall(r'data-case="([^"]+)"', page)
