"""Samples as sparse matrices, built with the features of serving."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlp.facts import KINDS, TOPICS
from nlp.features import BUCKETS, features
from nlp.training.corpus import Sample

_RAREST = 4  # a bucket met in fewer texts says little and may identify one


def counts(samples: list[Sample], *, with_words: bool = True) -> sparse.csr_matrix:
    """One row of feature values per sample."""
    rows = [features(sample.text, with_words=with_words) for sample in samples]
    pointers = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    return sparse.csr_matrix(
        (np.concatenate([v for _, v in rows]), np.concatenate([b for b, _ in rows]), pointers),
        shape=(len(rows), BUCKETS),
    )


def rarity(matrix: sparse.csr_matrix, copies: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Inverse document frequency of each bucket, a row counting `copies` times; 0 for the rarest buckets."""
    rows = np.repeat(copies, np.diff(matrix.indptr))
    frequency = np.bincount(matrix.indices, weights=rows, minlength=BUCKETS)
    values = np.log((1 + copies.sum()) / (1 + frequency)) + 1
    values[frequency < _RAREST] = 0
    return values.astype(np.float16).astype(np.float32)


def scaled(matrix: sparse.csr_matrix, rare: npt.NDArray[np.float32]) -> sparse.csr_matrix:
    """Rows weighted by rarity and of length one, as the model's own arithmetic does it."""
    weighted = matrix.multiply(rare[np.newaxis, :]).tocsr().astype(np.float32)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.diags_array(1 / lengths).dot(weighted).tocsr().astype(np.float32)


def topic_targets(samples: list[Sample]) -> npt.NDArray[np.bool_]:
    """Which of TOPICS each sample has."""
    return np.array([[topic in (sample.topics or ()) for topic in TOPICS] for sample in samples])


def kind_targets(samples: list[Sample]) -> npt.NDArray[np.bool_]:
    """Which of KINDS each sample is."""
    return np.array([[sample.kind == kind for kind in KINDS] for sample in samples])
