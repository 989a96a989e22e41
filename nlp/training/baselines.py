"""What the model must beat, on the same texts: a keyword list, and a model of the public labels alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.facts import TOPICS
from nlp.normalising import normalise
from nlp.training.corpus import Sample
from nlp.training.fitting import fit_many
from nlp.training.keywords import keyword_topics
from nlp.training.matrix import topic_targets
from nlp.training.measures import CODES, Flags, held, with_other

_HOLD = 0.2


@dataclass(frozen=True)
class Answers:
    """The topics held of each text, `other` last, and the probabilities where a contestant has some."""

    held: Flags
    chances: npt.NDArray[np.floating] | None = None


def by_keywords(samples: list[Sample]) -> Answers:
    """The topics one of whose keywords occurs."""
    sets = [keyword_topics(sample.text) for sample in samples]
    return Answers(with_other(np.array([[code in found for code in CODES[:-1]] for found in sets])))


class ReportsAlone:
    """Character n-grams of the public reports, and nothing else that is known of the town."""

    def __init__(self, reports: list[Sample]) -> None:
        self._grams = TfidfVectorizer(
            analyzer="char", ngram_range=(2, 4), min_df=5, max_features=200_000, sublinear_tf=True, dtype=np.float32
        )
        matrix = self._grams.fit_transform([normalise(sample.text) for sample in reports])
        targets = topic_targets(reports)
        known = np.flatnonzero(targets.any(axis=0))
        self._model = fit_many(matrix, targets[:, known], np.ones(len(reports)), penalty=2e-6)
        self._known = known

    def answers(self, samples: list[Sample]) -> Answers:
        """Topics above the threshold, else the most probable."""
        scores = self._model.scores(self._grams.transform([normalise(sample.text) for sample in samples]))
        chances = np.zeros((len(samples), len(TOPICS)))
        chances[:, self._known] = 1 / (1 + np.exp(-scores))
        return Answers(held(chances.copy(), _HOLD, 0.0), chances)
