"""A person who logs in: staff, official or administrator of one municipality."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Json, UtcDateTime, code_of


class Role(StrEnum):
    STAFF = "staff"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a role does not bring by itself."""

    RESTRICTED = "restricted"
    """Sees misconduct cases; nobody has it by default, administrators included."""


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (
        ForeignKeyConstraint(["municipality_id", "department_code"], ["department.municipality_id", "department.code"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    department_code: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(255), unique=True)
    """In lower case."""
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    """An Argon2 hash, written by the log-in adapter."""
    role: Mapped[Role] = mapped_column(code_of(Role))
    permissions: Mapped[list[str]] = mapped_column(Json, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """Changes to end all sessions of the account (the name is Flask-Security's)."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
