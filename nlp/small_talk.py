"""Greetings, thanks, tests and empty messages: answered as a person would, never a case."""

import re
from functools import cache

from nlp.folding import fold
from nlp.wordlists import any_of, wordlist

_LONGEST = 80
_LAUGHTER = re.compile(r"(?:5\s?){2,}\+*|(?:ha|\u0e2e\u0e48?\u0e32|\u0e2b\u0e32){2,}")
_NOISE = re.compile(r"[^\w\u0e00-\u0e7f]+|_+")


def small_talk(text: str) -> str | None:
    """`greeting`, `thanks`, `test` or `empty` when the message is nothing else."""
    folded = fold(text).text.lower()
    if not re.search(r"[^\W_]", folded) or _LAUGHTER.fullmatch(folded.strip()):
        return "empty"
    if len(folded) > _LONGEST:
        return None
    sort, whole = _patterns()
    words = _NOISE.sub("", folded)
    found = [name for name, pattern in sort.items() if pattern.search(words)] if whole.fullmatch(words) else []
    return found[0] if found else None


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    data = {name: [_NOISE.sub("", word) for word in words] for name, words in wordlist("small_talk").items()}
    sorts = {name: re.compile(any_of(data[name])) for name in ("test", "thanks", "greeting")}
    everything = any_of([word for words in data.values() for word in words])
    # Possessive: a long run of particles must not be tried in every combination.
    return sorts, re.compile(f"(?:{everything}|\\d)++")
