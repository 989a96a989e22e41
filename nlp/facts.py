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
