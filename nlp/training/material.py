"""All that the model learns from, as one matrix."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlp.training import corpus
from nlp.training.corpus import Sample
from nlp.training.matrix import counts, kind_targets, rarity, scaled, topic_targets

COPIES = 12  # one of our examples counts as this many reports, for rarity and for kinds
FOLDS = 5


@dataclass(frozen=True)
class Material:
    """Our examples first, then the reports, then sentences without topics; `rare` is each bucket's rarity."""

    samples: list[Sample]
    matrix: sparse.csr_matrix
    rare: npt.NDArray[np.float32]
    own_count: int

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


def gather(reports_folder: Path, *, with_words: bool) -> Material:
    """Read the reports in a folder, our examples and the sentences of social media."""
    earlier, _ = corpus.reports(reports_folder)
    own = corpus.examples()
    samples = own + corpus.with_complaints(earlier) + corpus.chatter(reports_folder)
    raw = counts(samples, with_words=with_words)
    rare = rarity(raw, np.where(np.arange(len(samples)) < len(own), COPIES, 1))
    return Material(samples, scaled(raw, rare), rare, len(own))
