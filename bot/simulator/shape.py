"""The shape of a body by LINE's SDK models, read strictly: at any depth nothing unknown and nothing missing.

The models' own `from_dict` drops unknown properties silently, so the tree is walked here, model by model.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from linebot.v3.messaging import models
from pydantic.v1 import BaseModel
from pydantic.v1.fields import SHAPE_DICT, SHAPE_LIST, ModelField


class Problem(NamedTuple):
    """One reason to refuse a body, in the form of LINE's `details`."""

    property: str
    message: str


def shape_problems(model: type[BaseModel], value: Any, where: str = "") -> Iterator[Problem]:
    """Everything in which `value` differs from `model`."""
    if not isinstance(value, dict):
        yield Problem(where, "must be an object")
        return
    concrete = _concrete(model, value)
    if concrete is None:
        yield Problem(f"{where}.type".lstrip("."), f"is missing or unknown here ({model.__name__})")
        return
    fields = {field.alias: field for field in concrete.__fields__.values()}
    for key in value.keys() - fields.keys():
        yield Problem(_inside(where, key), "unknown field")
    for alias, field in fields.items():
        if alias in value:
            yield from _field_problems(field, value[alias], _inside(where, alias))
        elif field.required:
            yield Problem(_inside(where, alias), "must be specified")


def _concrete(model: type[BaseModel], value: dict[str, Any]) -> type[BaseModel] | None:
    """The subclass that the object's `type` names; None when it names none that may stand here."""
    named = getattr(model, "get_discriminator_value", None)
    if named is None:
        return model
    kind = value.get("type")
    name = named(value) if isinstance(kind, str) and kind else None
    concrete = getattr(models, name, None) if name else None
    return concrete if concrete and issubclass(concrete, model) else None


def _field_problems(field: ModelField, value: Any, where: str) -> Iterator[Problem]:
    if value is None:
        yield Problem(where, "must not be null")
    elif not _is_model(field.type_):
        _, errors = field.validate(value, {}, loc=where)
        if errors:
            yield Problem(where, _say(errors))
    elif field.shape == SHAPE_LIST:
        yield from _list_problems(field, value, where)
    elif field.shape == SHAPE_DICT:
        yield from _dict_problems(field, value, where)
    else:
        yield from shape_problems(field.type_, value, where)


def _list_problems(field: ModelField, value: Any, where: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(where, "must be an array")
        return
    least = getattr(field.outer_type_, "min_items", None) or 0
    most = getattr(field.outer_type_, "max_items", None)
    if len(value) < least or (most is not None and len(value) > most):
        yield Problem(where, f"Size must be between {least} and {most}")
    for number, item in enumerate(value):
        yield from shape_problems(field.type_, item, f"{where}[{number}]")


def _dict_problems(field: ModelField, value: Any, where: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(where, "must be an object")
        return
    for key, item in value.items():
        yield from shape_problems(field.type_, item, _inside(where, key))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _say(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) else errors
    first = first[0] if isinstance(first, list) else first
    return str(first.exc)
