"""Places as the resident wrote them, and the community a known one lies in."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from pythainlp.tokenize import word_tokenize

from nlp.facts import Gazetteer, Place
from nlp.folding import fold
from nlp.normalising import tidy
from nlp.wordlists import any_of, wordlist

TYPES = ("road", "soi", "community", "landmark")
_THAI_RUN = re.compile(r"\s?[\u0e01-\u0e4f]{1,40}")
_NUMBER = re.compile(r"(?:\s?\u0e2a\u0e32\u0e22|\s?\u0e17\u0e35\u0e48)?\s?\d{1,3}(?:/\d{1,3})?(?![\d/])")
_BLANKS = re.compile(r"\s+")
_MOST_PLACES = 20  # an endless list is no address
_LONGEST_NAME = 6  # words
_SHORTEST_KNOWN = 4  # letters: a shorter name is too often a part of another word


def places(text: str, houses: tuple[str, ...] = (), gazetteer: Gazetteer | None = None) -> tuple[Place, ...]:
    """Each place once, in the order of the text; the community only where exactly one has that place."""
    text = tidy(text)
    spans = _apart([*_known(text, gazetteer), *_cued(text)])
    found = [Place(text[start:end].strip(), kind, None) for start, end, kind in sorted(spans)]
    located = [Place(place.text, place.type, _community(place, gazetteer)) for place in found]
    return tuple(dict.fromkeys([*located, *(Place(house, "house", None) for house in houses)]))


def _cued(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans that a cue word announces."""
    for cue in islice(_cues().finditer(text), _MOST_PLACES):
        kind = str(cue.lastgroup)
        end = _end_of_name(text, cue.end())
        if end > cue.end() or (kind == "landmark" and _beside().search(text, 0, cue.start())):
            yield cue.start(), end, kind


def _end_of_name(text: str, start: int) -> int:
    """Where the name that starts here ends; `start` itself when there is none."""
    end = start
    if run := _THAI_RUN.match(text, start):
        end = _last_name_word(run[0], start)
        if end == start and run[0][:1].isspace():
            return start
    if number := _NUMBER.match(text, end):
        return number.end()
    return end


def _last_name_word(run: str, start: int) -> int:
    ends, at = _ends(), start
    for count, word in enumerate(word_tokenize(run, engine="newmm")):
        if word in ends or count > _LONGEST_NAME:
            break
        at += len(word)
    return at if run[: at - start].strip() else start


def _known(text: str, gazetteer: Gazetteer | None) -> Iterator[tuple[int, int, str]]:
    """Spans of the gazetteer's own names, also where the cue word is missing."""
    if gazetteer is None:
        return
    index, pattern = _index(gazetteer)
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    compact = "".join(text[at] for at in kept).lower()
    for match in pattern.finditer(compact):
        start, end = kept[match.start("name")], kept[match.end("name") - 1] + 1
        if cue := _cues().match(compact, match.start()) if match["cue"] else None:
            yield kept[cue.start()], end, str(cue.lastgroup)
        elif match["before"] or start == 0 or text[start - 1].isspace():
            yield start, end, index[match["name"]][0]


def _community(place: Place, gazetteer: Gazetteer | None) -> str | None:
    if gazetteer is None:
        return None
    _, codes = _index(gazetteer)[0].get(_key(place.text), ("", frozenset()))
    return next(iter(codes)) if len(codes) == 1 else None


def _apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans that overlap no earlier one of the list: what is known comes before what is guessed."""
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if all(span[1] <= start or span[0] >= end for start, end, _ in kept):
            kept.append(span)
    return kept


@lru_cache(maxsize=64)
def _index(gazetteer: Gazetteer) -> tuple[dict[str, tuple[str, frozenset[str]]], re.Pattern[str]]:
    """Each known name without its cue word: its type and the communities that have it; and how to find it."""
    index: dict[str, tuple[str, frozenset[str]]] = {}
    for community in gazetteer.communities:
        named = [(community.name, "community"), *((street, _street_type(street)) for street in community.streets)]
        for name, kind in [*named, *((landmark, "landmark") for landmark in community.landmarks)]:
            known_as, codes = index.get(_key(name), (kind, frozenset()))
            index[_key(name)] = (known_as, codes | {community.code})
    findable = [key for key in index if len(key) >= _SHORTEST_KNOWN]
    cues = any_of([cue for kind in ("road", "soi", "community") for cue in wordlist("places")[kind]])
    before = any_of(wordlist("places")["before_known"])
    # A number continues a name: road 4 is not road 45.
    return index, re.compile(rf"(?P<before>(?P<cue>{cues})|{before})?(?P<name>{any_of(findable)})(?!\d)")


def _street_type(street: str) -> str:
    return "soi" if any(cue in street for cue in wordlist("places")["soi"]) else "road"


def _key(name: str) -> str:
    """A name without blanks and without the cue word it begins with."""
    name = _BLANKS.sub("", fold(name).text).lower()
    return _leading_cue().sub("", name) or name


@cache
def _cues() -> re.Pattern[str]:
    data = wordlist("places")
    return re.compile("|".join(f"(?P<{kind}>{any_of(data[kind])})" for kind in TYPES), re.IGNORECASE)


@cache
def _leading_cue() -> re.Pattern[str]:
    data = wordlist("places")
    return re.compile(f"^(?:{any_of([*data['road'], *data['soi'], *data['community']])})")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(wordlist('places')['beside'])})\s?\Z")


@cache
def _ends() -> frozenset[str]:
    return frozenset(wordlist("places")["end"])
