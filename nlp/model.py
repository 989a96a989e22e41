"""The trained model as plain arrays: hashed features times weights, made into probabilities."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.facts import KINDS, TOPICS
from nlp.features import features
from nlp.wordlists import DATA

MODEL_FILE = DATA / "model.npz"
_FINEST = 127.0

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Model:
    """Weights per bucket: each topic in a chat message, each topic in a report, each kind, and report or chat.

    Scores of topics are log-odds. People who chat and people who fill in a report name the same trouble in
    different words, so the text's own style decides how much each of the two readings counts.
    """

    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    rarity: Floats
    sharpness: float  # of the kinds' probabilities
    hold: float  # a topic at least this probable is held true
    floor: float  # the best one is held from here on, when none reaches `hold`
    with_words: bool
    version: str

    def probabilities(self, text: str) -> tuple[Floats, Floats]:
        """The probability of each of TOPICS, independent of one another, and of each of KINDS, summing to 1."""
        buckets, counts = features(text, with_words=self.with_words)
        values = counts * self.rarity[buckets]
        length = float(np.sqrt(values @ values)) or 1.0
        scores = (values / length) @ decoded(self.weights[buckets], self.scale) + self.bias
        return of_topics(scores), self.of_kinds(scores[2 * len(TOPICS) : -1])

    def error(self, scores: Floats, topics: Floats | None, kinds: Floats | None) -> Floats:
        """How far each column's score is from what a text is; what is not known of it leaves its columns alone."""
        count = len(TOPICS)
        error = np.zeros(len(scores), dtype=np.float32)
        if topics is not None:
            apart, report = of_topics(scores) - topics, _sigmoid(scores[-1])
            error[:count], error[count : 2 * count] = apart * (1 - report), apart * report
        if kinds is not None:
            error[2 * count : -1] = self.of_kinds(scores[2 * count : -1]) - kinds
        return error

    def of_kinds(self, scores: Floats) -> Floats:
        """Probabilities of scores over the kinds of each row."""
        raised = np.exp((scores - scores.max(axis=-1, keepdims=True)) * self.sharpness)
        return raised / raised.sum(axis=-1, keepdims=True)


def of_topics(scores: Floats) -> Floats:
    """Probabilities of each row's topics: of the two readings, weighed by the style that stands last."""
    report = _sigmoid(scores[..., -1:])
    chat_odds, report_odds = scores[..., : len(TOPICS)], scores[..., len(TOPICS) : 2 * len(TOPICS)]
    return _sigmoid(chat_odds * (1 - report) + report_odds * report)


def _sigmoid(scores: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def encoded(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights as signed squares in one byte: fine steps for the many small ones, coarse for the few large."""
    scale = (np.abs(weights).max(axis=0) / _FINEST**2).astype(np.float32)
    scale[scale == 0] = 1
    return (np.sign(weights) * np.rint(np.sqrt(np.abs(weights) / scale))).astype(np.int8), scale


def decoded(weights: npt.NDArray[np.int8], scale: Floats) -> Floats:
    """The inverse of `encoded`."""
    whole = weights.astype(np.float32)
    return whole * np.abs(whole) * scale


def write_model(model: Model, path: Path) -> None:
    """Write the model as one file without pickle."""
    arrays: dict[str, Any] = {name: np.asarray(value) for name, value in vars(model).items()}
    np.savez_compressed(path, codes=np.array([*TOPICS, *KINDS]), **arrays)


def read_model(path: Path) -> Model:
    """Read a model; ValueError when it was trained for other topics or kinds."""
    with np.load(path, allow_pickle=False) as stored:
        if stored["codes"].tolist() != [*TOPICS, *KINDS]:
            raise ValueError(f"{path.name} was trained for other topics or kinds")
        arrays = {name: stored[name] for name in Model.__dataclass_fields__}
    arrays["rarity"] = arrays["rarity"].astype(np.float32)
    scalars = {name: array.item() for name, array in arrays.items() if array.ndim == 0}
    return Model(**(arrays | scalars))


@cache
def committed_model() -> Model:
    """The model that ships with the code, read once."""
    return read_model(MODEL_FILE)
