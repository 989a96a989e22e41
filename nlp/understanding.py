"""One message read as a whole: the model's guesses, and the rules that stand beside it."""

from dataclasses import asdict
from typing import Any

import numpy as np

from nlp.emergencies import danger_named, danger_now, speaks_of_other_times
from nlp.facts import KINDS, NO_TOPIC, TOPICS, Gazetteer, Issue, PersonalData, TopicGuess, Understanding
from nlp.language import language
from nlp.misconduct import accuses_an_officer
from nlp.model import Floats, Model, committed_model
from nlp.normalising import normalise
from nlp.personal_data import personal_data
from nlp.places import places
from nlp.small_talk import small_talk
from nlp.urgency import urgency
from nlp.wordlists import wordlist

_SURE_OF_KIND = 0.5
_SURE_OF_TOPIC = 0.6
_SURE_OF_DANGER = 0.6  # of the model's own, where no rule speaks
_LIKELIEST = 3
_READ = ("th", "en")  # languages the model has met; others go to a person


def understand(text: str, gazetteer: Gazetteer | None = None) -> Understanding:
    """What a message says; any text gives an answer, `sure` false where the bot should ask."""
    return understand_with(committed_model(), text, gazetteer)


def understand_with(model: Model, text: str, gazetteer: Gazetteer | None = None) -> Understanding:
    """What a message says as one model reads it."""
    talk, tongue = small_talk(text), language(text)
    topic_chances, kind_chances = model.probabilities(text)
    kind, danger = _kind(normalise(text), kind_chances, talk)
    topics = _held(topic_chances, model, nothing=talk is not None)
    data = personal_data(text)
    return Understanding(
        kind=kind,
        topics=topics,
        likeliest=_best(topic_chances, _LIKELIEST),
        urgency="high" if danger else urgency(normalise(text)),
        confidence=topics[0].probability,
        sure=talk is None and tongue in _READ and _sure(kind, kind_chances, topics),
        issues=(Issue(text, kind, tuple(topic.code for topic in topics)),),
        places=places(text, _houses(text, data), gazetteer),
        personal_data=data,
        small_talk=talk,
        danger=danger,
        language=tongue,
        model_version=model.version,
    )


def as_classify_line(identifier: Any, understanding: Understanding) -> dict[str, Any]:
    """The line that `classify` answers for one message."""
    fields = asdict(understanding)
    kept = ("kind", "topics", "urgency", "confidence", "sure", "issues", "places", "personal_data")
    return {"id": identifier} | {name: fields[name] for name in kept}


def load() -> None:
    """Load model, dictionary and word lists now rather than with the first message."""
    understand(wordlist("topic_keywords")["road"][0])


def _kind(normalised: str, chances: Floats, talk: str | None) -> tuple[str, str | None]:
    """The kind, and the danger when it is an emergency."""
    if talk:
        return "other", None
    if danger := danger_now(normalised):
        return "emergency", danger
    if chances[KINDS.index("emergency")] >= _SURE_OF_DANGER and not speaks_of_other_times(normalised):
        return "emergency", danger_named(normalised)
    if accuses_an_officer(normalised):
        return "misconduct", None
    calm = [kind for kind in KINDS if kind != "emergency"]
    return max(calm, key=lambda kind: chances[KINDS.index(kind)]), None


def _held(chances: Floats, model: Model, *, nothing: bool) -> tuple[TopicGuess, ...]:
    """The topics held true, the most probable first; `other` when there is none."""
    guesses = _best(chances, len(TOPICS))
    held = tuple(guess for guess in guesses if guess.probability >= model.hold)
    if not held and guesses[0].probability >= model.floor:
        held = guesses[:1]
    if not held or nothing:
        return (TopicGuess(NO_TOPIC, round(1 - guesses[0].probability, 3)),)
    return held


def _best(chances: Floats, count: int) -> tuple[TopicGuess, ...]:
    order = np.argsort(-chances, kind="stable")[:count]
    return tuple(TopicGuess(TOPICS[index], round(float(chances[index]), 3)) for index in order)


def _sure(kind: str, chances: Floats, topics: tuple[TopicGuess, ...]) -> bool:
    if kind == "emergency":
        return True
    sure_of_kind = bool(chances[KINDS.index(kind)] >= _SURE_OF_KIND)
    return sure_of_kind and topics[0].code != NO_TOPIC and topics[0].probability >= _SURE_OF_TOPIC


def _houses(text: str, data: tuple[PersonalData, ...]) -> tuple[str, ...]:
    return tuple(text[span.start : span.end] for span in data if span.type == "house_number")
