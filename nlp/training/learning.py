"""Goes on from the committed model with what people have put right in a town; needs numpy alone.

The corrections are few, so nothing is fitted anew: the coefficients are moved a little, text by text, while our own
examples hold them where they are right. The same corrections give the same model.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.facts import KINDS, TOPICS
from nlp.features import features
from nlp.model import Model, decoded, encoded
from nlp.normalising import normalise
from nlp.training.corpus import Sample
from nlp.training.measures import CODES, Flags, agreement, calibration_error
from nlp.understanding import understand_with

COPIES = 3  # a correction is met so often for each time that an example is
PASSES = 4
RATE = 0.5
HELD_OUT = 10  # one correction in ten judges and is never learnt from
LEAST_TEXTS = 4  # a feature that the base does not know and fewer corrections have stays unknown: it may identify one
LESS_IS_BETTER = frozenset({"calibration error"})


@dataclass(frozen=True)
class Lesson:
    """A text as the model sees it, and what it is."""

    buckets: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]
    topics: npt.NDArray[np.float32] | None
    kind: npt.NDArray[np.float32] | None


def held_out(text: str) -> bool:
    """Whether a correction is kept apart: by its words alone, so that it is the same one every time."""
    return crc32(normalise(text).encode()) % HELD_OUT == 0


def learn(base: Model, examples: list[Sample], corrections: list[Sample]) -> Model:
    """The base moved towards the corrections, held by the examples."""
    rarity = _widened(base, corrections)
    lessons = [_lesson(base, rarity, sample) for sample in [*examples, *corrections * COPIES]]
    weights = decoded(base.weights, base.scale).astype(np.float32)
    bias = base.bias.astype(np.float32).copy()
    order = np.random.default_rng(0)
    for done in range(PASSES):
        rate = RATE / (1 + done)
        for place in order.permutation(len(lessons)):
            _step(base, weights, bias, lessons[place], rate)
    packed, scale = encoded(weights)
    version = sha256(packed.tobytes() + scale.tobytes() + bias.tobytes()).hexdigest()[:12]
    return replace(base, weights=packed, scale=scale, bias=bias, rarity=rarity, version=version)


def _widened(base: Model, corrections: list[Sample]) -> npt.NDArray[np.float32]:
    """The base's rarities, and the highest of them for what is new in several corrections."""
    rarity = np.array(base.rarity, dtype=np.float32)
    met = [features(sample.text, with_words=base.with_words)[0] for sample in corrections]
    if met:
        texts = np.bincount(np.concatenate(met), minlength=len(rarity))
        rarity[(texts >= LEAST_TEXTS) & (rarity == 0)] = rarity.max()
    return rarity


def _lesson(base: Model, rarity: npt.NDArray[np.float32], sample: Sample) -> Lesson:
    buckets, counts = features(sample.text, with_words=base.with_words)
    values = (counts * rarity[buckets]).astype(np.float32)
    known = values > 0
    buckets, values = buckets[known], values[known]
    length = float(np.sqrt(values @ values)) or 1.0
    return Lesson(
        buckets,
        values / np.float32(length),
        None if sample.topics is None else _flags(sample.topics, TOPICS),
        None if sample.kind is None else _flags({sample.kind}, KINDS),
    )


def _flags(held: frozenset[str] | set[str], codes: tuple[str, ...]) -> npt.NDArray[np.float32]:
    return np.array([code in held for code in codes], dtype=np.float32)


def _step(
    base: Model, weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32], lesson: Lesson, rate: float
) -> None:
    scores = lesson.values @ weights[lesson.buckets] + bias
    error = base.error(scores, lesson.topics, lesson.kind)
    weights[lesson.buckets] -= rate * np.outer(lesson.values, error)


def measures(model: Model, samples: list[Sample]) -> dict[str, float]:
    """How well the model reads these; a measure that the samples say nothing about is left out."""
    found = [understand_with(model, sample.text) for sample in samples]
    true = _topic_sets([sample.topics or frozenset() for sample in samples])
    answers = _topic_sets([frozenset(topic.code for topic in each.topics) & set(TOPICS) for each in found])
    occurring = np.flatnonzero(true.any(axis=0))
    agreed = agreement(answers[:, occurring], true[:, occurring], tuple(CODES[column] for column in occurring))
    first = np.array([CODES.index(each.likeliest[0].code) for each in found])
    about = true[:, :-1].any(axis=1)
    right = true[np.arange(len(samples)), first][about]
    kinds = [(each.kind, sample.kind) for each, sample in zip(found, samples, strict=True)]
    figures = {
        "micro-F1": agreed.micro_f1,
        "macro-F1": agreed.macro_f1,
        "kind right": _share([a == b for a, b in kinds]),
    }
    if about.any():
        chances = np.array([each.likeliest[0].probability for each in found])[about]
        figures |= {"best topic right": _share(right), "calibration error": calibration_error(chances, right)}
    if any(kind == "emergency" for _, kind in kinds):
        figures["emergency recall"] = _share([a == "emergency" for a, b in kinds if b == "emergency"])
        figures["emergency precision"] = _share([b == "emergency" for a, b in kinds if a == "emergency"] or [True])
    return figures


def fallen(before: dict[str, float], after: dict[str, float]) -> list[str]:
    """The measures by which the second is worse than the first."""
    return [name for name in before if (after[name] - before[name]) * (-1 if name in LESS_IS_BETTER else 1) < 0]


def _topic_sets(sets: list[frozenset[str]]) -> Flags:
    flags = np.array([[code in held for code in TOPICS] for held in sets], dtype=bool)
    return np.column_stack([flags, ~flags.any(axis=1)])


def _share(flags: list[bool] | npt.NDArray[np.bool_]) -> float:
    return round(float(np.mean(flags)), 3)
