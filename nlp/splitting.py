"""Several matters in one message: where one may end and the next begin, and whether it does."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nlp.folding import fold
from nlp.model import Floats
from nlp.splitting_judge import Part, difference, may_divide, setting
from nlp.splitting_signs import SIGNS, Cut, cuts

_LONGEST_READ = 1200
_MOST_PARTS = 12  # judged; a text of more pieces is cut at its stronger signs only
_SHORTEST = 5  # letters that can be a matter
_EDGES = " \t\r\n,;:-"
# The weak signs are looked at only where the whole text seems to have two topics or two kinds.
_SECOND_TOPIC = 0.1
_SECOND_KIND = 0.2
_DIFFERENT = 0.45
_SURELY_DIFFERENT = 0.7

Chances = tuple[Floats, Floats]  # of each of TOPICS, and of each of KINDS
Read = Callable[[str], Chances]


_SHORT = 100


@dataclass(frozen=True)
class Matter:
    """A span of the text as given; `sure` that it is another matter than the one before."""

    start: int
    end: int
    sure: bool = True
    chances: Chances | None = None  # where it was read as it stands


def matters(text: str, chances: Chances, read: Read) -> tuple[Matter, ...]:
    """The matters of a text in order, one when nothing divides it; `chances` are those of the whole text."""
    folded = fold(text)
    parts = parts_of(folded.text, chances, read)
    if len(parts) < 2:
        return (Matter(0, len(text)),)
    around = setting(folded.text, chances[0], len(parts))
    found: list[Part] = []
    for part in parts:
        chance = difference(found[-1], part, around) if found else 1.0
        if chance >= _DIFFERENT:
            found.append(replace(part, sure=chance >= _SURELY_DIFFERENT))
        else:
            found[-1] = joined(found[-1], part)
    if len(found) < 2:
        return (Matter(0, len(text)),)
    read_as_is = {(part.start, part.end): (part.topics, part.kinds) for part in parts}
    return tuple(
        Matter(*folded.span(part.start, part.end), part.sure, read_as_is.get((part.start, part.end))) for part in found
    )


def parts_of(text: str, chances: Chances, read: Read) -> list[Part]:
    """The pieces between the signs of a folded text, each read by itself; none when no sign is worth it."""
    pieces = _pieces(text[:_LONGEST_READ], _worth_judging(text[:_LONGEST_READ], chances))
    if len(pieces) < 2:
        return []
    if len(text) > _LONGEST_READ:
        pieces[-1] = (pieces[-1][0], len(text), pieces[-1][2])
    parts = [Part(start, end, sign, text[start:end], *read(text[start:end])) for start, end, sign in pieces]
    for part, after in reversed([*zip(parts, [*parts[1:], None], strict=True)]):
        part.ahead = part.topics
        if after is not None and after.ahead is not None and after.sign == "blank" and not after.idle:
            part.ahead = np.maximum(part.topics, after.ahead)
    return parts


def joined(left: Part, right: Part) -> Part:
    """Two parts of one matter."""
    if right.idle:
        return replace(left, end=right.end)
    if left.idle:
        return replace(right, start=left.start, sign=left.sign, sure=left.sure)
    topics, kinds = np.maximum(left.topics, right.topics), (left.kinds + right.kinds) / 2
    return replace(left, end=right.end, words=right.words, topics=topics, kinds=kinds)


def _worth_judging(text: str, chances: Chances) -> list[Cut]:
    """The signs to look at: of each kind only where it may mean something."""
    signs = [cut for cut in cuts(text) if cut.sign != "blank" or may_divide(text, cut.start, cut.end)]
    several = _seems_several(chances)
    if any(cut.sign == "list" for cut in signs):  # who counts the matters counts them all
        dropped = {"blank", "then", "but", "and"}
    else:
        # In a short text a blank alone has hardly ever divided two matters, and each look at one costs a reading.
        dropped = set() if several and len(text) > _SHORT else {"blank"}
    kept = [cut for cut in signs if cut.sign not in dropped]
    for weakest in reversed(SIGNS[3:]):
        if len(kept) >= _MOST_PARTS:
            kept = [cut for cut in kept if cut.sign != weakest]
    return kept[: _MOST_PARTS - 1]


def _seems_several(chances: Chances) -> bool:
    topics, kinds = (float(np.partition(each, -2)[-2]) for each in chances)
    return topics >= _SECOND_TOPIC or kinds >= _SECOND_KIND


def _pieces(text: str, signs: list[Cut]) -> list[tuple[int, int, str]]:
    """What stands between the signs, each with the strongest sign before it; scraps stay with their neighbour."""
    pieces: list[tuple[int, int, str]] = []
    begin, sign = 0, "line"
    for cut in [*signs, Cut(len(text), len(text), SIGNS[-1])]:
        start, end = _trimmed(text, begin, cut.start)
        if end - start >= (3 if sign in ("first", "list") else _SHORTEST):
            pieces.append((start, end, sign))
            sign = cut.sign
        elif pieces and sign not in ("first", "list", "another"):
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]), pieces[-1][2])
            sign = cut.sign
        else:
            sign = min(sign if pieces else SIGNS[-1], cut.sign, key=SIGNS.index)
        begin = cut.end
    return pieces


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    first = start + len(inner) - len(inner.lstrip(_EDGES))
    return first, max(first, end - (len(inner) - len(inner.rstrip(_EDGES))))
