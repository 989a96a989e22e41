"""Thai as it was meant: one spelling for what residents type in many ways."""

import re
from functools import cache

from pythainlp.util import normalize

from nlp.folding import fold
from nlp.within_one_message import kept_within_one_message
from nlp.wordlists import any_of, wordlist

_LONGEST_READ = 1200  # what the model reads: the beginning and the end of a very long text
_LONGEST_TAIL = 300
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_NIKHAHIT_AA = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")  # a letter three times or more is one letter, stretched
_REPEATED = re.compile(r"([^\w\s]|[\u0e30-\u0e3a\u0e40-\u0e4e])\1{2,}")
_HEAP_OF_MARKS = re.compile("([\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]{3})[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]+")
_BLANKS = re.compile(r"[^\S\n]+")


def clip(text: str) -> str:
    """The part of a text that is read: all of nearly every message, both ends of an endless one."""
    if len(text) <= _LONGEST_READ:
        return text
    return text[: _LONGEST_READ - _LONGEST_TAIL] + "\n" + text[-_LONGEST_TAIL:]


@kept_within_one_message
def tidy(text: str) -> str:
    """As written, but with marks in their right order and nothing invisible, stretched or doubled."""
    text = _CONTROL.sub(" ", fold(clip(text)).text)
    text = text.replace("\u0e40\u0e40", "\u0e41")
    text = _NIKHAHIT_AA.sub("\\1\u0e33", text)
    text = _HEAP_OF_MARKS.sub(r"\1", _REPEATED.sub(r"\1", _STRETCHED.sub(r"\1", text)))
    return normalize(_BLANKS.sub(" ", text)).strip()


@kept_within_one_message
def normalise(text: str) -> str:
    """Tidy, in lower case and usual spelling: for matching, not for showing."""
    pattern, usual = _spellings()
    return pattern.sub(lambda found: usual[found[0]], tidy(text).lower())


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    usual = {variant: word for word, variants in wordlist("spelling")["usual"].items() for variant in variants}
    return re.compile(any_of(tuple(usual))), usual
