"""The cases' queries that intake and answering need; lists for pages are in db/queue.py."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import (
    Action,
    Actor,
    Attachment,
    Case,
    CaseEntry,
    CaseEvent,
    CaseTopic,
    EntryType,
    ReferenceCounter,
    Status,
)


def next_number(session: Session, municipality_id: int, month: str) -> int:
    """The next running number of the month, in the case's own transaction: a roll-back leaves no gap."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(ReferenceCounter).values(municipality_id=municipality_id, month=month, last_number=1)
    statement = insert.on_conflict_do_update(
        index_elements=["municipality_id", "month"], set_={"last_number": ReferenceCounter.last_number + 1}
    ).returning(ReferenceCounter.last_number)
    return session.execute(statement).scalar_one()


def get_held(session: Session, municipality_id: int, case_id: int) -> Case | None:
    """The case, which nobody else can change until the transaction ends."""
    statement = select(Case).where(Case.municipality_id == municipality_id, Case.id == case_id)
    return session.scalar(statement.with_for_update())


def by_reference(session: Session, municipality_id: int, reference: str) -> Case | None:
    return session.scalar(
        select(Case).where(Case.municipality_id == municipality_id, Case.reference == reference.upper())
    )


def hold(session: Session, municipality_id: int, reference: str) -> Case | None:
    """The case, which nobody else can change until the transaction ends."""
    statement = select(Case).where(Case.municipality_id == municipality_id, Case.reference == reference.upper())
    return session.scalar(statement.with_for_update())


def of_resident(session: Session, resident_id: int, most: int) -> list[Case]:
    """The resident's cases, open ones first, newest first."""
    statement = (
        select(Case)
        .where(Case.resident_id == resident_id)
        .order_by(Case.closed_at.is_not(None), Case.opened_at.desc(), Case.id.desc())
        .limit(most)
    )
    return list(session.scalars(statement))


def drafts(session: Session, resident_id: int, since: datetime) -> list[Case]:
    """The resident's open cases to which something was added since then or for which staff wait for an answer.

    Newest addition first, of several opened by one message the first. Held, so that staff who save at this moment
    and the resident do not undo each other.
    """
    fresh = or_(Case.last_wrote_at >= since, Case.status == Status.WAITING_RESIDENT)
    statement = (
        select(Case)
        .where(Case.resident_id == resident_id, Case.closed_at.is_(None), fresh)
        .order_by(Case.last_wrote_at.desc(), Case.id)
        .with_for_update()
    )
    return list(session.scalars(statement))


def topics(session: Session, case_id: int) -> list[CaseTopic]:
    """What the case is about, the first topic first."""
    return list(session.scalars(select(CaseTopic).where(CaseTopic.case_id == case_id).order_by(CaseTopic.rank)))


def put_topics(session: Session, case: Case, guesses: list[tuple[str, float | None]]) -> None:
    """Makes these (code, probability or None) the case's topics, in this order."""
    session.execute(delete(CaseTopic).where(CaseTopic.case_id == case.id))
    add_topics(session, case, guesses)


def add_topics(session: Session, case: Case, guesses: list[tuple[str, float | None]]) -> None:
    """Gives a new case its topics."""
    session.add_all(
        CaseTopic(case_id=case.id, municipality_id=case.municipality_id, code=code, rank=rank, probability=probability)
        for rank, (code, probability) in enumerate(guesses)
    )
    session.flush()  # the next question about this case must see them


def entries(session: Session, case_id: int) -> list[CaseEntry]:
    """All that was said in the case, in the order it was said."""
    statement = select(CaseEntry).where(CaseEntry.case_id == case_id).order_by(CaseEntry.said_at, CaseEntry.id)
    return list(session.scalars(statement))


def entries_of_line_message(session: Session, municipality_id: int, line_message_id: str) -> list[CaseEntry]:
    statement = select(CaseEntry).where(
        CaseEntry.municipality_id == municipality_id, CaseEntry.line_message_id == line_message_id
    )
    return list(session.scalars(statement))


def entry_of_event(session: Session, event_id: int) -> CaseEntry | None:
    return session.scalar(select(CaseEntry).where(CaseEntry.event_id == event_id).order_by(CaseEntry.id).limit(1))


def of_event(session: Session, event_id: int) -> list[Case]:
    """The cases that took in words of this event, in the order of the words; held until the transaction ends."""
    said = select(CaseEntry.case_id).where(CaseEntry.event_id == event_id)
    return list(session.scalars(select(Case).where(Case.id.in_(said)).order_by(Case.id).with_for_update()))


def has_recent_photo(session: Session, case_id: int, since: datetime) -> bool:
    statement = select(CaseEntry.id).where(
        CaseEntry.case_id == case_id, CaseEntry.type == EntryType.IMAGE, CaseEntry.said_at >= since
    )
    return session.scalar(statement.limit(1)) is not None


def attachments(session: Session, case_id: int) -> list[Attachment]:
    statement = (
        select(Attachment)
        .join(CaseEntry, CaseEntry.id == Attachment.entry_id)
        .where(CaseEntry.case_id == case_id)
        .order_by(Attachment.id)
    )
    return list(session.scalars(statement))


def attachments_of_entry(session: Session, entry_id: int) -> list[Attachment]:
    return list(session.scalars(select(Attachment).where(Attachment.entry_id == entry_id)))


def history(session: Session, case_id: int) -> list[CaseEvent]:
    return list(session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)))


def record(
    session: Session,
    case: Case,
    action: Action,
    actor: Actor,
    now: datetime,
    *,
    before: str | None = None,
    after: str | None = None,
    account_id: int | None = None,
    entry_id: int | None = None,
) -> None:
    """Adds one line to the case's history."""
    session.add(
        CaseEvent(
            municipality_id=case.municipality_id,
            case_id=case.id,
            happened_at=now,
            actor=actor,
            account_id=account_id,
            action=action,
            before=before,
            after=after,
            entry_id=entry_id,
        )
    )
