"""The word data of this room: every Thai word that a rule knows lives in nlp/data, not in code."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def wordlist(name: str) -> dict[str, Any]:
    """The content of nlp/data/<name>.toml."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def any_of(words: list[str] | tuple[str, ...]) -> str:
    """A regular expression for any of the words, the longest first; it matches nothing when there are none."""
    if not words:
        return r"(?!)"
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
