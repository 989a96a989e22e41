"""Train the model. Deterministic: the same reports, examples and code give the same model.

Two linear models judge the topics: one learns from the public reports, which are many but labelled by a machine's
keywords, the other from our own examples, which are few but mean what they say. Texts that neither has seen decide,
topic by topic, how much each is believed; both being linear, their sum is one set of weights.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlp.facts import KINDS, TOPICS
from nlp.model import Model, encoded, write_model
from nlp.training import corpus
from nlp.training.corpus import Sample
from nlp.training.fitting import Linear, combine, fit_few, fit_many, pooled, sharpness
from nlp.training.matrix import counts, kind_targets, rarity, scaled, topic_targets
from nlp.training.measures import agreement, held, with_other

COPIES = 12  # one of our examples counts as this many reports, for rarity and for kinds
_FOLDS = 5
_CHECKED = 10  # every tenth report is kept apart to weigh the two models
_SHARED = 40  # every fortieth goes to the examples' model too, so that it has met such texts
_LEARNT_FROM_REPORTS = 30  # a topic with fewer reports is one that the public labels do not know


@dataclass(frozen=True)
class _Material:
    samples: list[Sample]
    matrix: sparse.csr_matrix
    rare: npt.NDArray[np.float32]
    own_count: int  # our examples come first

    @cached_property
    def topics(self) -> npt.NDArray[np.bool_]:
        return topic_targets(self.samples)

    @cached_property
    def kinds(self) -> npt.NDArray[np.bool_]:
        return kind_targets(self.samples)

    @property
    def own(self) -> npt.NDArray[np.int64]:
        return np.arange(self.own_count)

    @cached_property
    def reports(self) -> npt.NDArray[np.int64]:
        return np.array([row for row, s in enumerate(self.samples) if row >= self.own_count and s.topics])


def train(reports_folder: Path, output: Path, *, with_words: bool = True) -> Model:
    """Train on the reports in a folder and our examples, write the model and return it."""
    material = _gather(reports_folder, with_words)
    topics, own_chances = _topics(material)
    kinds, kind_sharpness = _kinds(material)
    coefficients = np.concatenate([topics.coefficients, kinds.coefficients], axis=1)
    weights, scale = encoded(coefficients * (material.rare > 0)[:, np.newaxis])
    hold, floor = _thresholds(own_chances, material.topics[material.own])
    model = Model(
        weights=weights,
        scale=scale,
        bias=np.concatenate([topics.intercepts, kinds.intercepts]).astype(np.float32),
        rarity=material.rare.astype(np.float16),
        sharpness=kind_sharpness,
        hold=hold,
        floor=floor,
        with_words=with_words,
        version=sha256(weights.tobytes() + scale.tobytes()).hexdigest()[:12],
    )
    write_model(model, output)
    return model


def _gather(reports_folder: Path, with_words: bool) -> _Material:
    earlier, _ = corpus.reports(reports_folder)
    own = corpus.examples()
    samples = own + corpus.with_complaints(earlier) + corpus.chatter(reports_folder)
    raw = counts(samples, with_words=with_words)
    rare = rarity(raw, np.where(np.arange(len(samples)) < len(own), COPIES, 1))
    return _Material(samples, scaled(raw, rare), rare, len(own))


def _topics(material: _Material) -> tuple[Linear, npt.NDArray[np.float32]]:
    """The combined model, whose scores are log-odds, and its held-out probabilities of our examples."""
    own, reports = material.own, material.reports
    checked, rest = reports[::_CHECKED], np.delete(reports, np.s_[::_CHECKED])
    judged = np.concatenate([own, checked])
    scores = np.stack([_few_apart(material, rest, judged), _many(material, rest).scores(material.matrix[judged])])
    # Half of the say for our examples: they are what residents here write.
    say = np.concatenate([np.full(len(own), len(checked) / len(own)), np.ones(len(checked))])
    shares, offsets = combine(scores, material.topics[judged], say)
    odds = (scores * shares[:, np.newaxis]).sum(axis=0) + offsets
    # Honest on both together is timid on our examples: these alone set how bold all topics are.
    boldness, lift = pooled(odds[: len(own)], material.topics[own])
    shares, offsets, odds = shares * boldness, offsets * boldness + lift, odds * boldness + lift
    few, many = _few(material, own, rest), _many(material, reports)
    combined = Linear(
        few.coefficients * shares[0] + many.coefficients * shares[1],
        few.intercepts * shares[0] + many.intercepts * shares[1] + offsets,
    )
    return combined, 1 / (1 + np.exp(-odds[: len(own)]))


def _many(material: _Material, rows: npt.NDArray[np.int64]) -> Linear:
    """What the reports teach of the topics that their labels know; nothing of the others."""
    targets = material.topics[rows]
    known = np.flatnonzero(targets.sum(axis=0) >= _LEARNT_FROM_REPORTS)
    fitted = fit_many(material.matrix[rows], targets[:, known], np.ones(len(rows)), penalty=2e-6)
    return fitted.spread(known, len(TOPICS))


def _few(material: _Material, own: npt.NDArray[np.int64], reports: npt.NDArray[np.int64]) -> Linear:
    rows = np.concatenate([own, reports[::_SHARED]])
    return fit_few(material.matrix[rows], material.topics[rows])


def _few_apart(
    material: _Material, reports: npt.NDArray[np.int64], judged: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """The examples' model on rows it has not seen: our examples by turns, the reports at once."""
    own = material.own
    scores = _few(material, own, reports).scores(material.matrix[judged])
    for fold in range(_FOLDS):
        test = own % _FOLDS == fold
        scores[own[test]] = _few(material, own[~test], reports).scores(material.matrix[own[test]])
    return scores


def _kinds(material: _Material) -> tuple[Linear, float]:
    """The model of the kinds, and the sharpness that makes its probabilities honest."""
    rows = np.array([row for row, sample in enumerate(material.samples) if sample.kind])
    matrix, targets, own = material.matrix[rows], material.kinds[rows], rows < material.own_count
    weights = np.where(own, float(COPIES), 1.0)
    apart = np.zeros((len(rows), len(KINDS)), dtype=np.float32)
    for fold in range(_FOLDS):
        test = own & (rows % _FOLDS == fold)
        fitted = fit_many(matrix[~test], targets[~test], weights[~test], penalty=5e-6)
        apart[test] = fitted.scores(matrix[test])
    return fit_many(matrix, targets, weights, penalty=5e-6), sharpness(apart[own], targets[own])


def _thresholds(chances: npt.NDArray[np.float32], targets: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The pair that agrees best with our examples, on probabilities of models that had not seen them."""
    true = with_other(targets)
    pairs = [(hold / 100, floor / 100) for hold in range(20, 61, 5) for floor in range(5, hold + 1, 5)]
    return max(pairs, key=lambda pair: agreement(held(chances, *pair), true).micro_f1)
