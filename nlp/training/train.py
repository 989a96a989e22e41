"""Train the model. Deterministic: the same reports, examples and code give the same model."""

from hashlib import sha256
from pathlib import Path

import numpy as np

from nlp.facts import KINDS
from nlp.model import Model, encoded, write_model
from nlp.training.fitting import Linear, fit_many, sharpness, side_by_side
from nlp.training.material import COPIES, FOLDS, Material, gather
from nlp.training.topics import fit_topics


def train(reports_folder: Path, output: Path, *, with_words: bool = True) -> Model:
    """Train on the reports in a folder and our examples, write the model and return it."""
    material = gather(reports_folder, with_words=with_words)
    (topics, style), hold, floor = fit_topics(material)
    kinds, kind_sharpness = _kinds(material)
    fitted = side_by_side([topics, kinds, style])
    weights, scale = encoded(fitted.coefficients * (material.rare > 0)[:, np.newaxis])
    model = Model(
        weights=weights,
        scale=scale,
        bias=fitted.intercepts.astype(np.float32),
        rarity=material.rare.astype(np.float16),
        sharpness=kind_sharpness,
        hold=hold,
        floor=floor,
        with_words=with_words,
        version=sha256(weights.tobytes() + scale.tobytes()).hexdigest()[:12],
    )
    write_model(model, output)
    return model


def _kinds(material: Material) -> tuple[Linear, float]:
    """The model of the kinds, and the sharpness that makes its probabilities honest."""
    rows = np.array([row for row, sample in enumerate(material.samples) if sample.kind])
    matrix, targets, own = material.matrix[rows], material.kinds[rows], rows < material.own_count
    weights = np.where(own, float(COPIES), 1.0)
    apart = np.zeros((len(rows), len(KINDS)), dtype=np.float32)
    for fold in range(FOLDS):
        test = own & (rows % FOLDS == fold)
        fitted = fit_many(matrix[~test], targets[~test], weights[~test], penalty=5e-6)
        apart[test] = fitted.scores(matrix[test])
    return fit_many(matrix, targets, weights, penalty=5e-6), sharpness(apart[own], targets[own])
