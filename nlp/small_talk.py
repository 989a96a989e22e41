"""Greetings, thanks, tests and empty messages: answered as a person would, never a case."""

import re
from functools import cache

from nlp.folding import fold
from nlp.wordlists import any_of, wordlist

_LONGEST = 80
_LAUGHTER = re.compile(r"(?:5\s?){2,}\+*|(?:ha|\u0e2e\u0e48?\u0e32|\u0e2b\u0e32){2,}")
_LAUGHED = re.compile(r"5{3,}")
_NOISE = re.compile(r"[^\w\u0e00-\u0e7f]+|_+")
_ONE_LETTER = re.compile(r"[^\W\d_][\u0e47-\u0e4e]*|[\u0e2f-\u0e3a\u0e40-\u0e4f]+")  # with a vowel it may be a word
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")


def small_talk(text: str) -> str | None:
    """`greeting`, `thanks`, `test` or `empty` when the message is nothing else."""
    folded = fold(text).text.lower()
    if not re.search(r"[^\W_]", folded) or _LAUGHTER.fullmatch(folded.strip()):
        return "empty"
    if len(folded) > _LONGEST:
        return None
    sort, whole = _patterns()
    words = _STRETCHED.sub(r"\1", _NOISE.sub("", folded))
    if _ONE_LETTER.fullmatch(words):
        return "empty"
    if not whole.fullmatch(words):
        return None
    said = next((name for name, pattern in sort.items() if pattern.search(words)), None)
    # A bare number, with a particle or without, may answer a question or be a house.
    return said or (None if re.search(r"\d", _LAUGHED.sub("", words)) else "empty")


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    data = {name: [_NOISE.sub("", word) for word in words] for name, words in wordlist("small_talk").items()}
    sorts = {name: re.compile(any_of(data[name])) for name in ("test", "thanks", "greeting")}
    everything = any_of([word for words in data.values() for word in words])
    # Possessive: a long run of particles must not be tried in every combination.
    return sorts, re.compile(f"(?:{everything}|\\d)++")
