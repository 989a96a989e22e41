"""What a person said a case is, where the bot had said something else: the model learns from it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.models.case_history import Actor
from db.types import BigId, UtcDateTime, code_of


class Correction(Base):
    """At most one for a case, the last word of a person; none for a restricted case; gone when words are taken back."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_municipality_id", "municipality_id"),)

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    text: Mapped[str] = mapped_column(Text)
    """The resident's words when it was put right, personal data masked."""
    guessed_kind: Mapped[str] = mapped_column(String(30))
    guessed_topics: Mapped[str] = mapped_column(String(400))
    """What the bot had said, the first topic first, blanks between; likewise below."""
    kind: Mapped[str] = mapped_column(String(30))
    topics: Mapped[str] = mapped_column(String(400))
    actor: Mapped[Actor] = mapped_column(code_of(Actor))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    model_version: Mapped[str | None] = mapped_column(String(40))
    """Which model the bot had gone by."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
