"""Writes TOML, which the standard library only reads: tables, lists of tables and plain values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

LINE_LENGTH = 100


def toml_text(table: Mapping[str, Any]) -> str:
    """The table as TOML; raises TypeError for a value that TOML has no form for."""
    return "\n".join(_lines(table, ())).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    # Plain values come first: after a header they would belong to the table below it.
    for key, value in table.items():
        if not isinstance(value, Mapping) and not _is_list_of_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        inner = (*path, _key(key))
        if isinstance(value, Mapping):
            yield from ("", f"[{'.'.join(inner)}]", *_lines(value, inner))
        elif _is_list_of_tables(value):
            for entry in value:
                yield from ("", f"[[{'.'.join(inner)}]]", *_lines(entry, inner))


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _string(key)


def _string(text: str) -> str:
    # JSON escapes what TOML wants escaped, save the delete character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case int() | float():
            return repr(value)
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return _array([_value(item) for item in value])
    raise TypeError(f"TOML has no form for {type(value).__name__}")


def _array(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= LINE_LENGTH:
        return line
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
