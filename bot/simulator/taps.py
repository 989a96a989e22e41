"""What LINE does when a resident taps a button: finds its action, and what that action means."""

from collections.abc import Iterator
from typing import Any

from .chats import NotFound

Action = dict[str, Any]


def find_action(chat: list[dict[str, Any]], label: str) -> Action:
    """The action behind a label: the quick replies of the last message first, then buttons, latest first.

    NotFound names the labels that there are.
    """
    shown = [action for action in _tappable(chat) if action.get("label")]
    for action in shown:
        if action["label"] == label:
            return action
    raise NotFound(f"no button of that label; there is: {', '.join(action['label'] for action in shown)}")


def doing_for(action: Action, given: dict[str, Any]) -> dict[str, Any] | None:
    """What the tap makes the resident do, with what the caller gives (place, photo, date); None for nothing."""
    kind = action["type"]
    if kind == "message":
        return {**given, "type": "text", "text": action["text"]}
    if kind in ("postback", "datetimepicker"):
        shown = action.get("displayText") or action.get("text")
        return {**given, "type": "postback", "data": action["data"], "display_text": shown}
    if kind == "location":
        return {**given, "type": "location"}
    if kind in ("camera", "cameraRoll"):
        return {**given, "type": "image"}
    return None


def _tappable(chat: list[dict[str, Any]]) -> Iterator[Action]:
    if chat and chat[-1]["from"] == "bot":
        for item in chat[-1]["message"].get("quickReply", {}).get("items", []):
            yield item["action"]
    for entry in reversed(chat):
        if entry["from"] == "bot":
            yield from _actions({**entry["message"], "quickReply": None})


def _actions(node: Any) -> Iterator[Action]:
    if isinstance(node, list):
        for item in node:
            yield from _actions(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("action", "defaultAction") and isinstance(value, dict):
                yield value
            elif key == "actions" and isinstance(value, list):
                yield from value
            else:
                yield from _actions(value)
