"""What is understood of one message: plain facts, free of the libraries that find them."""

from dataclasses import dataclass

KINDS = ("complaint", "suggestion", "question", "praise", "misconduct", "emergency", "other")
TOPICS = (
    "road", "streetlight", "cable", "drainage", "flood", "waste", "water_supply", "nuisance", "animals",
    "public_health", "green_space", "public_order", "traffic", "safety", "welfare", "community", "education",
    "economy", "building", "tax", "digital",
)  # fmt: skip
NO_TOPIC = "other"  # held when none of TOPICS is


@dataclass(frozen=True)
class TopicGuess:
    code: str
    probability: float


@dataclass(frozen=True)
class Issue:
    """One matter of a message."""

    text: str
    kind: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A place as the resident wrote it: road, soi, community, landmark or house."""

    text: str
    type: str
    community: str | None


@dataclass(frozen=True)
class Moment:
    """An expression of time: date, duration, time or recurring.

    `value` is an ISO 8601 date (or month, or year), a duration, HH:MM, or the duration between recurrences; None
    when the words leave it open. `start` and `end` are code points of the text as given.
    """

    text: str
    start: int
    end: int
    type: str
    value: str | None


@dataclass(frozen=True)
class PersonalData:
    """A span of the text as given, in code points."""

    type: str
    start: int
    end: int


@dataclass(frozen=True)
class Understanding:
    """Everything read out of one message.

    `topics` are those held true, most probable first, never empty; `likeliest` are three to ask about;
    `small_talk` (greeting, thanks, test, empty) opens no case; `danger` is set only for an emergency.
    `issues` are at most five matters in the order of the text, the words of `issues_left` more stay with the
    fifth; without `split_sure` they may be one, and the bot should ask. `place_missing`: nothing says where.
    """

    kind: str
    topics: tuple[TopicGuess, ...]
    likeliest: tuple[TopicGuess, ...]
    urgency: str
    confidence: float
    sure: bool
    issues: tuple[Issue, ...]
    places: tuple[Place, ...]
    personal_data: tuple[PersonalData, ...]
    small_talk: str | None
    danger: str | None
    language: str
    model_version: str
    split_sure: bool = True
    issues_left: int = 0
    place_missing: bool = False
    when: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class GazetteerCommunity:
    code: str
    name: str
    streets: tuple[str, ...]
    landmarks: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """The places a municipality knows, community by community."""

    communities: tuple[GazetteerCommunity, ...]
