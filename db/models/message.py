"""The outbox: one row for each thing we send to a resident, written with the change it tells of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, Json, UtcDateTime, code_of


class Delivery(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    """LINE's answer was lost and the reply token is gone: it may have arrived; repeated at the next contact."""
    HELD = "held"
    """The month's quota is used up; it goes with the next reply."""
    REPEATED = "repeated"
    """Was uncertain or held, and has gone along with a later message."""
    FAILED = "failed"
    """LINE refused it for good, with its reason."""


class Message(Base):
    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_waiting",
            "next_attempt_at",
            "id",
            sqlite_where=text("delivery = 'waiting'"),
            postgresql_where=text("delivery = 'waiting'"),
        ),
        Index("ix_message_resident", "resident_id", "delivery"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    resident_id: Mapped[int] = mapped_column(BigId, ForeignKey("resident.id"))
    event_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("event.id"), index=True)
    """The event it answers; None for news that staff set off."""
    case_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("case.id"), index=True)
    names: Mapped[list[str]] = mapped_column(Json)
    """The names of its own messages' templates, in order."""
    body: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """One to five LINE message objects, fixed here so that a repeat is identical.

    What is repeated of earlier rows stands in front of its own, and is dropped once it has certainly arrived.
    """
    reply_token: Mapped[str | None] = mapped_column(String(80))
    reply_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retry_key: Mapped[str] = mapped_column(String(36), unique=True)
    """Sent as X-Line-Retry-Key with every push of this row."""
    delivery: Mapped[Delivery] = mapped_column(code_of(Delivery), default=Delivery.WAITING)
    way: Mapped[str | None] = mapped_column(String(10))
    """`reply` or `push`: how it was last tried."""
    answer_lost: Mapped[bool] = mapped_column(default=False)
    """A try has gone out to which no answer is known."""
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """While a try is under way: when another worker may take it over."""
    first_push_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """LINE remembers a retry key for 24 hours from here."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))

    @property
    def own_body(self) -> list[dict[str, Any]]:
        """Its own messages, without what is repeated: that may belong to another case."""
        return self.body[-len(self.names) :] if self.names else []
