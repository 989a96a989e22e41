"""One matter a resident raised (เรื่อง), with a reference that can be read aloud."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, UtcDateTime, code_of


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    PRAISE = "praise"
    MISCONDUCT = "misconduct"
    EMERGENCY = "emergency"
    OTHER = "other"


class Urgency(StrEnum):
    NORMAL = "normal"
    HIGH = "high"


class Status(StrEnum):
    RECEIVED = "received"
    TRIAGED = "triaged"
    IN_PROGRESS = "in_progress"
    WAITING_RESIDENT = "waiting_resident"
    FORWARDED = "forwarded"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Status.RESOLVED, Status.REJECTED, Status.MERGED, Status.WITHDRAWN})


def _open_only(name: str, *columns: str) -> Index:
    # The predicate stands here literally: a query must repeat it so for the planner to use the index.
    where = text("closed_at IS NULL")
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class Case(Base):
    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("municipality_id", "reference"),
        ForeignKeyConstraint(["municipality_id", "department_code"], ["department.municipality_id", "department.code"]),
        ForeignKeyConstraint(["municipality_id", "community_code"], ["community.municipality_id", "community.code"]),
        _open_only("ix_case_open_newest", "municipality_id", "opened_at", "id"),
        _open_only("ix_case_open_due", "municipality_id", "due_on", "id"),
        _open_only("ix_case_open_pin", "municipality_id", "latitude", "longitude"),
        Index("ix_case_pin", "latitude", "longitude"),
        Index("ix_case_place", "municipality_id", "place", "opened_at"),
        Index("ix_case_newest", "municipality_id", "opened_at", "id"),
        Index("ix_case_department", "municipality_id", "department_code", "opened_at", "id"),
        Index("ix_case_written_at", "municipality_id", "written_at"),
        Index("ix_case_closed_at", "municipality_id", "closed_at"),
        Index("ix_case_resident", "resident_id", "opened_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    reference: Mapped[str] = mapped_column(String(24))
    resident_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("resident.id"))
    """None once the resident has been erased, or when staff keyed the case in."""
    channel: Mapped[str] = mapped_column(String(20), default="line")
    kind: Mapped[Kind] = mapped_column(code_of(Kind))
    urgency: Mapped[Urgency] = mapped_column(code_of(Urgency), default=Urgency.NORMAL)
    status: Mapped[Status] = mapped_column(code_of(Status), default=Status.RECEIVED)
    status_reason: Mapped[str | None] = mapped_column(String(40))
    """Why it was rejected: one of the codes in handlers/cases.py."""
    restricted: Mapped[bool] = mapped_column(default=False)
    """Misconduct: seen only by accounts that are granted it."""
    department_code: Mapped[str | None] = mapped_column(String(40))
    community_code: Mapped[str | None] = mapped_column(String(40))
    summary: Mapped[str] = mapped_column(Text)
    """The resident's words, joined and cut; rebuilt when a message is taken back."""
    place: Mapped[str | None] = mapped_column(String(300))
    """As written or as LINE's address; never a guess."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the first of its words were written: the week it counts in."""
    last_wrote_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the resident last added to it; the draft window counts from here."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    """The promised day (Bangkok); None where the kind has no date."""
    first_action_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None while the case is open."""
    merged_into_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("case.id"))
    """The case that this one became part of, when its status is `merged`."""
    reopened_count: Mapped[int] = mapped_column(default=0)
    confidence: Mapped[float | None]
    sure: Mapped[bool] = mapped_column(default=True)
    """False where the bot asked for the topic and has no answer yet."""
    corrected: Mapped[bool] = mapped_column(default=False)
    """A person has chosen its topic or kind: the bot no longer changes them."""
    model_version: Mapped[str | None] = mapped_column(String(40))


class CaseTopic(Base):
    """What a case is about; `rank` 0 is the first topic, which decides the department and the promise."""

    __tablename__ = "case_topic"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "code"], ["topic.municipality_id", "topic.code"]),
        Index("ix_case_topic_code", "municipality_id", "code", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    rank: Mapped[int]
    probability: Mapped[float | None]
    """None where a person chose it."""


class ReferenceCounter(Base):
    """The running number of a month's references."""

    __tablename__ = "reference_counter"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(4), primary_key=True)
    """Buddhist year and month of opening in Bangkok, such as 6911."""
    last_number: Mapped[int]
