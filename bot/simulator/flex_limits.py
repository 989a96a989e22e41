"""What a Flex message may be: sizes in bytes, who may stand in whom, the form of each value."""

import json
import re
from collections.abc import Iterator

from .action_limits import Place, action_problems
from .rules import COLOUR, Node, address, between, form, image, required, size
from .shape import Problem

BUBBLE_BYTES = 30_000  # "30 KB" and "50 KB", read the strict way
CAROUSEL_BYTES = 50_000

_SPACE = "none|xs|sm|md|lg|xl|xxl"
_PX = r"-?\d+(\.\d+)?px"
_PERCENT = r"-?\d+(\.\d+)?%"
_FONT = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"

_FORMS = {
    **{name: re.compile(f"{_SPACE}|{_PX}") for name in ("margin", "spacing", "cornerRadius")},
    **{
        name: re.compile(f"{_SPACE}|{_PX}|{_PERCENT}")
        for name in (
            "offsetTop", "offsetBottom", "offsetStart", "offsetEnd",
            "paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd",
        )
    },
    **{name: re.compile(f"{_PX}|{_PERCENT}") for name in ("width", "maxWidth", "height", "maxHeight")},
    **{name: COLOUR for name in ("color", "backgroundColor", "borderColor", "separatorColor")},
    **{name: COLOUR for name in ("startColor", "endColor", "centerColor")},
    "borderWidth": re.compile(f"none|light|normal|medium|semi-bold|bold|{_PX}"),
    "lineSpacing": re.compile(r"\d+(\.\d+)?px"),
    "aspectRatio": re.compile(r"\d{1,6}(\.\d+)?:\d{1,6}(\.\d+)?"),
    "angle": re.compile(r"\d{1,3}(\.\d+)?deg"),
    "centerPosition": re.compile(r"\d{1,3}(\.\d+)?%"),
}  # fmt: skip
_SIZES = {
    "text": re.compile(f"{_FONT}|{_PX}"),
    "span": re.compile(f"{_FONT}|{_PX}"),
    "icon": re.compile(f"{_FONT}|{_PX}"),
    "image": re.compile(f"{_FONT}|full|{_PX}|{_PERCENT}"),
}
_ORDINARY = ("box", "button", "image", "text", "separator", "filler")
_MAY_HOLD = {
    "vertical": _ORDINARY,
    "horizontal": _ORDINARY,
    "baseline": ("icon", "text", "filler"),
    "hero": ("box", "image", "video"),
    "altContent": ("box", "image"),
}


def flex_problems(container: Node, where: str) -> Iterator[Problem]:
    if container["type"] == "bubble":
        yield from _bubble(container, where)
        return
    yield from size(container, "contents", 1, 12, where)
    yield from _bytes(container, CAROUSEL_BYTES, where)
    if len({bubble.get("size", "mega") for bubble in container["contents"]}) > 1:
        yield Problem(f"{where}.contents", "all bubbles of a carousel must be of one size")
    for number, bubble in enumerate(container["contents"]):
        yield from _bubble(bubble, f"{where}.contents[{number}]")


def _bubble(bubble: Node, where: str) -> Iterator[Problem]:
    yield from _bytes(bubble, BUBBLE_BYTES, where)
    blocks = [name for name in ("header", "hero", "body", "footer") if name in bubble]
    if not blocks:
        yield Problem(where, "At least one block must be specified")
    if "action" in bubble:
        yield from action_problems(bubble["action"], f"{where}.action", Place.FLEX)
    for name, style in bubble.get("styles", {}).items():
        yield from _forms(style, f"{where}.styles.{name}")
    for name in blocks:
        if name == "hero" and bubble["hero"]["type"] not in _MAY_HOLD["hero"]:
            yield Problem(f"{where}.hero", f"a {bubble['hero']['type']} can't be a hero")
        yield from _component(bubble[name], f"{where}.{name}")


def _component(node: Node, where: str) -> Iterator[Problem]:
    kind = node["type"]
    yield from _forms(node, where)
    yield from between(node, "flex", 0, 1000, where)
    if "action" in node:
        place = Place.FLEX_BUTTON if kind == "button" else Place.FLEX
        yield from action_problems(node["action"], f"{where}.action", place)
    if kind == "box":
        yield from _box(node, where)
    if kind in ("text", "span"):
        yield from _text(node, where)
    if kind in ("image", "icon", "video"):
        yield from _picture(node, where)


def _box(box: Node, where: str) -> Iterator[Problem]:
    if "background" in box:
        for key in ("angle", "startColor", "endColor"):
            yield from required(box["background"], key, f"{where}.background")
        yield from _forms(box["background"], f"{where}.background")
    for number, child in enumerate(box["contents"]):
        here = f"{where}.contents[{number}]"
        if child["type"] not in _MAY_HOLD[box["layout"]]:
            yield Problem(here, f"a {child['type']} can't stand in a {box['layout']} box")
        yield from _component(child, here)


def _text(text: Node, where: str) -> Iterator[Problem]:
    if "contents" not in text and not text.get("text"):
        yield Problem(f"{where}.text", "must be non-empty text")
    yield from between(text, "maxLines", 0, 1000, where)
    for number, span in enumerate(text.get("contents", [])):
        yield from _component(span, f"{where}.contents[{number}]")


def _picture(node: Node, where: str) -> Iterator[Problem]:
    yield from image(node, "url", where)
    if "aspectRatio" in node and _FORMS["aspectRatio"].fullmatch(node["aspectRatio"]):
        width, height = (float(number) for number in node["aspectRatio"].split(":"))
        if not 1 <= width <= 100_000 or not 1 <= height <= min(100_000, 3 * width):
            yield Problem(f"{where}.aspectRatio", "height must not be more than three times the width")
    if node["type"] == "video":
        yield from address(node, "previewUrl", ("https",), 2000, where)
        if node["altContent"]["type"] not in _MAY_HOLD["altContent"]:
            yield Problem(f"{where}.altContent", "must be a box or an image")
        yield from _component(node["altContent"], f"{where}.altContent")


def _forms(node: Node, where: str) -> Iterator[Problem]:
    kind = node.get("type")
    for key in node.keys() & _FORMS.keys():
        if not (kind == "button" and key == "height"):  # a button's height is an enumeration of its own
            yield from form(node, key, _FORMS[key], where)
    if kind in _SIZES:
        yield from form(node, "size", _SIZES[kind], where)


def _bytes(container: Node, most: int, where: str) -> Iterator[Problem]:
    plain = json.dumps(container, ensure_ascii=False, separators=(",", ":"))
    found = len(plain.encode("utf-8", "surrogatepass"))
    if found > most:
        yield Problem(where, f"{container['type']} of {found} bytes, the limit is {most}")
