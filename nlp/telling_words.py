"""The words of a text that say what matter it is about: kept to find other cases of the same matter."""

import re
from functools import cache

from pythainlp.corpus import thai_stopwords

from nlp.features import words
from nlp.normalising import normalise
from nlp.personal_data import mask
from nlp.wordlists import wordlist

_MOST = 40  # of a long story; what comes first says what it is about
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u0e00-\u0e7f]{2}")
_MASKED = re.compile(r"\[[A-Z_]+\]")


def matter_words(text: str) -> tuple[str, ...]:
    """Each telling word once, in the order written; personal data and numbers are none."""
    plain = normalise(_MASKED.sub(" ", mask(text)))
    telling = (word for word in words(plain) if _LETTERS.search(word) and word not in _nothing())
    return tuple(dict.fromkeys(telling))[:_MOST]


@cache
def _nothing() -> frozenset[str]:
    return thai_stopwords() | frozenset(wordlist("telling_words")["nothing"])
