"""Who may log in: adding an account, and the pause after too many wrong passwords."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from db import Session, accounts
from db.models import Account, Permission, Role
from handlers.municipalities import Town

FAILED_LOGINS = 10
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
EMAIL = re.compile(r"[^@\s\x00]+@[^@\s\x00]+")


class NotAccepted(Exception):
    """The account cannot be added so; its text is one line that says why."""


@dataclass(frozen=True)
class NewAccount:
    email: str
    role: Role
    name: str = ""
    department: str | None = None
    restricted: bool = False


def check_password(password: str) -> None:
    """Raises NotAccepted."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise NotAccepted(f"the password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


def add(session: Session, town: Town, new: NewAccount, password_hash: str, now: datetime) -> Account:
    """Lets a person of this municipality log in. Raises NotAccepted."""
    email = new.email.strip().lower()
    if not EMAIL.fullmatch(email) or len(email) > 255:
        raise NotAccepted(f"'{new.email}' is not an e-mail address")
    if accounts.by_email(session, email) is not None:
        raise NotAccepted(f"{email} has an account already")
    if new.department is not None and new.department not in town.departments:
        known = ", ".join(town.departments)
        raise NotAccepted(f"{town.slug} has no department '{new.department}'; it has {known}")
    account = Account(
        municipality_id=town.id,
        department_code=new.department,
        email=email,
        name=new.name.strip()[:120] or email,
        password=password_hash,
        role=new.role,
        permissions=[Permission.RESTRICTED.value] if new.restricted else [],
        fs_uniquifier=uuid4().hex,
        created_at=now,
    )
    session.add(account)
    return account


def is_locked(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > now


def note_failed_login(session: Session, account: Account, now: datetime) -> None:
    """Counts a wrong password; after too many of them the account rests for a while."""
    if accounts.count_failed_login(session, account.id) >= FAILED_LOGINS:
        accounts.put_lock(session, account.id, now + LOCKED_FOR)


def note_login(session: Session, account: Account) -> None:
    if account.failed_logins or account.locked_until:
        accounts.put_lock(session, account.id, None)
