"""Judge the model on texts it has not seen, beside the baselines on the same texts."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.facts import NO_TOPIC, Understanding
from nlp.model import Model, read_model
from nlp.training import corpus
from nlp.training.baselines import Answers, ReportsAlone, by_keywords
from nlp.training.corpus import Sample
from nlp.training.matrix import topic_targets
from nlp.training.measures import (
    CODES,
    Contestant,
    Flags,
    Judged,
    agreement,
    calibration_error,
    coverage,
    micro_interval,
    with_other,
)
from nlp.understanding import understand_with

LATER = 4000  # of the later reports, evenly over the period


def evaluate(reports_folder: Path, model_file: Path, without_words: Path | None = None) -> dict[str, Judged]:
    """Judge a model file on our frozen examples, people's labels and the later reports.

    `without_words` is a second model, trained without PyThaiNLP's words. The baseline of reports alone is fitted here.
    """
    model, plain = read_model(model_file), read_model(without_words) if without_words else None
    earlier, later = corpus.reports(reports_folder)
    alone = ReportsAlone(earlier)
    people = [sample for sample in corpus.people(reports_folder) if sample.topics]
    sets = {
        "frozen examples": (corpus.frozen_examples(), True),
        "people's labels": (people, False),
        "later reports": (later[:: max(1, len(later) // LATER)], False),
    }
    return {name: judge(model, samples, plain, alone, kinds=kinds) for name, (samples, kinds) in sets.items()}


def judge(
    model: Model,
    samples: list[Sample],
    plain: Model | None = None,
    alone: ReportsAlone | None = None,
    *,
    kinds: bool = True,
) -> Judged:
    """Judge a model and its rivals on samples; `kinds` is false where nobody judged the kind."""
    true = with_other(topic_targets(samples))
    found = _read(model, samples)
    rivals = {"our model": answers(model, samples, found)}
    if plain:
        rivals["our model without words"] = answers(plain, samples, _read(plain, samples))
    rivals["keywords"] = by_keywords(samples)
    if alone:
        rivals["public labels alone"] = alone.answers(samples)
    about, sure = true[:, :-1].any(axis=1), np.array([each.sure for each in found])
    first = np.array([CODES.index(each.likeliest[0].code) for each in found])
    right = true[np.arange(len(samples)), first]
    return Judged(
        texts=len(samples),
        contestants={name: _contestant(one, true) for name, one in rivals.items()},
        kind_right=share([each.kind == s.kind for each, s in zip(found, samples, strict=True)]) if kinds else None,
        emergency=_emergency([each.kind for each in found], samples) if kinds else None,
        sure=share(sure),
        best_right_when_sure=share(right[about & sure]),
        errors=tuple(_errors(samples, found, kinds)),
    )


def answers(model: Model, samples: list[Sample], found: list[Understanding]) -> Answers:
    """What the service would hold of each text, and the probabilities behind it."""
    flags = [[code in {topic.code for topic in each.topics} for code in CODES] for each in found]
    return Answers(np.array(flags), np.array([model.probabilities(sample.text)[0] for sample in samples]))


def _read(model: Model, samples: list[Sample]) -> list[Understanding]:
    return [understand_with(model, sample.text) for sample in samples]


def _contestant(given: Answers, true: Flags) -> Contestant:
    columns = np.flatnonzero(true.any(axis=0))
    flags, wanted = given.held[:, columns], true[:, columns]
    agreed = agreement(flags, wanted, tuple(CODES[column] for column in columns))
    interval = micro_interval(flags, wanted)
    if given.chances is None:
        return Contestant(agreed, interval)
    about = true[:, :-1].any(axis=1)  # only a text with a topic has a best one
    chances = given.chances[about]
    right = true[about][np.arange(about.sum()), chances.argmax(axis=1)]
    best = chances.max(axis=1)
    return Contestant(agreed, interval, share(right), calibration_error(best, right), coverage(best, right))


def _errors(samples: list[Sample], all_found: list[Understanding], kinds: bool) -> list[str]:
    lines = []
    for sample, found in zip(samples, all_found, strict=True):
        codes = frozenset(topic.code for topic in found.topics)
        true = sample.topics or frozenset([NO_TOPIC])
        if codes != true or (kinds and found.kind != sample.kind):
            what = f"{found.kind} {','.join(sorted(codes))} | {sample.kind or '–'} {','.join(sorted(true))}"
            lines.append((found.confidence, f"{found.confidence:.2f} | {what} | {' '.join(sample.text.split())}"))
    return [what for _, what in sorted(lines, reverse=True)]


def share(flags: list[bool] | npt.NDArray[np.bool_]) -> float:
    """The share that is true."""
    return float(np.mean(flags)) if len(flags) else float("nan")


def _emergency(kinds: list[str], samples: list[Sample]) -> tuple[float, float]:
    """Recall and precision of emergencies."""
    found = np.array([kind == "emergency" for kind in kinds])
    true = np.array([sample.kind == "emergency" for sample in samples])
    both = (found & true).sum()
    return float(both / max(true.sum(), 1)), float(both / max(found.sum(), 1))
