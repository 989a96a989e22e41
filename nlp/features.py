"""A text as hashed features: character n-grams beside PyThaiNLP's words.

Training and serving call this same code. Features are hashed, so a model file carries no vocabulary and
no resident's words; the hash is arithmetic of our own, the same on every machine and in every run.
"""

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt
from pythainlp.tokenize import word_tokenize

from nlp.normalising import normalise
from nlp.within_one_message import kept_within_one_message

_OF_NGRAMS = 1 << 18
_OF_WORDS = 1 << 16  # buckets of their own: words say most, and n-grams fill theirs to the brim
BUCKETS = _OF_NGRAMS + _OF_WORDS
_NGRAMS = (2, 3, 4, 5)
_PRIME = np.uint32(16777619)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_MASKED = re.compile(r"\[(?:phone|id|plate|name|email|lineid|url)\]")
_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")

Numbers = npt.NDArray[np.uint32]


@kept_within_one_message
def words(text: str) -> list[str]:
    """PyThaiNLP's words of a normalised text, without blanks."""
    return [word for word in word_tokenize(text, engine="newmm") if not word.isspace()]


def readable(text: str) -> str:
    """Normalised, with numbers and addresses reduced to their presence: they identify, but say nothing."""
    text = _MASKED.sub("0", _ADDRESS.sub(" ", normalise(text)))
    return _NUMBER.sub("0", text)


def features(text: str, *, with_words: bool = True) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The buckets of a text, ascending, and how much each occurs (one plus the logarithm of the count)."""
    text = readable(text)
    hashes = [one & np.uint32(_OF_NGRAMS - 1) for one in _character_ngrams(_SPACE.sub("", text))]
    if with_words:
        hashes.append(_hashed_words(words(text)) % np.uint32(_OF_WORDS) + np.uint32(_OF_NGRAMS))
    if not hashes:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    buckets, counts = np.unique(np.concatenate(hashes), return_counts=True)
    return buckets.astype(np.int64), (1 + np.log(counts)).astype(np.float32)


def _character_ngrams(text: str) -> list[Numbers]:
    codes = np.frombuffer(f"\x02{text}\x03".encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    rolling, hashes = codes, []
    for size in range(2, max(_NGRAMS) + 1):
        if len(codes) < size or not text:
            break
        rolling = rolling[:-1] * _PRIME + codes[size - 1 :]
        hashes.append(_mixed(rolling + np.uint32(size)))
    return hashes


def _hashed_words(tokens: list[str]) -> Numbers:
    return _mixed(np.array([crc32(token.encode()) for token in tokens], dtype=np.uint32))


def _mixed(hashes: Numbers) -> Numbers:
    """The finaliser of MurmurHash3: without it the low bits of a rolling hash are far from even."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes = hashes * np.uint32(0x85EBCA6B)
    hashes = hashes ^ (hashes >> np.uint32(13))
    hashes = hashes * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))
