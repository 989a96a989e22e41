"""What may stand between two matters: list marks, line breaks, words that announce or join, blanks."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from nlp.wordlists import any_of, wordlist

SIGNS = ("first", "list", "another", "line", "then", "but", "and", "blank", "bare")  # the strongest first
_MOST = 60  # of one sign
_MARK = re.compile(
    r"(?:(?<=\s)|(?<=[\u0e01-\u0e4e,;:])|^)\(?(?:\u0e02\u0e49\u0e2d(?:\u0e17\u0e35\u0e48)?\s?)?(?<![\d./])"
    r"(?P<number>\d{1,2})(?:\s?[.)](?!\d)|\u20e3)\s?",
    re.MULTILINE,
)
_SPOKEN_MARK = re.compile(r"\u0e02\u0e49\u0e2d(?:\u0e17\u0e35\u0e48)?\s?(?P<number>\d{1,2})(?![\d.)/])\s?[:\-]?\s?")
_LINE_MARK = re.compile(r"(?:^|(?<=\n))[ ]?(?P<number>\d{1,2})[ ]+(?=[\u0e01-\u0e4ea-zA-Z])")
_INLINE_MARK = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,2}) (?=[\u0e01-\u0e4e]{3})")
_BULLETS = "-*\u2022\u00b7\u25cf\u25cb\u25aa\u25ba\u2713\u2714\u2705\U0001f4cc\U0001f449\U0001f539\U0001f538"
_BULLET = re.compile(rf"(?:^|(?<=\n))[ ]*[{re.escape(_BULLETS)}][ ]*(?=[^\W\d])")
_LINE = re.compile(r"\s*\n\s*")
_BLANK = re.compile(r"\s+|[,;/+]\s*")


@dataclass(frozen=True)
class Cut:
    """What stands between two parts, [start, end), and which sign it is."""

    start: int
    end: int
    sign: str


def cuts(text: str) -> list[Cut]:
    """Every sign of another matter in a folded text, in order, the stronger where two overlap."""
    found = [*_list(text), *_spans("first", _announced("first"), text), *_spans("another", _announced("another"), text)]
    found += _spans("line", _LINE, text)
    return _apart([*found, *_joins_of(text), *_spans("blank", _BLANK, text)])


def _list(text: str) -> list[Cut]:
    """The marks of a list: numbers that count up from one, or bullets at the beginning of lines."""
    for marks in (_MARK, _LINE_MARK, _SPOKEN_MARK, _INLINE_MARK):
        counted: list[Cut] = []
        expected = 1
        for match in islice(marks.finditer(text), _MOST):
            number = int(match["number"])
            if number == expected or (not counted and number == 2 and marks is _MARK and match.start() > 0):
                counted.append(Cut(match.start(), match.end(), "first" if number == 1 else "list"))
                expected = number + 1
        if expected > 2:
            return counted
    bullets = list(_spans("list", _BULLET, text))
    return [replace(bullets[0], sign="first"), *bullets[1:]] if len(bullets) > 1 else []


def _spans(sign: str, pattern: re.Pattern[str], text: str) -> list[Cut]:
    matches = islice(pattern.finditer(text), _MOST)
    return [Cut(*match.span(), sign) for match in matches]


def _apart(found: list[Cut]) -> list[Cut]:
    kept: list[Cut] = []
    for cut in found:
        if all(cut.end < other.start or cut.start > other.end for other in kept):
            kept.append(cut)
    return sorted(kept, key=lambda cut: cut.start)


def _joins_of(text: str) -> list[Cut]:
    matches = islice(_joins().finditer(text), _MOST)
    signs = {"next": "then"}
    found = [(match.span(), match.lastgroup) for match in matches if match.lastgroup]
    return [Cut(*span, signs.get(sign, sign)) for span, sign in found]


@cache
def _announced(name: str) -> re.Pattern[str]:
    return re.compile(any_of(wordlist("splitting")[name]))


@cache
def _joins() -> re.Pattern[str]:
    """The words that join; a longer word which only contains one comes first and is in no group."""
    data = wordlist("splitting")
    groups = "|".join(f"(?P<{name}>{any_of(data[name])})" for name in ("then", "but", "and"))
    following = "|".join(f"(?<={re.escape(word)}){data['next']}" for word in data["after_sentence"])
    return re.compile(f"{any_of(data['no_join'])}|{groups}|(?P<next>{following})")
