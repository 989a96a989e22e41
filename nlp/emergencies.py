"""Danger to life or property now: found by rules, because a missed or a false alarm must be explainable."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from nlp.wordlists import any_of, wordlist

_GENERAL = "general"
_REACH = 90  # characters from the words of a danger to those that confirm it; an essay holds any two words somewhere
_BLANKS = re.compile(r"\s+")
_NOTHING = "\u00b7"  # stands where a figure of speech stood, so that its neighbours do not become one word
_ELLIPSIS = "\u2026"
_PARTS = re.compile(rf"\{{\w+\}}|{_ELLIPSIS}|[^{{}}{_ELLIPSIS}]+")


@dataclass(frozen=True)
class _Phrases:
    """Ways to say one thing; a way is tried only where words occur that it cannot do without: this keeps it fast."""

    ways: tuple[tuple[str, re.Pattern[str]], ...]

    def heard(self, text: str) -> Iterable[re.Pattern[str]]:
        return dict.fromkeys([pattern for needed, pattern in self.ways if needed in text])

    def places(self, text: str) -> Iterator[int]:
        yield from (found.start() for pattern in self.heard(text) for found in pattern.finditer(text))

    def in_(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self.heard(text))

    def blotted_out(self, text: str) -> str:
        for pattern in self.heard(text):
            text = pattern.sub(_NOTHING, text)
        return text


@dataclass(frozen=True)
class _Rule:
    danger: str
    what: _Phrases
    also: _Phrases | None
    unless: _Phrases

    def places(self, text: str) -> Iterator[int]:
        """Where the words of a rule that holds stand."""
        for place in self.what.places(text):
            if self._confirmed(text, place) and not self.unless.in_(text):
                yield place

    def _confirmed(self, text: str, place: int) -> bool:
        return self.also is None or self.also.in_(text[max(0, place - _REACH) : place + _REACH])


@dataclass(frozen=True)
class _Told:
    """A text without blanks and figures of speech, and where its clauses end."""

    text: str
    ends: tuple[int, ...]

    def clause(self, place: int) -> str:
        number = next(number for number, end in enumerate(self.ends) if place < end)
        return self.text[self.ends[number - 1] if number else 0 : self.ends[number]]


def danger_now(normalised: str) -> str | None:
    """The danger that a normalised text reports as happening, or None."""
    told = _told(normalised)
    if _cry_for_help().fullmatch(told.text):
        return _GENERAL
    for rule in _rules():
        if any(_happening(told, place) for place in rule.places(told.text)):
            return rule.danger
    return None


def danger_named(normalised: str) -> str:
    """The danger whose words occur, whenever it was; `general` when none does that a hint may name."""
    text, never_by_hint = _told(normalised).text, wordlist("emergencies")["never_by_hint"]
    hints = (rule.danger for rule in _rules() if rule.danger not in never_by_hint and rule.what.in_(text))
    return next(hints, _GENERAL)


def speaks_of_other_times(normalised: str) -> bool:
    """Whether the text is of what was, might be or should be, and nothing in it says now."""
    return _of_other_times(_told(normalised).text)


def _happening(told: _Told, place: int) -> bool:
    """Whether the danger at a place is of now: its own clause speaks first, then the whole text."""
    if _times()["always"].in_(told.text):
        return True
    return not _of_other_times(told.clause(place)) and not _of_other_times(told.text)


def _of_other_times(text: str) -> bool:
    times = _times()
    if times["always"].in_(text) or times["now"].in_(text):
        return False
    return bool(times["not_now"].in_(text))


def _told(normalised: str) -> _Told:
    clauses = _BLANKS.split(normalised)
    whole = _figures().blotted_out("".join(clauses))
    if _NOTHING in whole:
        clauses = [_figures().blotted_out(clause) for clause in clauses]
    # A figure of speech may be written with a blank inside: then the text is taken as one clause.
    ends = tuple(accumulate(map(len, clauses))) if "".join(clauses) == whole else (len(whole),)
    return _Told(whole, ends)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            rule["danger"],
            _phrases(rule["what"]),
            _phrases(rule["with"]) if "with" in rule else None,
            _phrases(rule.get("unless", [])),
        )
        for rule in wordlist("emergencies")["rule"]
    )


@cache
def _times() -> dict[str, _Phrases]:
    return {name: _phrases(wordlist("emergencies")[name]) for name in ("now", "not_now", "always")}


@cache
def _figures() -> _Phrases:
    return _phrases(wordlist("emergencies")["figures"])


@cache
def _cry_for_help() -> re.Pattern[str]:
    cry = wordlist("emergencies")["cry"]
    around = any_of(cry["around"])
    return re.compile(rf"(?:{around})*+(?:(?:{any_of(cry['words'])})(?:{around})*+)++")


def _phrases(phrases: list[str]) -> _Phrases:
    # The longest first: a figure of speech must not be half blotted out.
    ways = (_way(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return _Phrases(tuple((word, pattern) for needed, pattern in ways for word in needed))


def _way(phrase: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The words of which a phrase needs one, and its pattern: {name} is any word of a group, an ellipsis a gap."""
    data: dict[str, Any] = wordlist("emergencies")
    needed, written = [], ""
    for part in _PARTS.findall(phrase):
        if part == _ELLIPSIS:
            written += f".{{0,{data['gap']}}}?"
            continue
        words = tuple(data["words"][part[1:-1]]) if part.startswith("{") else (part,)
        needed.append(words)
        written += f"(?:{any_of(words)})"
    return min(needed, key=lambda words: (len(words), -len(words[0]))), re.compile(written)
