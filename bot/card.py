"""The one layout of the bot's cards: a thin coloured head, a title, a few lines, at most two buttons."""

from typing import Any

TONES = {"waiting": "#8A6100", "work": "#1F5FA8", "done": "#1E7A3E", "alert": "#B3261E", "calm": "#5B6470"}
INK, MUTED, WHITE = "#1F2937", "#5B6470", "#FFFFFF"


def card(
    *, tone: str, brand_colour: str, head: str, title: str, lines: list[str], actions: list[dict[str, Any]]
) -> dict[str, Any]:
    """A Flex bubble; `tone` names a colour that means something, anything else is the municipality's own."""
    bubble: dict[str, Any] = {
        "type": "bubble",
        "size": "mega",
        "header": _head(head, TONES.get(tone, brand_colour)),
        "body": {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "paddingAll": "16px",
            "contents": [_title(title), *(_line(line) for line in lines)],
        },
    }
    if actions:
        bubble["footer"] = {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [_button(action, main=place == 0) for place, action in enumerate(actions)],
        }
    return bubble


def _head(text: str, colour: str) -> dict[str, Any]:
    return {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": colour,
        "paddingAll": "10px",
        "paddingStart": "16px",
        "contents": [{"type": "text", "text": text, "color": WHITE, "weight": "bold", "size": "sm", "wrap": True}],
    }


def _title(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "weight": "bold", "size": "xl", "color": INK, "wrap": True}


def _line(line: str) -> dict[str, Any]:
    label, bar, value = line.partition(" | ")
    if not bar:
        return {"type": "text", "text": line, "size": "md", "color": INK, "wrap": True}
    return {
        "type": "box",
        "layout": "baseline",
        "spacing": "sm",
        "contents": [
            {"type": "text", "text": label, "size": "sm", "color": MUTED, "flex": 3},
            {"type": "text", "text": value, "size": "md", "color": INK, "flex": 8, "wrap": True},
        ],
    }


def _button(action: dict[str, Any], main: bool) -> dict[str, Any]:
    return {"type": "button", "style": "primary" if main else "secondary", "height": "sm", "action": action}
