"""Small rules that the limits are written in: lengths, numbers of items, addresses, forms."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from .counting import graphemes, utf16
from .shape import Problem

Node = dict[str, Any]

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
_PERCENT_ENCODED = re.compile(r"[!-~]+")  # visible ASCII: Thai must be percent-encoded


def units(node: Node, key: str, most: int, where: str, least: int = 1) -> Iterator[Problem]:
    """A text counted in UTF-16 units."""
    yield from _length(node, key, least, most, where, utf16)


def clusters(node: Node, key: str, most: int, where: str, least: int = 1) -> Iterator[Problem]:
    """A text counted in grapheme clusters."""
    yield from _length(node, key, least, most, where, graphemes)


def _length(node: Node, key: str, least: int, most: int, where: str, count: Callable[[str], int]) -> Iterator[Problem]:
    if key in node and not least <= (length := count(node[key])) <= most:
        yield Problem(f"{where}.{key}", f"Length must be between {least} and {most}, not {length}")


def required(node: Node, key: str, where: str) -> Iterator[Problem]:
    """What the SDK's models leave optional although LINE insists on it."""
    if key not in node:
        yield Problem(f"{where}.{key}", "must be specified")


def size(node: Node, key: str, least: int, most: int, where: str) -> Iterator[Problem]:
    """The number of items of an array."""
    if key in node and not least <= len(node[key]) <= most:
        yield Problem(f"{where}.{key}", f"Size must be between {least} and {most}")


def address(node: Node, key: str, schemes: tuple[str, ...], most: int, where: str) -> Iterator[Problem]:
    """An address: its scheme, its length, percent-encoded."""
    if key not in node:
        return
    scheme, colon, rest = node[key].partition(":")
    if not colon or scheme.lower() not in schemes or not rest.strip("/"):
        yield Problem(f"{where}.{key}", f"invalid uri, the scheme must be one of {', '.join(schemes)}")
    elif not _PERCENT_ENCODED.fullmatch(node[key]):
        yield Problem(f"{where}.{key}", "invalid uri, it must be percent-encoded")
    elif utf16(node[key]) > most:
        yield Problem(f"{where}.{key}", f"Length must be between 1 and {most}")


def image(node: Node, key: str, where: str) -> Iterator[Problem]:
    """The address of a picture or a film."""
    yield from address(node, key, ("https",), 2000, where)


def form(node: Node, key: str, pattern: re.Pattern[str], where: str) -> Iterator[Problem]:
    """A text that must match a pattern entirely."""
    if key in node and not pattern.fullmatch(node[key]):
        yield Problem(f"{where}.{key}", "invalid property")


def between(node: Node, key: str, least: float, most: float, where: str) -> Iterator[Problem]:
    if key in node and not least <= node[key] <= most:
        yield Problem(f"{where}.{key}", f"must be between {least} and {most}")
