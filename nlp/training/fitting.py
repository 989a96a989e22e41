"""Linear models, one against the rest, and the calibration of their scores."""

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


@dataclass(frozen=True)
class Linear:
    """One column of coefficients per target."""

    coefficients: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]

    def scores(self, matrix: sparse.csr_matrix) -> npt.NDArray[np.float32]:
        return np.asarray(matrix @ self.coefficients + self.intercepts)


def fit(matrix: sparse.csr_matrix, targets: Flags, weights: Weights, penalty: float) -> Linear:
    """Fit one logistic regression per column; `weights` per row and target, 0 where a label is unknown."""

    def one(column: int) -> tuple[npt.NDArray[np.float64], float]:
        used = weights[:, column] > 0
        model = SGDClassifier(loss="log_loss", alpha=penalty, max_iter=_PASSES, tol=None, average=True, random_state=0)
        model.fit(matrix[used], targets[used, column], sample_weight=weights[used, column])
        return model.coef_[0], float(model.intercept_[0])

    with ThreadPoolExecutor(2) as pool:
        fitted = list(pool.map(one, range(targets.shape[1])))
    coefficients = np.stack([coefficients for coefficients, _ in fitted], axis=1).astype(np.float32)
    return Linear(coefficients, np.array([intercept for _, intercept in fitted], dtype=np.float32))


def calibrate(scores: npt.NDArray[np.float32], targets: Flags, weights: Weights) -> tuple[Weights, Weights]:
    """Slope and offset per column that turn held-out scores into probabilities (Platt)."""
    slopes, offsets = [], []
    for column in range(targets.shape[1]):
        used = weights[:, column] > 0
        model = LogisticRegression(C=1.0).fit(
            scores[used, column : column + 1], targets[used, column], sample_weight=weights[used, column]
        )
        slopes.append(max(float(model.coef_[0, 0]), 0.05))
        offsets.append(float(model.intercept_[0]))
    return np.array(slopes), np.array(offsets)


def sharpness(scores: npt.NDArray[np.float32], targets: Flags) -> float:
    """The factor on held-out scores that makes the softmax of the kinds honest."""

    def loss(factor: npt.NDArray[np.float64]) -> float:
        raised = scores * factor[0]
        highest = raised.max(axis=1, keepdims=True)
        logs = raised - highest - np.log(np.exp(raised - highest).sum(axis=1, keepdims=True))
        return -float(logs[targets].mean())

    return float(minimize(loss, x0=np.array([1.0]), bounds=[(0.05, 10.0)]).x[0])
