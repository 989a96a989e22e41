"""Several matters in one message: where one may end and the next begin, and whether it does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from nlp.facts import TOPICS
from nlp.folding import fold
from nlp.model import Floats
from nlp.splitting_signs import Cut, cuts
from nlp.wordlists import any_of, wordlist

_LONGEST_READ = 1200
_MOST_PARTS = 12  # judged; a text of more pieces is cut at its stronger signs only
_SHORTEST = 5  # letters that can be a matter
_IDLE_BELOW = 0.5  # an idle phrase with a topic at least this probable still says something
_SAYS_SOMETHING = 0.2
_SEVERAL = 0.12  # the second topic of a text at least this probable: weak signs are looked at
_RELATED = 0.3  # how much a difference between related topics counts
# How different two parts must be for each sign between them, and for being sure of it.
_ENOUGH = {"list": 0.03, "another": 0.02, "line": 0.12, "join": 0.2, "blank": 0.35}
_SURE = {"list": 0.1, "another": 0.08, "line": 0.3, "join": 0.4, "blank": 0.55}

Read = Callable[[str], Floats]  # the probability of each of TOPICS


@dataclass(frozen=True)
class Matter:
    """A span of the text as given; `sure` that it is another matter than the one before."""

    start: int
    end: int
    sure: bool = True


@dataclass
class _Part:
    start: int
    end: int
    sign: str
    chances: Floats
    idle: bool
    sure: bool = True

    @property
    def best(self) -> int:
        return int(self.chances.argmax())


def matters(text: str, chances: Floats, read: Read) -> tuple[Matter, ...]:
    """The matters of a text in order, one when nothing divides it; `chances` are those of the whole text."""
    folded = fold(text)
    signs = cuts(folded.text[:_LONGEST_READ])
    pieces = _pieces(folded.text, _worth_judging(signs, chances))
    if len(pieces) < 2:
        return (Matter(0, len(text)),)
    found = _divided([_part(folded.text, *piece, read) for piece in pieces])
    if len(found) < 2:
        return (Matter(0, len(text)),)
    return tuple(Matter(*folded.span(part.start, part.end), part.sure) for part in found)


def _worth_judging(signs: list[Cut], chances: Floats) -> list[Cut]:
    """The signs to look at: the weak ones only where the whole text seems to have several topics."""
    kinds = {cut.sign for cut in signs}
    weak = {"list"} if "list" in kinds else {"line", "join", "blank"}
    strong = {"list", "another"}
    if float(np.partition(chances, -2)[-2]) < _SEVERAL:
        weak -= {"join", "blank"}
    kept = [cut for cut in signs if cut.sign in strong | weak]
    for weakest in ("blank", "join", "line"):
        if len(kept) >= _MOST_PARTS:
            kept = [cut for cut in kept if cut.sign != weakest]
    return kept[: _MOST_PARTS - 1]


def _pieces(text: str, signs: list[Cut]) -> list[tuple[int, int, str]]:
    """What stands between the signs, each with the strongest sign before it; scraps stay with their neighbour."""
    pieces: list[tuple[int, int, str]] = []
    begin, sign = 0, "line"
    for cut in [*signs, Cut(len(text), len(text), "")]:
        start, end = _trimmed(text, begin, cut.start)
        if end - start >= _SHORTEST:
            pieces.append((start, end, sign))
            sign = cut.sign
        elif pieces and cut.sign in ("join", "blank", "line", "") and sign in ("join", "blank", "line"):
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]), pieces[-1][2])
            sign = cut.sign
        else:
            sign = min(sign, cut.sign, key=_strength)
        begin = cut.end
    return pieces


def _strength(sign: str) -> int:
    return [*_ENOUGH, ""].index(sign)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(_EDGES))
    return start, max(start, end - (len(inner) - len(inner.rstrip(_EDGES))))


_EDGES = " \t\r\n,;:-"


def _part(text: str, start: int, end: int, sign: str, read: Read) -> _Part:
    words = text[start:end]
    chances = read(words)
    best = float(chances.max())
    idle = best < (_IDLE_BELOW if _idle().search(words) else _SAYS_SOMETHING)
    return _Part(start, end, sign, chances, idle)


def _divided(parts: list[_Part]) -> list[_Part]:
    """The matters: parts joined until one speaks of something else."""
    found: list[_Part] = []
    for part in parts:
        if not found:
            found.append(part)
            continue
        last = found[-1]
        difference = 0.0 if part.idle or last.idle else _difference(part, found)
        if difference >= _ENOUGH[part.sign]:
            part.sure = difference >= _SURE[part.sign]
            found.append(part)
        else:
            last.end = part.end
            if not part.idle:
                last.chances = part.chances if last.idle else np.maximum(last.chances, part.chances)
                last.idle = False
    return found


def _difference(part: _Part, found: list[_Part]) -> float:
    """From 0, the same matter, to 1."""
    last = found[-1]
    if part.sign == "another":
        return float(part.chances.max())
    if part.best == last.best or any(part.best == earlier.best for earlier in found[:-1]):
        return 0.0
    own = float(part.chances[part.best]) * (1 - float(last.chances[part.best]))
    theirs = float(last.chances[last.best]) * (1 - float(part.chances[last.best]))
    return own * theirs * (_RELATED if frozenset((part.best, last.best)) in _related() else 1)


@cache
def _related() -> frozenset[frozenset[int]]:
    pairs = (pair.split() for pair in wordlist("splitting")["related"])
    return frozenset(frozenset(TOPICS.index(code) for code in pair) for pair in pairs)


@cache
def _idle() -> re.Pattern[str]:
    return re.compile(any_of(wordlist("splitting")["idle"]))
