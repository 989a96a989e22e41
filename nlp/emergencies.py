"""Danger to life or property now: found by rules, because a missed or a false alarm must be explainable."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.wordlists import any_of, wordlist

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class _Rule:
    danger: str
    what: re.Pattern[str]
    also: re.Pattern[str] | None

    def holds(self, text: str) -> bool:
        return bool(self.what.search(text)) and (self.also is None or bool(self.also.search(text)))


def danger_now(normalised: str) -> str | None:
    """The danger that a normalised text reports as happening, or None."""
    text = _BLANKS.sub("", normalised)
    found = next((rule.danger for rule in _rules() if rule.holds(text)), None)
    return found if found and _happening(text) else None


def danger_named(normalised: str) -> str:
    """The danger whose words occur, whenever it was; `other` when none does."""
    text = _BLANKS.sub("", normalised)
    return next((rule.danger for rule in _rules() if rule.what.search(text)), "general")


def speaks_of_other_times(normalised: str) -> bool:
    """Whether the text is of what was, might be or should be, and nothing in it says now."""
    return not _happening(_BLANKS.sub("", normalised))


def _happening(text: str) -> bool:
    times = _times()
    if times["always"].search(text):
        return True
    return bool(times["now"].search(text)) or not times["not_now"].search(text)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            rule["danger"],
            re.compile(any_of(rule["what"])),
            re.compile(any_of(rule["with"])) if "with" in rule else None,
        )
        for rule in wordlist("emergencies")["rule"]
    )


@cache
def _times() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(any_of(wordlist("emergencies")[name])) for name in ("now", "not_now", "always")}
