"""Mistakes in a municipality's folder, each said in one line that names file, key and reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

# Steps of pydantic's path that no file shows.
UNWRITTEN = ("polygon", "Polygon", "MultiPolygon", "[key]")

# Which file a part of the folder is read from.
FILES = {
    "municipality": "municipality.toml",
    "departments": "departments.toml",
    "topics": "topics.toml",
    "agencies": "agencies.toml",
    "communities": "communities.toml",
    "polygons": "communities.geojson",
    "holidays": "holidays.toml",
    "wording": "wording",
}

REASONS = {
    "missing": "is required",
    "extra_forbidden": "is not a known key",
    "date_type": "should be a date such as 2026-11-16, without quotes",
    "time_type": "should be a time such as 08:30:00, without quotes",
    "union_tag_invalid": "should be a Polygon or MultiPolygon",
    "union_tag_not_found": "should be a Polygon or MultiPolygon",
    "tuple_type": "should be a list",
}


@dataclass(frozen=True)
class FolderMistake:
    """One mistake; `key` is empty where the whole file is meant."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        line = ": ".join(part for part in (self.file, self.key, self.reason) if part)
        return " ".join(line.split())  # one line, whatever was written into the files


class FolderMistakes(ValueError):
    """The folder is refused; `mistakes` holds all that were found, the text one line for each."""

    def __init__(self, mistakes: Iterable[FolderMistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def mistake_of(error: ErrorDetails, written: Mapping[str, Any]) -> FolderMistake:
    """What the schema refused, in the words of the files: `written` is the folder as it was read."""
    part, *steps = error["loc"]
    if part == "communities" and "polygon" in steps:
        return FolderMistake(FILES["polygons"], _key(written.get(part), steps), _reason(error))
    if part == "wording":
        name, *_ = steps
        return FolderMistake(f"wording/{name}.j2", "", _reason(error))
    return FolderMistake(FILES[str(part)], _key(written.get(str(part)), steps), _reason(error))


def _key(value: Any, steps: Sequence[str | int]) -> str:
    """`health.phone` where the entry has a code, else `[3].phone`; entries count from 1."""
    key = ""
    for step in (step for step in steps if step not in UNWRITTEN):
        following = _inside(value, step)
        code = following.get("code") if isinstance(following, Mapping) else None
        if isinstance(step, int) and isinstance(code, str) and code:
            key += f".{code}"
        else:
            key += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
        value = following
    return key.removeprefix(".")


def _inside(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _reason(error: ErrorDetails) -> str:
    if error["type"] in REASONS:
        return REASONS[error["type"]]
    text = error["msg"].removeprefix("Value error, ").replace(" after validation", "")
    for subject in ("Input ", "String ", "Value ", "Tuple "):
        text = text.removeprefix(subject)
    return text[:1].lower() + text[1:]
