"""The accounts' queries: find who logs in, count failures, add one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Account


def by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email))


def by_uniquifier(session: Session, uniquifier: str) -> Account | None:
    """The account whose sessions carry this mark."""
    return session.scalar(select(Account).where(Account.fs_uniquifier == uniquifier))


def names(session: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts by id; None among them is nobody."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).tuples().all())


def count_failed_login(session: Session, account_id: int) -> int:
    """One more; the sum since the last success or lock-out. Counted by the database, so that none is lost."""
    statement = (
        update(Account)
        .where(Account.id == account_id)
        .values(failed_logins=Account.failed_logins + 1)
        .returning(Account.failed_logins)
    )
    return session.execute(statement).scalar_one()


def put_lock(session: Session, account_id: int, until: datetime | None) -> None:
    """Sets (or lifts, with None) the lock and starts counting failures anew."""
    session.execute(update(Account).where(Account.id == account_id).values(locked_until=until, failed_logins=0))


def put_password(session: Session, account_id: int, password_hash: str) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(password=password_hash))
