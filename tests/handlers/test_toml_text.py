"""TOML that we write says what the standard library then reads."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.toml_text import toml_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = (
    WORDS
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times()
)
VALUES = PLAIN | st.lists(PLAIN, max_size=5)


def tables(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    inner = VALUES if depth == 0 else VALUES | tables(depth - 1) | st.lists(tables(depth - 1), min_size=1, max_size=3)
    return st.dictionaries(WORDS, inner, max_size=5)


@given(tables(depth=2))
def test_what_is_written_is_read_as_the_same(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(table)) == table


def test_what_has_no_form_in_toml_is_refused() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        toml_text({"phone": None})
