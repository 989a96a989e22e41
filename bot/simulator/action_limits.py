"""What an action may be, depending on where it stands."""

import re
from collections.abc import Callable, Iterator
from enum import Enum

from .rules import Node, address, clusters, form, required, units
from .shape import Problem


class Place(Enum):
    """Where an action stands, the longest label there, and whether a label must be there."""

    QUICK_REPLY = ("quick reply", 20, True)
    TEMPLATE = ("template", 20, True)
    TEMPLATE_DEFAULT = ("template, tapped as a whole", 20, False)
    IMAGE_CAROUSEL = ("image carousel", 12, False)
    FLEX_BUTTON = ("flex button", 40, True)
    FLEX = ("flex", 40, False)

    def __init__(self, title: str, longest_label: int, label_required: bool) -> None:
        self.title = title
        self.longest_label = longest_label
        self.label_required = label_required


QUICK_REPLY_ONLY = ("camera", "cameraRoll", "location")
DATE_FORMS = {
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "datetime": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d"),
}


def action_problems(action: Node, where: str, place: Place) -> Iterator[Problem]:
    kind = action["type"]
    if kind in QUICK_REPLY_ONLY and place is not Place.QUICK_REPLY:
        yield Problem(f"{where}.type", f"a {kind} action belongs to a quick reply only")
    if kind == "richmenuswitch":
        yield Problem(f"{where}.type", "a richmenuswitch action belongs to a rich menu only")
    if place.label_required:
        yield from required(action, "label", where)
    yield from clusters(action, "label", place.longest_label, where, least=1 if place.label_required else 0)
    if kind in _BY_KIND:
        yield from _BY_KIND[kind](action, where)


def _message(action: Node, where: str) -> Iterator[Problem]:
    yield from required(action, "text", where)
    yield from clusters(action, "text", 300, where)


def _postback(action: Node, where: str) -> Iterator[Problem]:
    yield from required(action, "data", where)
    yield from units(action, "data", 300, where)
    for key in ("displayText", "text", "fillInText"):
        yield from clusters(action, key, 300, where)
    if "displayText" in action and "text" in action:
        yield Problem(f"{where}.text", "can't be used together with displayText")
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        yield Problem(f"{where}.fillInText", "needs inputOption openKeyboard")


def _uri(action: Node, where: str) -> Iterator[Problem]:
    yield from required(action, "uri", where)
    yield from address(action, "uri", ("http", "https", "line", "tel"), 1000, where)
    if "altUri" in action:
        schemes = ("http", "https", "line", "tel")
        yield from address(action["altUri"], "desktop", schemes, 1000, f"{where}.altUri")


def _datetimepicker(action: Node, where: str) -> Iterator[Problem]:
    for key in ("data", "mode"):
        yield from required(action, key, where)
    yield from units(action, "data", 300, where)
    for key in ("initial", "max", "min"):
        yield from form(action, key, DATE_FORMS[action.get("mode", "date")], where)
    if "min" in action and "max" in action and action["min"].lower() >= action["max"].lower():
        yield Problem(f"{where}.max", "must be later than min")


def _clipboard(action: Node, where: str) -> Iterator[Problem]:
    yield from units(action, "clipboardText", 1000, where)


_BY_KIND: dict[str, Callable[[Node, str], Iterator[Problem]]] = {
    "message": _message,
    "postback": _postback,
    "uri": _uri,
    "datetimepicker": _datetimepicker,
    "clipboard": _clipboard,
}
