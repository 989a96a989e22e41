"""Judge the model on texts it has not seen, beside the keyword baseline and the platform's own types."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.facts import NO_TOPIC
from nlp.model import Model, read_model
from nlp.training import corpus
from nlp.training.corpus import Sample
from nlp.training.keywords import keyword_topics
from nlp.training.matrix import topic_targets
from nlp.training.measures import CODES, Agreement, Flags, agreement, calibration_error, with_other
from nlp.understanding import understand_with

_LATER = 4000  # of the later reports, evenly over the period


@dataclass(frozen=True)
class Judged:
    """One set of texts: how the model and the baselines agree with its labels."""

    texts: int
    topics: dict[str, Agreement]  # by contestant: model, keywords
    best_right: float
    kind_right: float | None
    emergency: tuple[float, float] | None  # recall, precision
    sure: float
    best_right_when_sure: float
    calibration_error: float


def evaluate(reports_folder: Path, model_file: Path) -> dict[str, Judged]:
    """Judge a model file on the later reports, people's labels and our frozen examples."""
    model = read_model(model_file)
    _, later = corpus.reports(reports_folder)
    people = [sample for sample in corpus.people(reports_folder) if sample.topics]
    return {
        "frozen examples": judge(model, corpus.frozen_examples()),
        "people's labels": judge(model, people, kinds=False),
        "later reports": judge(model, later[:: max(1, len(later) // _LATER)], kinds=False),
    }


def judge(model: Model, samples: list[Sample], *, kinds: bool = True) -> Judged:
    """Judge a model on samples; the topics that reports cannot have are left out where `kinds` is false."""
    found = [understand_with(model, sample.text) for sample in samples]
    true = with_other(topic_targets(samples))
    columns = np.flatnonzero(true.any(axis=0))
    codes = tuple(CODES[column] for column in columns)
    answers = _flags([frozenset(topic.code for topic in each.topics) for each in found])
    baseline = with_other(_flags([keyword_topics(sample.text) for sample in samples])[:, :-1])
    about = true[:, :-1].any(axis=1)  # only a text with a topic has a best one
    first = np.array([CODES.index(each.likeliest[0].code) for each in found])
    right = true[np.arange(len(samples)), first]
    chances = np.array([each.likeliest[0].probability for each in found])
    sure = np.array([each.sure for each in found])
    return Judged(
        texts=len(samples),
        topics={
            "model": agreement(answers[:, columns], true[:, columns], codes),
            "keywords": agreement(baseline[:, columns], true[:, columns], codes),
        },
        best_right=_share(right[about]),
        kind_right=_share([each.kind == s.kind for each, s in zip(found, samples, strict=True)]) if kinds else None,
        emergency=_emergency([each.kind for each in found], samples) if kinds else None,
        sure=_share(sure),
        best_right_when_sure=_share(right[about & sure]),
        calibration_error=calibration_error(chances[about], right[about]),
    )


def errors(model_file: Path, samples: list[Sample]) -> list[str]:
    """The messages misread, surest first, with what was found and what is true."""
    model = read_model(model_file)
    lines = []
    for sample in samples:
        found = understand_with(model, sample.text)
        codes = frozenset(topic.code for topic in found.topics)
        true = sample.topics or frozenset([NO_TOPIC])
        if codes != true or found.kind != sample.kind:
            what = f"{found.kind} {','.join(sorted(codes))} | {sample.kind} {','.join(sorted(true))} | {sample.text}"
            lines.append((found.confidence, what))
    return [what for _, what in sorted(lines, reverse=True)]


def table(judged: dict[str, Judged]) -> str:
    """The figures as a Markdown table, then F1 per topic."""
    lines = [
        "| set | texts | micro-F1 | macro-F1 | keywords micro | keywords macro | best topic right | kind right "
        "| emergency recall / precision | sure | best right when sure | calibration error |",
        "|" + " --- |" * 12,
    ]
    lines += [_row(name, each) for name, each in judged.items()]
    lines += ["", "| topic | " + " | ".join(judged) + " |", "|" + " --- |" * (len(judged) + 1)]
    for code in CODES:
        scores = [f"{each.topics['model'].by_topic.get(code, float('nan')):.2f}" for each in judged.values()]
        lines.append(f"| {code} | " + " | ".join(scores).replace("nan", "–") + " |")
    return "\n".join(lines)


def _row(name: str, each: Judged) -> str:
    model, keywords = each.topics["model"], each.topics["keywords"]
    kind = "–" if each.kind_right is None else f"{each.kind_right:.3f}"
    emergency = "–" if each.emergency is None else "{:.2f} / {:.2f}".format(*each.emergency)
    figures = (
        f"{each.texts} | {model.micro_f1:.3f} | {model.macro_f1:.3f} | {keywords.micro_f1:.3f} "
        f"| {keywords.macro_f1:.3f} | {each.best_right:.3f} | {kind} | {emergency} | {each.sure:.2f} "
        f"| {each.best_right_when_sure:.3f} | {each.calibration_error:.3f}"
    )
    return f"| {name} | {figures} |"


def _flags(sets: list[frozenset[str]]) -> Flags:
    return np.array([[code in held for code in CODES] for held in sets])


def _share(flags: list[bool] | npt.NDArray[np.bool_]) -> float:
    return float(np.mean(flags)) if len(flags) else float("nan")


def _emergency(kinds: list[str], samples: list[Sample]) -> tuple[float, float]:
    """Recall and precision of emergencies."""
    found = np.array([kind == "emergency" for kind in kinds])
    true = np.array([sample.kind == "emergency" for sample in samples])
    both = (found & true).sum()
    return float(both / max(true.sum(), 1)), float(both / max(found.sum(), 1))
