"""What a template message may be."""

import re
from collections.abc import Iterator

from .action_limits import Place, action_problems
from .rules import COLOUR, Node, clusters, form, image, size
from .shape import Problem

_RATIO = re.compile("rectangle|square")
_FIT = re.compile("cover|contain")


def template_problems(template: Node, where: str) -> Iterator[Problem]:
    kind = template["type"]
    yield from form(template, "imageAspectRatio", _RATIO, where)
    yield from form(template, "imageSize", _FIT, where)
    if kind == "buttons":
        yield from _panel(template, where, text=160, actions=4)
    elif kind == "confirm":
        yield from clusters(template, "text", 240, where)
        yield from _actions(template, where, 2, 2)
    elif kind == "carousel":
        yield from _carousel(template, where)
    else:
        yield from size(template, "columns", 1, 10, where)
        for number, column in enumerate(template["columns"]):
            here = f"{where}.columns[{number}]"
            yield from image(column, "imageUrl", here)
            yield from action_problems(column["action"], f"{here}.action", Place.IMAGE_CAROUSEL)


def _carousel(template: Node, where: str) -> Iterator[Problem]:
    columns = template["columns"]
    yield from size(template, "columns", 1, 10, where)
    for number, column in enumerate(columns):
        yield from _panel(column, f"{where}.columns[{number}]", text=120, actions=3)
    if len({len(column["actions"]) for column in columns}) > 1:
        yield Problem(f"{where}.columns", "the number of actions must be the same in all columns")
    for key in ("thumbnailImageUrl", "title"):
        if len({key in column for column in columns}) > 1:
            yield Problem(f"{where}.columns", f"{key} must be in all columns or in none")


def _panel(panel: Node, where: str, text: int, actions: int) -> Iterator[Problem]:
    """A buttons template or a column: its text may be longer when there is neither picture nor title."""
    shorter = "thumbnailImageUrl" in panel or "title" in panel
    yield from image(panel, "thumbnailImageUrl", where)
    yield from form(panel, "imageBackgroundColor", COLOUR, where)
    yield from clusters(panel, "title", 40, where)
    yield from clusters(panel, "text", 60 if shorter else text, where)
    yield from _actions(panel, where, 1, actions)
    if "defaultAction" in panel:
        yield from action_problems(panel["defaultAction"], f"{where}.defaultAction", Place.TEMPLATE_DEFAULT)


def _actions(node: Node, where: str, least: int, most: int) -> Iterator[Problem]:
    yield from size(node, "actions", least, most, where)
    for number, action in enumerate(node["actions"]):
        yield from action_problems(action, f"{where}.actions[{number}]", Place.TEMPLATE)
