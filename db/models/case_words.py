"""What the words of a case are about: kept beside it, and while it is open also turned round, to find others by."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import BigId, Json


class CaseWords(Base):
    """The words of one case that carry its meaning, personal data masked; rewritten when its words change."""

    __tablename__ = "case_words"

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("case.id"), primary_key=True)
    words: Mapped[list[str]] = mapped_column(Json)


class CaseWord(Base):
    """One word of an open case, as a number: the key's order is that of the question which open cases have it."""

    __tablename__ = "case_word"
    # The key is all there is: without a row id SQLite keeps it once instead of twice.
    __table_args__ = ({"sqlite_with_rowid": False},)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    word: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case.id"), primary_key=True)
