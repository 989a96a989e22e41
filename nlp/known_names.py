"""Which words are known first or family names, without the library that lists them: its names as sorted hashes.

Whatever only masks personal data (the web process) then needs no PyThaiNLP. `python -m nlp.training names` makes
the files anew.
"""

import sys
from array import array
from bisect import bisect_left
from functools import cache
from hashlib import blake2b
from pathlib import Path

FIRST_NAMES = Path(__file__).parent / "data/first_names.bin"
FAMILY_NAMES = Path(__file__).parent / "data/family_names.bin"


def is_first_name(word: str) -> bool:
    return _holds(FIRST_NAMES, word)


def is_family_name(word: str) -> bool:
    return _holds(FAMILY_NAMES, word)


def write(path: Path, names: set[str]) -> None:
    """Keeps the names as sorted 64-bit hashes, little-endian."""
    hashes = array("Q", sorted(_hash(name) for name in names))
    if sys.byteorder == "big":
        hashes.byteswap()
    path.write_bytes(hashes.tobytes())


def _holds(path: Path, word: str) -> bool:
    hashes, wanted = _read(path), _hash(word)
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


@cache
def _read(path: Path) -> "array[int]":
    hashes = array("Q")
    hashes.frombytes(path.read_bytes())
    if sys.byteorder == "big":
        hashes.byteswap()
    return hashes


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
