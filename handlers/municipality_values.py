"""The kinds of value a municipality's folder is written with, each checked the moment it is read."""

from datetime import date, time
from typing import Annotated, Any, Literal, get_args

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

# The application's own first path words: a municipality of that name would hide a page.
RESERVED_SLUGS = frozenset(
    {
        "line",
        "staff",
        "officials",
        "open-data",
        "open311",
        "login",
        "logout",
        "healthz",
        "readyz",
        "metrics",
        "simulator",
        "static",
        "api",
    }
)
LABEL_GRAPHEMES = 20  # LINE refuses a longer label of a button or quick reply
AA_CONTRAST = 4.5

Kind = Literal["complaint", "suggestion", "question", "praise", "misconduct", "emergency", "other"]
Danger = Literal[
    "general",
    "fire",
    "electricity",
    "medical",
    "violence",
    "suspicious_object",
    "self_harm",
    "disaster",
    "animal",
]
DepaDomain = Literal["environment", "mobility", "living", "people", "energy", "economy", "governance"]
TopicCode = Literal[
    "road",
    "streetlight",
    "cable",
    "drainage",
    "flood",
    "waste",
    "water_supply",
    "nuisance",
    "animals",
    "public_health",
    "green_space",
    "public_order",
    "traffic",
    "safety",
    "welfare",
    "community",
    "education",
    "economy",
    "building",
    "tax",
    "digital",
    "other",
]
TOPIC_CODES: tuple[str, ...] = get_args(TopicCode)


class Shape(BaseModel):
    """A frozen piece of the folder that knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def graphemes(text: str) -> int:
    """How many characters a reader sees; a Thai vowel or tone mark belongs to its consonant."""
    return len(regex.findall(r"\X", text))


def contrast_with_white(colour: str) -> float:
    """The WCAG contrast ratio of `#rrggbb` against white, 1 to 21."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _like(pattern: str, reason: str) -> AfterValidator:
    def check(text: str) -> str:
        if not regex.fullmatch(pattern, text):
            raise ValueError(reason)
        return text

    return AfterValidator(check)


def _fits_a_button(label: str) -> str:
    if (length := graphemes(label)) > LABEL_GRAPHEMES:
        raise ValueError(f"has {length} characters, a LINE button shows at most {LABEL_GRAPHEMES}")
    return label


def _is_not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise ValueError(f"'{slug}' is a word of the application's own addresses")
    return slug


def _is_not_unknown(code: str) -> str:
    # Summaries count what has no department or community under this key.
    if code == "unknown":
        raise ValueError("'unknown' is kept for what has no code")
    return code


def _is_readable_on_white(colour: str) -> str:
    if (ratio := contrast_with_white(colour)) < AA_CONTRAST:
        raise ValueError(f"has a contrast of {ratio:.1f} against white, at least {AA_CONTRAST} is needed")
    return colour


def _is_no_buddhist_year(day: date) -> date:
    if day.year > 2400:
        raise ValueError(f"has the Buddhist year {day.year}, write {day.year - 543}")
    return day


def _has_no_zone(clock: time) -> time:
    if clock.tzinfo is not None:
        raise ValueError("should be a time of day without a zone, such as 08:30:00")
    return clock


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_a_phone_number(number: str) -> str:
    if not regex.fullmatch(r"1\d{2,3}|0(?:[ -]?\d){8,9}(?:#\d{1,5})?", number):
        raise ValueError("should be a number such as 191, 1669, 073-123456 or 073-123456#12 (extension)")
    return number


def holds_no_twins(items: tuple[Any, ...]) -> tuple[Any, ...]:
    for at, item in enumerate(items):
        if item in items[:at]:
            raise ValueError(f"names '{item}' twice")
    return items


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    _like(r"[^\r\n\t]+", "should be one line without tabs"),
]
Label = Annotated[Line, AfterValidator(_fits_a_button)]
Slug = Annotated[
    str,
    Field(max_length=40),
    _like("[a-z][a-z0-9-]*", "should be small letters, digits and hyphens, a letter first"),
    AfterValidator(_is_not_reserved),
]
Code = Annotated[
    str,
    Field(max_length=40),
    _like("[a-z][a-z0-9_-]*", "should be small letters, digits, hyphens and underscores, a letter first"),
    AfterValidator(_is_not_unknown),
]
Template = Annotated[str, AfterValidator(_with_plain_line_ends), Field(min_length=1)]
WordingName = Annotated[
    str, _like("[a-z][a-z0-9_]*\\.[a-z]{2}", "should be named <message>.<language>.j2, such as thanks.th.j2")
]
Letters = Annotated[str, _like("[A-Z]{2,3}", "should be two or three capital letters, A to Z")]
Colour = Annotated[
    str, _like("#[0-9a-f]{6}", "should be like '#0b6b5d', in small letters"), AfterValidator(_is_readable_on_white)
]
Phone = Annotated[str, AfterValidator(_is_a_phone_number)]
# Strict: a bare number would otherwise be read as seconds since 1970.
Day = Annotated[date, Field(strict=True), AfterValidator(_is_no_buddhist_year)]
Clock = Annotated[time, Field(strict=True), AfterValidator(_has_no_zone)]
Days = Annotated[int, Field(strict=True, ge=1, le=366)]
SdgTarget = Annotated[
    str, _like(r"([1-9]|1[0-7])(\.([1-9]|1\d|[a-d]))?", "should be a goal or target such as '4', '11.2' or '11.a'")
]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Codes = Annotated[tuple[Code, ...], AfterValidator(holds_no_twins)]
Lines = Annotated[tuple[Line, ...], AfterValidator(holds_no_twins)]
