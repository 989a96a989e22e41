"""A model that was trained here: how it was judged, and whether it is in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import Json, UtcDateTime


class ModelVersion(Base):
    """One row for each model that `nlp train` made; its file is <version>.npz in the folder of models."""

    __tablename__ = "model_version"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    committed: Mapped[str] = mapped_column(String(40))
    """The model of the release it started from; with another release it is no longer used."""
    trained_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrections: Mapped[int]
    """How many it learnt from."""
    measures: Mapped[dict[str, Any]] = mapped_column(Json)
    """Before and after, on each set it was judged on."""
    installed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None where a measure fell."""
    replaced: Mapped[str | None] = mapped_column(String(40))
    """The model that was in force before it: what going back leads to."""
    in_force: Mapped[bool] = mapped_column(default=False)
