"""Names of persons: after a title, or after a form of address when the name is a known one."""

import re
from collections.abc import Iterator
from functools import cache

from nlp.known_names import is_family_name, is_first_name
from nlp.wordlists import any_of, wordlist

_LETTERS = r"[\u0e01-\u0e3a\u0e40-\u0e4e]"
_LONGEST_RUN = 40
_LONGEST_UNKNOWN = 14
_SHORTEST_KNOWN = 4


def names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names, their titles and forms of address left out."""
    titled, addressed, not_after = _patterns()
    for match in titled.finditer(text):
        # "nai" before a name that begins with k also spells the mayor: then only a known name is one.
        perhaps_mayor = match["name"].startswith("\u0e01") and not _known_length(match["name"])
        if not perhaps_mayor and not not_after.match(match["name"]):
            yield _with_family_name(text, match.start("name"), _end_of_name(match))
    for match in addressed.finditer(text):
        if length := _known_length(match["name"]):
            yield _with_family_name(text, match.start("name"), match.start("name") + length)


def _end_of_name(match: re.Match[str]) -> int:
    """A known name ends where it ends; of another the letters up to the next blank, as far as names go."""
    length = _known_length(match["name"])
    return match.start("name") + (length or min(len(match["name"]), _LONGEST_UNKNOWN))


def _known_length(run: str) -> int:
    """The length of the longest known name that the run begins with, 0 when there is none."""
    for length in range(min(len(run), 20), _SHORTEST_KNOWN - 1, -1):
        rest = run[length:]
        # A mark that belongs to the last letter must not be cut off.
        if _is_known(run[:length]) and not re.match("[\u0e30-\u0e3a\u0e45-\u0e4e]", rest):
            return length
    return 0


def _with_family_name(text: str, start: int, end: int) -> tuple[int, int]:
    following = re.compile(rf"[ ]({_LETTERS}{{2,}})").match(text, end)
    if following and is_family_name(following[1]):
        return start, following.end()
    return start, end


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = wordlist("personal_data")
    name = rf"[ ]{{0,2}}(?P<name>{_LETTERS}{{2,{_LONGEST_RUN}}}|[A-Z][a-z]+)"
    titled = rf"(?:{any_of(data['titles'])}){name}"
    addressed = rf"(?:{any_of(data['addresses'])}){name}"
    return re.compile(titled, re.IGNORECASE), re.compile(addressed), re.compile(any_of(data["no_name_after"]))


def _is_known(word: str) -> bool:
    added, never = _own_list()
    return word not in never and (word in added or is_first_name(word))


@cache
def _own_list() -> tuple[frozenset[str], frozenset[str]]:
    data = wordlist("personal_data")
    return frozenset(data["known_names"]), frozenset(data["not_names"])
