"""One message read as a whole: the model's guesses, and the rules that stand beside it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from nlp.emergencies import danger_named, danger_now, speaks_of_other_times
from nlp.facts import KINDS, NO_TOPIC, TOPICS, Gazetteer, Issue, PersonalData, TopicGuess, Understanding
from nlp.language import language
from nlp.misconduct import accuses_an_officer
from nlp.model import Floats, Model
from nlp.model_in_force import model_in_force
from nlp.moments import moments
from nlp.normalising import normalise
from nlp.personal_data import personal_data
from nlp.places import places, says_where
from nlp.small_talk import small_talk
from nlp.splitting import Matter, matters
from nlp.urgency import urgency
from nlp.within_one_message import OneMessage
from nlp.wordlists import wordlist

_SURE_OF_KIND = 0.5
_SURE_OF_TOPIC = 0.6
_SURE_OF_DANGER = 0.6  # of the model's own, where no rule speaks
_LIKELIEST = 3
_GRAVE = ("emergency", "misconduct")
MOST_ISSUES = 5
_READ = ("th", "en")  # languages the model has met; others go to a person


@dataclass(frozen=True)
class _Judged:
    normalised: str
    kind: str
    danger: str | None
    topics: tuple[TopicGuess, ...]
    sure: bool


def understand(text: str, gazetteer: Gazetteer | None = None, written_at: datetime | None = None) -> Understanding:
    """What a message says; any text gives an answer, `sure` false where the bot should ask.

    Words like "yesterday" are dates only with `written_at` (without a zone: Bangkok's).
    """
    return understand_with(model_in_force(), text, gazetteer, written_at)


def understand_with(
    model: Model, text: str, gazetteer: Gazetteer | None = None, written_at: datetime | None = None
) -> Understanding:
    """What a message says as one model reads it."""
    with OneMessage():
        return _read(model, text, gazetteer, written_at)


def _read(model: Model, text: str, gazetteer: Gazetteer | None, written_at: datetime | None) -> Understanding:
    talk, tongue = small_talk(text), language(text)
    chances = model.probabilities(text)
    whole = _judged(text, chances, model, talk)
    found = (Matter(0, len(text)),) if talk else matters(text, chances, model.probabilities)
    parts = (
        [_judged(text[one.start : one.end], one.chances, model, None) for one in found] if len(found) > 1 else [whole]
    )
    judged = _together(parts, whole)
    data = personal_data(text)
    where = places(text, _houses(text, data), gazetteer)
    return Understanding(
        kind=judged.kind,
        topics=judged.topics,
        likeliest=_best(chances[0], _LIKELIEST),
        urgency="high" if judged.danger else urgency(whole.normalised),
        confidence=judged.topics[0].probability,
        sure=talk is None and tongue in _READ and all(part.sure for part in parts),
        issues=_issues(text, found, parts),
        places=where,
        personal_data=data,
        small_talk=talk,
        danger=judged.danger,
        language=tongue,
        model_version=model.version,
        split_sure=all(one.sure for one in found),
        issues_left=max(0, len(found) - MOST_ISSUES),
        place_missing=talk is None and not says_where(where),
        when=moments(text, written_at),
    )


def _judged(text: str, chances: tuple[Floats, Floats] | None, model: Model, talk: str | None) -> _Judged:
    """Kind and topics of a text, or of the part of it that is one matter."""
    topic_chances, kind_chances = chances or model.probabilities(text)
    normalised = normalise(text)
    kind, danger = _kind(normalised, kind_chances, talk)
    topics = _held(topic_chances, model, nothing=talk is not None)
    return _Judged(normalised, kind, danger, topics, _sure(kind, kind_chances, topics))


def _together(parts: list[_Judged], whole: _Judged) -> _Judged:
    """All matters as one: every topic, and the kind of the first unless another is graver."""
    if len(parts) == 1:
        return whole
    surest: dict[str, TopicGuess] = {}
    for topic in sorted((topic for part in parts for topic in part.topics), key=lambda topic: topic.probability):
        surest[topic.code] = topic
    held = [topic for topic in surest.values() if topic.code != NO_TOPIC or len(surest) == 1]
    held.sort(key=lambda topic: -topic.probability)
    # Danger and accusations are handled before anything else, wherever in the message they stand.
    grave = [part for kind in _GRAVE for part in (whole, *parts) if part.kind == kind]
    leading = grave[0] if grave else parts[0]
    return replace(leading, topics=tuple(held))


def _issues(text: str, found: tuple[Matter, ...], parts: list[_Judged]) -> tuple[Issue, ...]:
    """One issue for each matter; the words of those beyond the most stay with the last."""
    issues = []
    for number, (matter, part) in enumerate(zip(found[:MOST_ISSUES], parts, strict=False), 1):
        rest = parts[number:] if number == MOST_ISSUES else []
        end = found[-1].end if rest else matter.end
        codes = [topic.code for one in (part, *rest) for topic in one.topics]
        issues.append(Issue(text[matter.start : end], part.kind, tuple(dict.fromkeys(codes))))
    return tuple(issues)


def as_classify_line(identifier: Any, understanding: Understanding) -> dict[str, Any]:
    """The line that `classify` answers for one message."""
    fields = asdict(understanding)
    kept = (
        "kind", "topics", "urgency", "confidence", "sure", "issues", "places", "personal_data",
        "split_sure", "issues_left", "place_missing", "when",
    )  # fmt: skip
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
