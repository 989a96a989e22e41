"""How the topics are learnt.

One linear model learns from the public reports, which are many but labelled by a machine's keywords; others learn from
our own examples, which are few but mean what they say. Texts that none has seen decide, topic by topic, how much each
is believed: once for texts written like a chat message, once for texts written like a report. All being linear, each
of the two readings is one set of weights; one column more tells the two styles apart.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.facts import TOPICS
from nlp.model import of_topics
from nlp.training.fitting import Linear, combine, fit_few, fit_many, pooled, side_by_side
from nlp.training.material import FOLDS, Material
from nlp.training.measures import agreement, held, with_other

_CHECKED = 10  # every tenth report is kept apart to weigh the models
_SHARED = 40  # every fortieth goes to the examples' model of reports, so that it has met such texts
_LEARNT_FROM_REPORTS = 30  # a topic with fewer reports is one that the public labels do not know
_OWN_SAY = 0.2  # of our examples in reading reports: what people mean, against the machine's keywords

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Apart:
    """Scores of `rows` by models that had not seen them: our examples first, then the checked reports."""

    rows: Rows
    own_count: int
    many: Scores
    few: dict[bool, Scores]  # by whether reports were shared


def fit_topics(material: Material) -> tuple[tuple[Linear, Linear], float, float]:
    """Both readings side by side, the style, and the thresholds `hold` and `floor`."""
    checked, rest = material.reports[::_CHECKED], np.delete(material.reports, np.s_[::_CHECKED])
    rows = np.concatenate([material.own, checked])
    shared = {False: rest[:0], True: rest[::_SHARED]}
    apart = _Apart(
        rows,
        material.own_count,
        _many(material, rest).scores(material.matrix[rows]),
        {share: _few_apart(material, reports, rows) for share, reports in shared.items()},
    )
    many = _many(material, material.reports)
    chat = _reading(material, apart, many, _few(material, material.own, shared[False]), own_say=1.0)
    report = _reading(material, apart, many, _few(material, material.own, shared[True]), own_say=_OWN_SAY)
    style, styles = _style(material, rest[::_SHARED], checked)
    scores = np.column_stack([chat[1], report[1], styles])
    hold, floor = _thresholds(of_topics(scores), material.topics[rows], material.own_count)
    return (side_by_side([chat[0], report[0]]), style), hold, floor


def _reading(material: Material, apart: _Apart, many: Linear, few: Linear, own_say: float) -> tuple[Linear, Scores]:
    """One reading, and its log-odds of the rows kept apart."""
    targets, own = material.topics[apart.rows], np.arange(len(apart.rows)) < apart.own_count
    scores = np.stack([apart.few[own_say < 1], apart.many])
    say = np.where(own, own_say / own.sum(), (1 - own_say) / (~own).sum()) * 2 * own.sum()
    shares, offsets = combine(scores, targets, np.maximum(say, 1e-6))
    odds = (scores * shares[:, np.newaxis]).sum(axis=0) + offsets
    # What the bot asks about is the best topic: its probability is made honest where this reading is used.
    used = (own if own_say == 1 else ~own) & targets.any(axis=1)
    best = odds[used].argmax(axis=1)
    picked = np.arange(len(best)), best
    boldness, lift = pooled(odds[used][picked], targets[used][picked])
    shares, offsets, odds = shares * boldness, offsets * boldness + lift, odds * boldness + lift
    combined = Linear(
        few.coefficients * shares[0] + many.coefficients * shares[1],
        few.intercepts * shares[0] + many.intercepts * shares[1] + offsets,
    )
    return combined, odds.astype(np.float32)


def _many(material: Material, rows: Rows) -> Linear:
    """What the reports teach of the topics that their labels know; nothing of the others."""
    targets = material.topics[rows]
    known = np.flatnonzero(targets.sum(axis=0) >= _LEARNT_FROM_REPORTS)
    fitted = fit_many(material.matrix[rows], targets[:, known], np.ones(len(rows)), penalty=2e-6)
    return fitted.spread(known, len(TOPICS))


def _few(material: Material, own: Rows, reports: Rows) -> Linear:
    rows = np.concatenate([own, reports])
    return fit_few(material.matrix[rows], material.topics[rows])


def _few_apart(material: Material, reports: Rows, judged: Rows) -> Scores:
    """The examples' model on rows it has not seen: our examples by turns, the reports at once."""
    own = material.own
    scores = _few(material, own, reports).scores(material.matrix[judged])
    for fold in range(FOLDS):
        test = own % FOLDS == fold
        scores[own[test]] = _few(material, own[~test], reports).scores(material.matrix[own[test]])
    return scores


def _style(material: Material, reports: Rows, checked: Rows) -> tuple[Linear, Scores]:
    """Report or chat, as log-odds, and those of the rows kept apart."""
    own = material.own

    def fitted(some: Rows) -> Linear:
        rows = np.concatenate([some, reports])
        return fit_few(material.matrix[rows], (rows >= material.own_count)[:, np.newaxis], strength=10)

    style = fitted(own)
    scores = style.scores(material.matrix[np.concatenate([own, checked])])
    for fold in range(FOLDS):
        test = own % FOLDS == fold
        scores[own[test]] = fitted(own[~test]).scores(material.matrix[own[test]])
    factor, offset = pooled(np.asarray(scores, np.float64), np.arange(len(scores)) >= len(own))
    return Linear(style.coefficients * factor, style.intercepts * factor + offset), scores * factor + offset


def _thresholds(chances: Scores, targets: npt.NDArray[np.bool_], own_count: int) -> tuple[float, float]:
    """The pair that agrees best with our examples and the reports kept apart, both counting the same."""
    true = with_other(targets)
    pairs = [(hold / 100, floor / 100) for hold in range(20, 61, 5) for floor in range(5, hold + 1, 5)]

    def agreed(pair: tuple[float, float]) -> float:
        found = held(chances, *pair)
        own, reports = slice(None, own_count), slice(own_count, None)
        return agreement(found[own], true[own]).micro_f1 + agreement(found[reports], true[reports]).micro_f1

    return max(pairs, key=agreed)
