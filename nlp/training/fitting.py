"""Linear models, one against the rest, and how their scores become probabilities."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression, SGDClassifier

_PASSES = 6
Weights = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]
Column = tuple[npt.NDArray[np.floating], float]


@dataclass(frozen=True)
class Linear:
    """One column of coefficients per target."""

    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]

    def scores(self, matrix: sparse.csr_matrix) -> Scores:
        return np.asarray(matrix @ self.coefficients + self.intercepts)

    def spread(self, columns: npt.NDArray[np.int64], count: int) -> "Linear":
        """The same model among `count` targets, with no opinion on those it does not know."""
        coefficients = np.zeros((len(self.coefficients), count), dtype=np.float32)
        intercepts = np.zeros(count, dtype=np.float32)
        coefficients[:, columns], intercepts[columns] = self.coefficients, self.intercepts
        return Linear(coefficients, intercepts)


def fit_many(matrix: sparse.csr_matrix, targets: Flags, weights: Weights, penalty: float) -> Linear:
    """Fit on very many rows, in a fixed number of passes."""

    def one(column: int) -> Column:
        model = SGDClassifier(loss="log_loss", alpha=penalty, max_iter=_PASSES, tol=None, average=True, random_state=0)
        model.fit(matrix, targets[:, column], sample_weight=weights)
        return model.coef_[0], float(model.intercept_[0])

    return _columns(one, targets.shape[1])


def side_by_side(models: list[Linear]) -> Linear:
    """One model with the targets of all."""
    return Linear(
        np.concatenate([one.coefficients for one in models], axis=1),
        np.concatenate([one.intercepts for one in models]),
    )


def fit_few(matrix: sparse.csr_matrix, targets: Flags, strength: float = 30) -> Linear:
    """Fit on a few thousand rows, to the end."""

    def one(column: int) -> Column:
        model = LogisticRegression(C=strength, solver="liblinear", dual=True, tol=1e-2, max_iter=300, random_state=0)
        model.fit(matrix, targets[:, column])
        return model.coef_[0], float(model.intercept_[0])

    return _columns(one, targets.shape[1])


def _columns(one: Callable[[int], Column], count: int) -> Linear:
    with ThreadPoolExecutor(2) as pool:
        fitted = list(pool.map(one, range(count)))
    coefficients = np.stack([coefficients for coefficients, _ in fitted], axis=1).astype(np.float32)
    return Linear(coefficients, np.array([intercept for _, intercept in fitted], dtype=np.float32))


def combine(scores: npt.NDArray[np.float32], targets: Flags, say: Weights) -> tuple[Weights, Weights]:
    """How much each model is believed about each target, and the offsets: their sum is log-odds.

    `scores` is models x rows x targets on rows that the models have not seen; `say` is the weight of a row.
    """
    shares, offsets = np.zeros((len(scores), targets.shape[1])), np.zeros(targets.shape[1])
    for column in range(targets.shape[1]):
        model = LogisticRegression(C=1.0).fit(scores[:, :, column].T, targets[:, column], sample_weight=say)
        shares[:, column], offsets[column] = model.coef_[0], model.intercept_[0]
    return shares, offsets


def pooled(odds: Weights, targets: Flags) -> tuple[float, float]:
    """Factor and offset, one for all targets, that make log-odds honest on these rows."""
    model = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), targets.ravel())
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def sharpness(scores: Scores, targets: Flags) -> float:
    """The factor on held-out scores that makes the softmax of the kinds honest."""

    def loss(factor: npt.NDArray[np.float64]) -> float:
        raised = scores * factor[0]
        highest = raised.max(axis=1, keepdims=True)
        logs = raised - highest - np.log(np.exp(raised - highest).sum(axis=1, keepdims=True))
        return -float(logs[targets].mean())

    return float(minimize(loss, x0=np.array([1.0]), bounds=[(0.05, 10.0)]).x[0])
