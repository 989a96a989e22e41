"""The places a municipality knows, found as residents spell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from nlp.facts import Gazetteer
from nlp.folding import fold
from nlp.wordlists import any_of, wordlist

_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+(?:/\d+)?")
_SHORTEST = 4  # letters: a shorter name is too often a part of another word
_SHORTEST_MISSPELT = 5
_LONGEST = 40
_HEAD = 3
_MOST_STARTS = 40
_GOES_ON = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e]")  # a vowel or mark that belongs to the letter before
_UNSPOKEN = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c|[\u0e47-\u0e4e]")  # silenced letters, tone marks
_TYPES = ("soi", "road", "landmark", "community")


@dataclass(frozen=True)
class Known:
    """A place of the gazetteer: its type, and the communities that have it."""

    type: str
    communities: frozenset[str]

    @property
    def community(self) -> str | None:
        """The community, when only one has the place."""
        return next(iter(self.communities)) if len(self.communities) == 1 else None


@dataclass(frozen=True)
class Index:
    """Names without blanks and cue words; the same as they sound, each with one letter left out; how they begin."""

    names: dict[str, Known]
    sounds: dict[str, set[str]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)

    def named(self, written: str, *, misspelt: bool = True) -> Known | None:
        """The place that a written name means; None when none or several do."""
        key = plain(written)
        if exact := self.names.get(key):
            return exact
        if not misspelt or len(key) < _SHORTEST_MISSPELT:
            return None
        near = {name for heard in _nearly(sound(key)) for name in self.sounds.get(heard, ()) if _fits(key, name)}
        found = {self.names[name] for name in near}
        return found.pop() if len(found) == 1 else None

    def within(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of exact names in a text without blanks, the longest from each place on."""
        at = 0
        while at < len(text) - 1:
            name = next((name for name in self.heads.get(text[at : at + _HEAD], ()) if text.startswith(name, at)), "")
            end = at + len(name)
            if name and not _GOES_ON.match(text, end):
                yield at, end
                at = end
            else:
                at += 1


@lru_cache(maxsize=64)
def index(gazetteer: Gazetteer) -> Index:
    """The names of a gazetteer, made findable."""
    built = Index(dict(_names(gazetteer)))
    for name in sorted(built.names, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            built.heads.setdefault(name[:_HEAD], []).append(name)
        for heard in _nearly(sound(name)) if len(name) >= _SHORTEST_MISSPELT else ():
            built.sounds.setdefault(heard, set()).add(name)
    return built


def _names(gazetteer: Gazetteer) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for place in gazetteer.communities:
        itself = plain(place.name)
        named = [(place.name, "community"), *((street, _street_type(street)) for street in place.streets)]
        named += [(name, "community" if plain(name) in itself else "landmark") for name in place.landmarks]
        for name, kind in named:
            for key in _spellings(name):
                known = found.get(key, Known(kind, frozenset()))
                wider = max(kind, known.type, key=_TYPES.index)
                found[key] = Known(wider, known.communities | {place.code})
    return found


def _spellings(name: str) -> set[str]:
    """A soi's number may stand behind its name or behind the word soi."""
    key, number = plain(name), _DIGITS.search(plain(name))
    if _street_type(name) != "soi" or number is None or number.start() == 0:
        return {key}
    return {key, f"{key[: number.start()]}{wordlist('places')['soi'][0]}{number[0]}"}


def _street_type(street: str) -> str:
    return "soi" if any(cue in street for cue in wordlist("places")["soi"]) else "road"


def plain(name: str) -> str:
    """A name without blanks and without the cue word it begins with."""
    name = _BLANKS.sub("", fold(name).text).lower()
    return _leading_cue().sub("", name) or name


def sound(name: str) -> str:
    """A name with one letter for each sound, and without tones and silent letters."""
    return _UNSPOKEN.sub("", name).translate(_same_sounds())


def _nearly(heard: str) -> set[str]:
    """A sound and all that is left when one letter is left out: two that share one differ in a letter at most."""
    heard = heard[:_LONGEST]
    return {heard, *(heard[:at] + heard[at + 1 :] for at in range(len(heard)) if not heard[at].isdigit())}


def _fits(key: str, name: str) -> bool:
    """Numbers are never misspelt: road 4 is not road 45."""
    return _DIGITS.findall(key) == _DIGITS.findall(name) and abs(len(key) - len(name)) <= 3


@cache
def _same_sounds() -> dict[int, str]:
    groups = wordlist("places")["same_sound"]
    return {ord(letter): group[0] for group in groups for letter in group[1:]}


@cache
def _leading_cue() -> re.Pattern[str]:
    data = wordlist("places")
    return re.compile(f"^(?:{any_of([*data['road'], *data['soi'], *data['community']])})")
