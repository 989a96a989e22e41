"""Accusations against officers, which go to a restricted lane."""

import re
from functools import cache

from nlp.wordlists import any_of, wordlist

_BLANKS = re.compile(r"\s+")


def accuses_an_officer(normalised: str) -> bool:
    """Whether a normalised text names both someone of the municipality and a deed held against them."""
    text = _BLANKS.sub("", normalised)
    patterns = _patterns()
    if patterns["not_accused"].search(text):
        return False
    return bool(patterns["who"].search(text) and patterns["deed"].search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(any_of(words)) for name, words in wordlist("misconduct").items()}
