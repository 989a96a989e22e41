"""One way of writing for each character, with the way back to the text as given."""

import re
from dataclasses import dataclass

_DIGITS = {0x0E50 + n: str(n) for n in range(10)} | {0xFF10 + n: str(n) for n in range(10)}
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xFF0D), "-")
_SPACES = dict.fromkeys((0x00A0, 0x2007, 0x2009, 0x202F, 0x3000), " ")
_FOLD = _DIGITS | _DASHES | _SPACES
# Zero-width and direction marks, variation selectors, and lone surrogates, which no encoder takes.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters the position in the text as given."""

    text: str
    positions: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the text as given that folded to [start, end)."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(text: str) -> Folded:
    """Thai and full-width digits as ASCII, one dash, one space, nothing invisible; length may shrink."""
    folded = text.translate(_FOLD)
    if not _INVISIBLE.search(folded):
        return Folded(folded, range(len(folded)))
    positions = [at for at, character in enumerate(folded) if not _INVISIBLE.match(character)]
    return Folded("".join(folded[at] for at in positions), positions)
