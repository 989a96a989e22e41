"""A person who writes to us; known only by LINE user id."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, UtcDateTime


class Resident(Base):
    __tablename__ = "resident"
    __table_args__ = (UniqueConstraint("municipality_id", "line_user_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    line_user_id: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2), default="th")
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_wrote_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the newest of the resident's events happened; the draft window counts from here."""
    notice_version: Mapped[str | None] = mapped_column(String(20))
    """The privacy notice that was shown last (section 23 of the data protection act)."""
    notice_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The resident blocked the account; LINE would swallow what we push."""
