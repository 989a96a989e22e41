"""A local government that this deployment serves, and the data in which it differs from others."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Json, UtcDateTime


class Municipality(Base):
    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    letters: Mapped[str] = mapped_column(String(3), unique=True)
    """Begins every reference of a case, such as YL."""
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """municipality.toml as it is in force: promises, numbers to call, the persona, the data protection contact."""
    version: Mapped[date]
    """The date the folder gives itself; what is loaded can be named by it."""
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Set by edits on pages; a later load of the folder refuses to overwrite them unless told to."""


class Department(Base):
    """A unit that answers cases (สำนัก/กอง)."""

    __tablename__ = "department"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    retired: Mapped[bool] = mapped_column(default=False)
    """No longer in the folder, kept because old cases name it."""


class Topic(Base):
    """What a case is about, and who answers it in this municipality."""

    __tablename__ = "topic"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)


class Agency(Base):
    """An office outside the municipality to which a matter may be forwarded."""

    __tablename__ = "agency"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)


class Community(Base):
    """A named set of streets (ชุมชน), an area on the map."""

    __tablename__ = "community"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """Streets, landmarks and the GeoJSON polygon."""
    retired: Mapped[bool] = mapped_column(default=False)


class Holiday(Base):
    """A day off (or, with `works`, a national holiday on which this municipality works)."""

    __tablename__ = "holiday"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    works: Mapped[bool] = mapped_column(default=False)


class Wording(Base):
    """The municipality's own words for one message of the bot, in place of ours."""

    __tablename__ = "wording"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    template: Mapped[str]
