"""A Say becomes a LINE message: words from its template, layout from here, within LINE's limits.

A template (bot/messages/<name>.<language>.j2) has blocks. With `text` it is a plain message; with `title` a card:
`tone`, `head`, `title`, `lines` (one a row, `label | value` in two columns), `buttons`, and `alt`, which says the same
in one line. `quick` holds quick replies. Buttons and quick replies are one a row: `label -> action`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from bot.card import card
from bot.lengths import cut_graphemes, cut_units
from bot.words import FILTERS
from handlers.municipalities import Town
from handlers.say import Say

MESSAGES = Path(__file__).parent / "messages"
TEXT_UNITS = 5000
ALT_UNITS = 1500
QUICK_REPLIES = 13
LABEL_GRAPHEMES = 20

NOTE_GRAPHEMES, NOTE_UNITS = 1000, 4000  # a bubble may have 30 KB
LINE_BREAK = "\x1f"
"""A break inside a row of a template; no browser or LINE sends this character."""

Block = Callable[[str], str]


def render(say: Say, town: Town, language: str = "th") -> dict[str, Any]:
    """The LINE message object for a Say, in this municipality's wording where it has one."""
    template = _template(say.name, language, town.folder.wording.get(f"{say.name}.{language}"))
    context = template.new_context({**say.facts, "town": town_facts(town)})

    def block(name: str) -> str:
        return "".join(template.blocks[name](context)).strip() if name in template.blocks else ""

    message = _text(block) if "text" in template.blocks else _flex(block, town)
    quick = [_action(row, LABEL_GRAPHEMES) for row in _rows(block("quick"))]
    if quick:
        items = [{"type": "action", "action": action} for action in quick[:QUICK_REPLIES]]
        message["quickReply"] = {"items": items}
    return message


def town_facts(town: Town) -> dict[str, Any]:
    """What every template may name of the municipality."""
    facts = town.folder.municipality
    return {
        "name": facts.name,
        "short_name": facts.short_name,
        "slug": facts.slug,
        "particle": facts.persona.particle,
        "question_particle": facts.persona.question_particle,
        "office": facts.office.model_dump(mode="json"),
        "dpo": facts.dpo.model_dump(mode="json"),
        "retention": facts.privacy.retention.model_dump(mode="json"),
        "emergency_numbers": [number.model_dump(mode="json") for number in facts.emergency_numbers],
    }


def _text(block: Block) -> dict[str, Any]:
    return {"type": "text", "text": cut_units(block("text").replace(LINE_BREAK, "\n"), TEXT_UNITS)}


def _flex(block: Block, town: Town) -> dict[str, Any]:
    contents = card(
        tone=block("tone"),
        brand_colour=town.folder.municipality.brand_colour,
        head=block("head"),
        title=block("title"),
        lines=_rows(block("lines")),
        actions=[_action(row, LABEL_GRAPHEMES) for row in _rows(block("buttons"))],
    )
    return {"type": "flex", "altText": cut_units(" ".join(block("alt").split()), ALT_UNITS), "contents": contents}


def _rows(text: str) -> list[str]:
    return [row.strip().replace(LINE_BREAK, "\n") for row in text.splitlines() if row.strip()]


def _action(row: str, longest: int) -> dict[str, Any]:
    label, _, what = (part.strip() for part in row.rpartition("->"))
    label = cut_graphemes(label, longest)
    name, _, value = what.partition(":")
    match name:
        case "location" | "camera" | "cameraRoll":
            return {"type": name, "label": label}
        case "say":
            return {"type": "message", "label": label, "text": value}
        case "uri":
            return {"type": "uri", "label": label, "uri": value}
        case "do":
            return {"type": "postback", "label": label, "data": value, "displayText": label}
    raise ValueError(f"a message template has the unknown action {name!r}")


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(MESSAGES),
        undefined=StrictUndefined,
        autoescape=False,  # LINE messages are JSON, not HTML
        finalize=_on_one_line,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS, paragraphs=_paragraphs)
    return environment


def _paragraphs(text: str) -> str:
    """What a clerk typed, as one row that keeps its line breaks."""
    return cut_units(cut_graphemes(LINE_BREAK.join(_rows(text)), NOTE_GRAPHEMES), NOTE_UNITS)


def _on_one_line(value: Any) -> Any:
    # What a resident or a clerk typed must begin no new row of the template and no new column.
    return " ".join(value.splitlines()).replace(" | ", " |\u00a0") if isinstance(value, str) else value


@cache
def _template(name: str, language: str, own_wording: str | None) -> Template:
    environment = _environment()
    if own_wording is not None:
        return environment.from_string(own_wording)
    return environment.get_template(f"{name}.{language}.j2")
