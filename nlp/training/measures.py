"""Figures that say how well held topics and kinds agree with the labels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.facts import NO_TOPIC, TOPICS

CODES = (*TOPICS, NO_TOPIC)
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Agreement:
    micro_f1: float
    macro_f1: float
    by_topic: dict[str, float]


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
