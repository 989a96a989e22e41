"""Learning from staff: what they put right is kept; a model that learnt from it takes its place, or gives it back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nlp
from db import Session, cases, corrections
from db.models import Actor, Case, Correction, ModelVersion
from handlers.routing import Judgement, judgement

TEXT_LENGTH = 1200


def note_correction(
    session: Session, case: Case, before: Judgement, actor: Actor, now: datetime, account_id: int | None = None
) -> None:
    """Keeps what a person said the case is, against what the bot had said; the words without personal data.

    Of a restricted case nothing is kept. A later correction replaces the person's part; one that comes back to what
    the bot had said leaves nothing to learn.
    """
    if case.restricted:
        corrections.forget(session, case.id)
        return
    after = judgement(session, case)
    known = corrections.of_case(session, case.id)
    guessed = (known.guessed_kind, known.guessed_topics) if known else (before.kind.value, " ".join(before.topics))
    said = (after.kind.value, " ".join(after.topics))
    words = _words(session, case)
    if said == guessed or not words:
        corrections.forget(session, case.id)
        return
    row = known or Correction(case_id=case.id, municipality_id=case.municipality_id)
    (row.guessed_kind, row.guessed_topics), (row.kind, row.topics) = guessed, said
    row.text, row.actor, row.created_at = words, actor, now
    row.account_id, row.model_version = account_id, case.model_version
    corrections.add(session, row)


def _words(session: Session, case: Case) -> str:
    said = cases.entries(session, case.id)
    words = "\n".join(entry.text for entry in said if entry.actor is Actor.RESIDENT and entry.text)
    return nlp.mask(words)[:TEXT_LENGTH]


@dataclass(frozen=True)
class Lesson:
    """Words and what a person said they are."""

    text: str
    kind: str
    topics: frozenset[str]


def lessons(session: Session) -> list[Lesson]:
    """All that people of this deployment have put right."""
    return [Lesson(row.text, row.kind, frozenset(row.topics.split())) for row in corrections.every(session)]


def model_file(session: Session, folder: Path, committed: str) -> Path | None:
    """The file of the model in force, where one was installed for this release and its file is there; else None."""
    row = corrections.model_in_force(session)
    if row is None or row.committed != committed:
        return None
    file = file_of(folder, row.version)
    return file if file.exists() else None


def file_of(folder: Path, version: str) -> Path:
    return folder / f"{version}.npz"


@dataclass(frozen=True)
class Trained:
    """A model that was made here: its version, the committed one it started from, and how it was judged."""

    version: str
    committed: str
    corrections: int
    measures: dict[str, Any]


def record(session: Session, trained: Trained, install: bool, now: datetime) -> None:
    """Writes down a training, and puts its model in force when it may be."""
    before = corrections.model_in_force(session)
    row = corrections.put_model(
        session,
        trained.version,
        committed=trained.committed,
        trained_at=now,
        corrections=trained.corrections,
        measures=trained.measures,
    )
    if install and before is not row:
        row.replaced = before.version if before else trained.committed
        corrections.put_in_force(session, row, now)


def go_back(session: Session, folder: Path, committed: str) -> tuple[str, str] | None:
    """Puts the model in force that was so before; its version and the one it takes the place of, None at the end.

    Where that one's file is gone, or it is of another release, it is the committed model.
    """
    row = corrections.model_in_force(session)
    if row is None:
        return None
    earlier: ModelVersion | None = corrections.model(session, row.replaced) if row.replaced else None
    if earlier and (earlier.committed != committed or not file_of(folder, earlier.version).exists()):
        earlier = None
    corrections.put_in_force(session, earlier)
    return (earlier.version if earlier else committed), row.version
