"""Figures that say how well held topics and kinds agree with the labels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.facts import NO_TOPIC, TOPICS

CODES = (*TOPICS, NO_TOPIC)
COVERED = (0.5, 0.8, 1.0)
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Agreement:
    micro_f1: float
    macro_f1: float
    by_topic: dict[str, float]


@dataclass(frozen=True)
class Contestant:
    """How one contestant agrees with the labels of a set; without probabilities it has no calibration."""

    topics: Agreement
    interval: tuple[float, float]  # of micro-F1: 95 in 100 drawings of the texts lie within
    best_right: float | None = None
    calibration_error: float | None = None
    coverage: tuple[float, ...] = ()  # best topic right among the surest, for COVERED


@dataclass(frozen=True)
class Judged:
    """One set of texts: what the model makes of it, and every contestant."""

    texts: int
    contestants: dict[str, Contestant]
    kind_right: float | None
    emergency: tuple[float, float] | None  # recall, precision
    sure: float
    best_right_when_sure: float
    errors: tuple[str, ...]  # the messages misread, surest first

    @property
    def topics(self) -> dict[str, Agreement]:
        return {name: each.topics for name, each in self.contestants.items()}


def held(probabilities: npt.NDArray[np.floating], hold: float, floor: float) -> Flags:
    """The topics held true, with `other` last: those from `hold` on, else the best from `floor` on."""
    flags = probabilities >= hold
    best = probabilities.argmax(axis=1)
    rows = np.flatnonzero(~flags.any(axis=1) & (probabilities.max(axis=1) >= floor))
    flags[rows, best[rows]] = True
    return with_other(flags)


def with_other(flags: Flags) -> Flags:
    """The same flags with a last column for rows that have none."""
    return np.column_stack([flags, ~flags.any(axis=1)])


def agreement(found: Flags, true: Flags, codes: tuple[str, ...] = CODES) -> Agreement:
    """F1 over all decisions, and the mean of F1 over the topics that occur."""
    both, sizes = (found & true).sum(axis=0), found.sum(axis=0) + true.sum(axis=0)
    by_topic = {code: round(float(2 * both[i] / sizes[i]), 3) for i, code in enumerate(codes) if true[:, i].any()}
    micro = float(2 * both.sum() / max(sizes.sum(), 1))
    return Agreement(round(micro, 3), round(float(np.mean([*by_topic.values()])), 3), by_topic)


def calibration_error(chances: npt.NDArray[np.float64], right: Flags, bins: int = 10) -> float:
    """Expected calibration error: how far stated probability and share right lie apart, over ten bins."""
    which = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(chances[which == one].mean() - right[which == one].mean()) * (which == one).mean()
        for one in range(bins)
        if (which == one).any()
    ]
    return round(float(sum(gaps)), 3)


def micro_interval(found: Flags, true: Flags, drawings: int = 1000) -> tuple[float, float]:
    """Bootstrap over the texts: where 95 in 100 micro-F1 of drawings lie."""
    both, sizes = (found & true).sum(axis=1), found.sum(axis=1) + true.sum(axis=1)
    drawn = np.random.default_rng(0).integers(0, len(found), (drawings, len(found)))
    scores = 2 * both[drawn].sum(axis=1) / np.maximum(sizes[drawn].sum(axis=1), 1)
    low, high = np.quantile(scores, [0.025, 0.975])
    return round(float(low), 3), round(float(high), 3)


def coverage(chances: npt.NDArray[np.floating], right: Flags) -> tuple[float, ...]:
    """The share right among the surest texts, for each share of COVERED."""
    order = np.argsort(-chances, kind="stable")
    return tuple(round(float(right[order[: max(1, round(part * len(order)))]].mean()), 3) for part in COVERED)
