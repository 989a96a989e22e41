"""Thai text in, plain facts out: no database, no network.

The functions are imported when first used: a process that only needs the words (the web process) never
loads PyThaiNLP or numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from nlp.facts import (
    KINDS,
    NO_TOPIC,
    TOPICS,
    Gazetteer,
    GazetteerCommunity,
    Issue,
    PersonalData,
    Place,
    TopicGuess,
    Understanding,
)

if TYPE_CHECKING:
    from nlp.commands import command
    from nlp.model_in_force import committed_version, use_model
    from nlp.personal_data import mask
    from nlp.seen_before import speaks_of_before
    from nlp.telling_words import matter_words
    from nlp.understanding import as_classify_line, load, understand

_HOMES = {
    "command": "nlp.commands",
    "committed_version": "nlp.model_in_force",
    "mask": "nlp.personal_data",
    "matter_words": "nlp.telling_words",
    "speaks_of_before": "nlp.seen_before",
    "as_classify_line": "nlp.understanding",
    "load": "nlp.understanding",
    "understand": "nlp.understanding",
    "use_model": "nlp.model_in_force",
}

__all__ = [
    "KINDS",
    "NO_TOPIC",
    "TOPICS",
    "Gazetteer",
    "GazetteerCommunity",
    "Issue",
    "PersonalData",
    "Place",
    "TopicGuess",
    "Understanding",
    "as_classify_line",
    "command",
    "committed_version",
    "load",
    "mask",
    "matter_words",
    "speaks_of_before",
    "understand",
    "use_model",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nlp' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
