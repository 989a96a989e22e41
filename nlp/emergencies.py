"""Danger to life or property now: found by rules, because a missed or a false alarm must be explainable."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlp.wordlists import any_of, wordlist

_GENERAL = "general"
_BLANKS = re.compile(r"\s+")
_NOTHING = "\u00b7"  # stands where a figure of speech stood, so that its neighbours do not become one word
_GROUP = re.compile(r"\{(\w+)\}|(\u2026)")


@dataclass(frozen=True)
class _Rule:
    danger: str
    what: re.Pattern[str]
    also: re.Pattern[str] | None
    unless: re.Pattern[str]

    def places(self, text: str) -> Iterator[int]:
        """Where the words of a rule that holds stand."""
        if self.unless.search(text) or (self.also and not self.also.search(text)):
            return
        yield from (found.start() for found in self.what.finditer(text))


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
    """The danger whose words occur, whenever it was; `general` when none does, or none that it takes a whole rule for."""
    text, by_whole_rule = _told(normalised).text, wordlist("emergencies")["only_by_whole_rule"]
    for rule in _rules():
        if any(True for _ in rule.places(text)) or (rule.danger not in by_whole_rule and rule.what.search(text)):
            return rule.danger
    return _GENERAL


def speaks_of_other_times(normalised: str) -> bool:
    """Whether the text is of what was, might be or should be, and nothing in it says now."""
    return _of_other_times(_told(normalised).text)


def _happening(told: _Told, place: int) -> bool:
    """Whether the danger at a place is of now: its own clause speaks first, then the whole text."""
    if _times()["always"].search(told.text):
        return True
    return not _of_other_times(told.clause(place)) and not _of_other_times(told.text)


def _of_other_times(text: str) -> bool:
    times = _times()
    if times["always"].search(text) or times["now"].search(text):
        return False
    return bool(times["not_now"].search(text))


def _told(normalised: str) -> _Told:
    clauses = [_figures().sub(_NOTHING, clause) for clause in _BLANKS.split(normalised)]
    # A figure of speech may be written with a blank inside: then the text has one clause less.
    whole = _figures().sub(_NOTHING, "".join(clauses))
    if whole != "".join(clauses):
        return _Told(whole, (len(whole),))
    ends = [0]
    for clause in clauses:
        ends.append(ends[-1] + len(clause))
    return _Told(whole, tuple(ends[1:]))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(rule["danger"], _pattern(rule["what"]), _optional(rule.get("with")), _pattern(rule.get("unless", [])))
        for rule in wordlist("emergencies")["rule"]
    )


@cache
def _times() -> dict[str, re.Pattern[str]]:
    return {name: _pattern(wordlist("emergencies")[name]) for name in ("now", "not_now", "always")}


@cache
def _figures() -> re.Pattern[str]:
    return _pattern(wordlist("emergencies")["figures"])


@cache
def _cry_for_help() -> re.Pattern[str]:
    cry = wordlist("emergencies")["cry"]
    around = any_of(cry["around"])
    return re.compile(rf"(?:{around})*+(?:(?:{any_of(cry['words'])})(?:{around})*+)++")


def _optional(phrases: list[str] | None) -> re.Pattern[str] | None:
    return None if phrases is None else _pattern(phrases)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases, in which {name} is any word of that group and an ellipsis a few characters or none."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile("|".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: str) -> str:
    data: dict[str, Any] = wordlist("emergencies")
    written, last = "", 0
    for found in _GROUP.finditer(phrase):
        written += re.escape(phrase[last : found.start()])
        written += f"(?:{any_of(data['words'][found[1]])})" if found[1] else f".{{0,{data['gap']}}}?"
        last = found.end()
    return written + re.escape(phrase[last:])
