"""Every limit of a message that the SDK's models do not know, for a message of the right shape."""

import re
from collections.abc import Callable, Iterator

from .action_limits import Place, action_problems
from .flex_limits import flex_problems
from .rules import Node, address, between, form, image, required, size, units
from .shape import Problem
from .template_limits import template_problems

_DIGITS = re.compile(r"\d+")
_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def message_problems(message: Node, where: str) -> Iterator[Problem]:
    if "quickReply" in message:
        yield from _quick_reply(message["quickReply"], f"{where}.quickReply")
    if "sender" in message:
        yield from _sender(message["sender"], f"{where}.sender")
    yield from _BY_KIND.get(message["type"], _nothing)(message, where)


def _quick_reply(quick_reply: Node, where: str) -> Iterator[Problem]:
    yield from required(quick_reply, "items", where)
    yield from size(quick_reply, "items", 1, 13, where)
    for number, item in enumerate(quick_reply.get("items", [])):
        here = f"{where}.items[{number}]"
        yield from image(item, "imageUrl", here)
        yield from required(item, "action", here)
        if item.get("type", "action") != "action":
            yield Problem(f"{here}.type", "must be action")
        if "action" in item:
            yield from action_problems(item["action"], f"{here}.action", Place.QUICK_REPLY)


def _sender(sender: Node, where: str) -> Iterator[Problem]:
    yield from units(sender, "name", 20, where)
    yield from image(sender, "iconUrl", where)
    if "line" in sender.get("name", "").lower().split():
        yield Problem(f"{where}.name", "must not pretend to be LINE")


def _text(message: Node, where: str) -> Iterator[Problem]:
    yield from units(message, "text", 5000, where)
    yield from size(message, "emojis", 1, 20, where)
    for number, emoji in enumerate(message.get("emojis", [])):
        here = f"{where}.emojis[{number}]"
        for key in ("index", "productId", "emojiId"):
            yield from required(emoji, key, here)
        at = emoji.get("index", 0) * 2
        if message["text"].encode("utf-16-le", "surrogatepass")[at : at + 2] != b"$\0":
            yield Problem(f"{here}.index", "must point at a $ in the text")


def _text_v2(message: Node, where: str) -> Iterator[Problem]:
    yield from units(message, "text", 5000, where)
    known = message.get("substitution", {})
    for name in _PLACEHOLDER.findall(message["text"]):
        if name not in known:
            yield Problem(f"{where}.text", f"{{{name}}} has no substitution")
    if len(known) > 100:
        yield Problem(f"{where}.substitution", "Size must be between 0 and 100")


def _media(message: Node, where: str) -> Iterator[Problem]:
    yield from image(message, "originalContentUrl", where)
    yield from image(message, "previewImageUrl", where)
    yield from units(message, "trackingId", 100, where)
    yield from between(message, "duration", 1, 86_400_000, where)


def _location(message: Node, where: str) -> Iterator[Problem]:
    yield from units(message, "title", 100, where)
    yield from units(message, "address", 100, where)
    yield from between(message, "latitude", -90, 90, where)
    yield from between(message, "longitude", -180, 180, where)


def _sticker(message: Node, where: str) -> Iterator[Problem]:
    yield from form(message, "packageId", _DIGITS, where)
    yield from form(message, "stickerId", _DIGITS, where)


def _flex(message: Node, where: str) -> Iterator[Problem]:
    yield from units(message, "altText", 1500, where)
    yield from flex_problems(message["contents"], f"{where}.contents")


def _template(message: Node, where: str) -> Iterator[Problem]:
    yield from units(message, "altText", 1500, where)
    yield from template_problems(message["template"], f"{where}.template")


def _imagemap(message: Node, where: str) -> Iterator[Problem]:
    yield from address(message, "baseUrl", ("https",), 2000, where)
    yield from units(message, "altText", 1500, where)
    yield from between(message["baseSize"], "width", 1040, 1040, f"{where}.baseSize")
    yield from size(message, "actions", 0 if "video" in message else 1, 50, where)
    for number, action in enumerate(message["actions"]):
        here = f"{where}.actions[{number}]"
        yield from units(action, "label", 100, here, least=0)
        yield from units(action, "text", 400, here)
        yield from address(action, "linkUri", ("http", "https", "line", "tel"), 1000, here)


def _nothing(_: Node, __: str) -> Iterator[Problem]:
    return iter(())


_BY_KIND: dict[str, Callable[[Node, str], Iterator[Problem]]] = {
    "text": _text,
    "textV2": _text_v2,
    "image": _media,
    "video": _media,
    "audio": _media,
    "location": _location,
    "sticker": _sticker,
    "flex": _flex,
    "template": _template,
    "imagemap": _imagemap,
}
