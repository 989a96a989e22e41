"""Train the model: public reports for what they know, our own examples for the rest.

Deterministic: the same reports, examples and code give the same model.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.facts import KINDS, TOPICS
from nlp.model import Model, encoded, write_model
from nlp.training import corpus
from nlp.training.corpus import Sample
from nlp.training.fitting import Linear, calibrate, fit, sharpness
from nlp.training.keywords import keyword_topics
from nlp.training.matrix import counts, kind_targets, rarity, scaled, topic_targets
from nlp.training.measures import agreement, held, with_other

COPIES = 12  # one of our examples weighs as much as this many public reports, whose labels are a machine's
_FOLDS = 5
_PENALTY_TOPICS = 2e-6
_PENALTY_KINDS = 5e-6
_LEARNT_FROM_REPORTS = 30  # a topic with fewer reports is one that the public labels do not know


@dataclass(frozen=True)
class _Material:
    samples: list[Sample]
    own: npt.NDArray[np.bool_]

    def copies(self) -> npt.NDArray[np.int64]:
        return np.where(self.own, COPIES, 1)


def train(reports_folder: Path, output: Path, *, with_words: bool = True) -> Model:
    """Train on the reports in a folder and our examples, write the model and return it."""
    earlier, _ = corpus.reports(reports_folder)
    own = corpus.examples()
    samples = own + corpus.with_complaints(earlier) + corpus.chatter(reports_folder)
    material = _Material(samples, np.arange(len(samples)) < len(own))
    raw = counts(samples, with_words=with_words)
    rare = rarity(raw, material.copies())
    matrix = scaled(raw, rare)
    folds = np.arange(len(samples)) % _FOLDS
    topics, topic_scores = _fit_apart(matrix, topic_targets(samples), _topic_weights(material), folds, _PENALTY_TOPICS)
    kinds, kind_scores = _fit_apart(matrix, kind_targets(samples), _kind_weights(material), folds, _PENALTY_KINDS)
    model = _assemble(material, topics, topic_scores, kinds, kind_scores, rare, with_words)
    write_model(model, output)
    return model


def _fit_apart(matrix, targets, weights, folds, penalty) -> tuple[Linear, npt.NDArray[np.float32]]:  # type: ignore[no-untyped-def]
    """The model of all rows, and for each row the scores of a model that never saw it."""
    apart = np.zeros(targets.shape, dtype=np.float32)
    for fold in range(_FOLDS):
        rest, test = folds != fold, folds == fold
        apart[test] = fit(matrix[rest], targets[rest], weights[rest], penalty).scores(matrix[test])
    return fit(matrix, targets, weights, penalty), apart


def _topic_weights(material: _Material) -> npt.NDArray[np.float64]:
    """Ours count for every topic; a report not where its labeller knows no such topic but a keyword hints."""
    targets = topic_targets(material.samples)
    judged = np.array([sample.topics is not None for sample in material.samples])
    weights = np.tile(np.where(judged, material.copies(), 0)[:, np.newaxis].astype(float), (1, len(TOPICS)))
    unknown = targets[~material.own].sum(axis=0) < _LEARNT_FROM_REPORTS
    for row in np.flatnonzero(judged & ~material.own):
        hinted = keyword_topics(material.samples[row].text)
        weights[row] *= [not (u and topic in hinted) for u, topic in zip(unknown, TOPICS, strict=True)]
    return weights


def _kind_weights(material: _Material) -> npt.NDArray[np.float64]:
    """Ours count most; reports whose kind the public labels name, and a share of the others as complaints."""
    weights = np.where(material.own, float(COPIES), 0.0)
    for row, sample in enumerate(material.samples):
        if not material.own[row] and sample.kind:
            weights[row] = 1.0
    return np.tile(weights[:, np.newaxis], (1, len(KINDS)))


def _assemble(material, topics, topic_scores, kinds, kind_scores, rare, with_words) -> Model:  # type: ignore[no-untyped-def]
    own = material.own
    targets = topic_targets(material.samples)
    judged = np.array([sample.topics is not None for sample in material.samples])
    # Half of the say for our examples: they are what residents here write.
    shares = np.where(own, (judged & ~own).sum() / own.sum(), np.where(judged, 1.0, 0.0))
    slope, offset = calibrate(topic_scores, targets, np.tile(shares[:, np.newaxis], (1, len(TOPICS))))
    weights, scale = encoded(
        np.concatenate([topics.coefficients, kinds.coefficients], axis=1) * (rare > 0)[:, np.newaxis]
    )
    chances = 1 / (1 + np.exp(-(topic_scores[own] * slope + offset)))
    hold, floor = _thresholds(chances, targets[own])
    return Model(
        weights=weights,
        scale=scale,
        bias=np.concatenate([topics.intercepts, kinds.intercepts]),
        rarity=rare.astype(np.float16),
        slope=slope.astype(np.float32),
        offset=offset.astype(np.float32),
        sharpness=sharpness(kind_scores[own], kind_targets(material.samples)[own]),
        hold=hold,
        floor=floor,
        with_words=with_words,
        version=sha256(weights.tobytes() + slope.tobytes()).hexdigest()[:12],
    )


def _thresholds(chances: npt.NDArray[np.float64], targets: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The pair that agrees best with our examples, on scores of models that had not seen them."""
    true = with_other(targets)
    pairs = [(hold / 100, floor / 100) for hold in range(20, 61, 5) for floor in range(5, hold + 1, 5)]
    return max(pairs, key=lambda pair: agreement(held(chances, *pair), true).micro_f1)
