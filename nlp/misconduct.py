"""Accusations against officers, which go to a restricted lane."""

import re
from functools import cache

from nlp.wordlists import any_of, wordlist

_BLANKS = re.compile(r"\s+")


def accuses_an_officer(normalised: str) -> bool:
    """Whether a normalised text names both someone of the municipality and a deed held against them."""
    patterns = _patterns()
    if not patterns["who"].search(_BLANKS.sub("", normalised)):
        return False
    return any(_tells_a_deed(clause) for clause in _BLANKS.split(normalised.strip()))


def _tells_a_deed(clause: str) -> bool:
    """Whether a clause holds a deed against someone; thanks, denials and what-if speak for their own clause only."""
    patterns = _patterns()
    clause = patterns["courtesy"].sub("", clause)
    return bool(patterns["deed"].search(patterns["denied"].sub("", clause))) and not patterns["not_accused"].search(
        clause
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = wordlist("misconduct")
    patterns = {name: re.compile(any_of(words[name])) for name in ("who", "deed", "not_accused")}
    deeds = any_of(words["deed"])
    patterns["denied"] = re.compile(rf"(?:{any_of(words['denial'])}).{{0,{words['gap']}}}?(?:{deeds})")
    # Thanks that close a message belong to the writer's manners, whatever the message says.
    patterns["courtesy"] = re.compile(rf"(?:{any_of(words['courtesy'])})(?:{any_of(words['courtesy_end'])})*$")
    return patterns
