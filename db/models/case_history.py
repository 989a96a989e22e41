"""What was said in a case, and what was done to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, UtcDateTime, code_of


class Actor(StrEnum):
    RESIDENT = "resident"
    STAFF = "staff"
    BOT = "bot"


class EntryType(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    LOCATION = "location"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"


class CaseEntry(Base):
    """One thing said in a case, by the resident or by staff."""

    __tablename__ = "case_entry"
    __table_args__ = (
        Index("ix_case_entry_case", "case_id", "said_at", "id"),
        Index("ix_case_entry_line_message_id", "municipality_id", "line_message_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"))
    actor: Mapped[Actor] = mapped_column(code_of(Actor))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("event.id"))
    line_message_id: Mapped[str | None] = mapped_column(String(40))
    type: Mapped[EntryType] = mapped_column(code_of(EntryType))
    text: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    address: Mapped[str | None] = mapped_column(String(300))
    quote_token: Mapped[str | None] = mapped_column(String(200))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    other_matter: Mapped[bool] = mapped_column(default=False)
    """Probably belongs to another case; the resident was asked and has not said."""
    unsent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The resident took it back: its words, place and file are gone."""


class Attachment(Base):
    """A photo or file of a case; fetched from LINE after the entry is recorded."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_waiting", "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("case_entry.id"), index=True)
    line_message_id: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """`waiting`, `stored`, `removing`, or `gone` (unsent, expired or unreadable, with its reason)."""
    key: Mapped[str | None] = mapped_column(String(80))
    """Its name in the attachment store, made by us."""
    content_type: Mapped[str | None] = mapped_column(String(60))
    size: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))


class Action(StrEnum):
    OPENED = "opened"
    JOINED = "joined"
    SPLIT = "split"
    """Some of its words became a case of their own."""
    STATUS = "status"
    DEPARTMENT = "department"
    KIND = "kind"
    TOPICS = "topics"
    PLACE = "place"
    DUE = "due"
    UNSENT = "unsent"


class CaseEvent(Base):
    """A change of a case: append-only (a trigger sees to it), in codes only, so that words can be erased elsewhere."""

    __tablename__ = "case_event"
    __table_args__ = (
        Index("ix_case_event_case", "case_id", "id"),
        Index("ix_case_event_action", "municipality_id", "action", "happened_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[Actor] = mapped_column(code_of(Actor))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[Action] = mapped_column(code_of(Action))
    before: Mapped[str | None] = mapped_column(String(200))
    after: Mapped[str | None] = mapped_column(String(200))
    entry_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("case_entry.id"))
    """The note that went with the change."""
