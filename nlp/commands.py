"""Typed words that are functions of the bot, found exactly or not at all."""

import re
from functools import cache

from nlp.folding import fold
from nlp.wordlists import any_of, wordlist

_LONGEST = 60
_NOISE = re.compile(r"[\s.,!?\"'\u201c\u201d\u2018\u2019/#()]+")


def command(text: str) -> str | None:
    """`follow`, `cancel`, `help` or `privacy` when the text is such a word, politeness apart; else None."""
    if len(text) > _LONGEST:
        return None
    word = _NOISE.sub("", fold(text).text.lower().replace("\u0e4d\u0e32", "\u0e33"))
    names, polite = _commands()
    found = polite.fullmatch(word)
    return names.get(word) or (names.get(found["word"]) if found else None)


@cache
def _commands() -> tuple[dict[str, str], re.Pattern[str]]:
    data = wordlist("commands")
    names = {word.replace(" ", ""): name for name, words in data["commands"].items() for word in words}
    before, after = any_of(data["polite_before"]), any_of(data["polite_after"])
    return names, re.compile(f"(?:{before})?(?P<word>{any_of(tuple(names))})(?:{after})*+")
