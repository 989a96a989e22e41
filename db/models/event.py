"""The inbox: one row for each thing LINE delivered, kept before anything is done with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, UtcDateTime, code_of


class Outcome(StrEnum):
    """Every event ends in exactly one of these."""

    OPENED = "opened"
    JOINED = "joined"
    ANSWERED = "answered"
    """Answered without a case, with its reason."""
    SET_ASIDE = "set_aside"
    """Failed too often; waits for an administrator, with its reason."""
    IGNORED = "ignored"
    """With its reason."""


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("municipality_id", "webhook_event_id"),
        Index(
            "ix_event_waiting",
            "next_attempt_at",
            "occurred_at",
            "id",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "ix_event_waiting_of_sender",
            "municipality_id",
            "line_user_id",
            "occurred_at",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("ix_event_sender", "municipality_id", "line_user_id", "occurred_at"),
        Index("ix_event_received_at", "municipality_id", "received_at"),
        Index("ix_event_line_message_id", "municipality_id", "line_message_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    webhook_event_id: Mapped[str] = mapped_column(String(80))
    line_user_id: Mapped[str | None] = mapped_column(String(60))
    line_message_id: Mapped[str | None] = mapped_column(String(40))
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raw: Mapped[str] = mapped_column(Text)
    """The event's JSON as LINE sent it; emptied when the resident unsends it."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(code_of(Outcome))
    """None while it waits."""
    reason: Mapped[str | None] = mapped_column(String(200))
    """A code for what was answered or ignored; the kind of failure (never a resident's words) while it fails."""
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("case.id"), index=True)


class UnsentMessage(Base):
    """A message its sender took back; also when that news came before the message itself."""

    __tablename__ = "unsent_message"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    line_message_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    unsent_at: Mapped[datetime] = mapped_column(UtcDateTime)
