"""Whether two neighbouring parts of a message are different matters: a small logistic regression."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from nlp.facts import TOPICS
from nlp.model import Floats
from nlp.small_talk import small_talk
from nlp.wordlists import any_of, wordlist

_NO_WORDS_BELOW = 0.2
_IDLE_BELOW = 0.5  # an idle phrase with a topic at least this probable still says something
_SIGNS = ("list", "another", "line", "then", "but", "and", "blank", "bare")
_BEGINNINGS = ("begins_wish", "begins_more", "begins_matter")
_LONGEST_EMPTY = 40
FEATURES = (
    *_SIGNS, "own", "theirs", "product", "strong_product", "related", "alike", "other_kind", "strong_other_kind",
    "same_best", "strong_same_best", "idle", "left_idle", "strong_idle", *_BEGINNINGS, "ends_sentence", "counted",
    "same", "many", "long_left", "long_right", "short_right", "whole_second", "both_in_whole", "ahead", "keywords",
    "strong_keywords",
)  # fmt: skip


@dataclass
class Part:
    """A piece of a folded text; the sign that stands before it, and the model's chances for it."""

    start: int
    end: int
    sign: str
    words: str
    topics: Floats
    kinds: Floats
    sure: bool = True
    ahead: Floats | None = None  # the chances of what follows up to the next strong sign

    @cached_property
    def named(self) -> frozenset[str]:
        """The topics of which a plain keyword occurs."""
        return frozenset(topic for topic, words in _keywords() if words.search(self.words))

    @cached_property
    def empty(self) -> bool:
        """A greeting, thanks or a telephone number: no matter, whatever the model makes of it."""
        if self.end - self.start > _LONGEST_EMPTY:
            return False
        return small_talk(self.words) is not None or bool(_pattern("closing").match(self.words))

    @property
    def idle(self) -> bool:
        """Nothing that could be a matter."""
        if self.empty:
            return True
        best = float(self.topics.max())
        return best < _NO_WORDS_BELOW or (best < _IDLE_BELOW and bool(_pattern("idle").search(self.words)))


@dataclass(frozen=True)
class Setting:
    """What is the same for all parts of one message."""

    parts: int
    counted: bool
    same: bool
    second: float
    topics: Floats


def setting(text: str, topics: Floats, parts: int) -> Setting:
    """The message around the parts."""
    found = bool(_pattern("counted").search(text)), bool(_pattern("same").search(text))
    return Setting(parts, *found, float(np.partition(topics, -2)[-2]), topics)


def features(left: Part, right: Part, around: Setting) -> Floats:
    """The numbers of FEATURES for the cut between two parts."""
    best, before = int(right.topics.argmax()), int(left.topics.argmax())
    own = float(right.topics[best] * (1 - left.topics[best]))
    theirs = float(left.topics[before] * (1 - right.topics[before]))
    product = own * theirs
    strong = float(right.sign in ("list", "another"))
    other_kind = 1 - float(left.kinds @ right.kinds)
    lengths = float(np.linalg.norm(left.topics) * np.linalg.norm(right.topics)) or 1.0
    row = [float(right.sign == sign) for sign in _SIGNS]
    row += [own, theirs, product, strong * product, product * _are_related(best, before)]
    row += [float(left.topics @ right.topics) / lengths, other_kind, strong * other_kind]
    row += [float(best == before), strong * (best == before), right.idle, left.idle, strong * right.idle]
    row += [bool(_pattern(name, start=True).match(right.words)) for name in _BEGINNINGS]
    row += [bool(_pattern("ends_sentence", end=True).search(left.words)), around.counted, around.same]
    row += [min(around.parts, 12) / 12, np.log(left.end - left.start) / 5, np.log(right.end - right.start) / 5]
    row += [right.end - right.start < 8, around.second, min(around.topics[best], around.topics[before])]
    row += [float(right.ahead[best] * (1 - left.topics[best])) * theirs if right.ahead is not None else 0.0]
    apart = float(bool(left.named and right.named and not left.named & right.named))
    return np.array([*row, apart, strong * apart], dtype=np.float64)


def difference(left: Part, right: Part, around: Setting) -> float:
    """The probability that the right part is another matter than the left."""
    if right.sign == "first" or right.empty or left.empty:
        return 0.0
    weights, bias = _weights()
    return float(1 / (1 + np.exp(-np.clip(features(left, right, around) @ weights + bias, -30, 30))))


def may_divide(text: str, start: int, end: int) -> bool:
    """Whether a blank is worth more than a glance: few are, and every part costs a reading."""
    if _pattern("ends_sentence", end=True).search(text, max(0, start - 12), start):
        return True
    return bool(_pattern("begins_matter").match(text, end) or _pattern("begins_wish").match(text, end))


def _are_related(one: int, other: int) -> float:
    return float(frozenset((one, other)) in _related())


@cache
def _weights() -> tuple[Floats, float]:
    stored = wordlist("splitting_weights")
    return np.array([stored["weights"][name] for name in FEATURES]), float(stored["bias"])


@cache
def _keywords() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, re.compile(any_of(words))) for topic, words in wordlist("topic_keywords").items())


@cache
def _related() -> frozenset[frozenset[int]]:
    pairs = (pair.split() for pair in wordlist("splitting")["related"])
    return frozenset(frozenset(TOPICS.index(code) for code in pair) for pair in pairs)


@cache
def _pattern(name: str, *, start: bool = False, end: bool = False) -> re.Pattern[str]:
    words = any_of(wordlist("splitting")[name])
    return re.compile(rf"(?:{words})\s?\Z" if end else words)
