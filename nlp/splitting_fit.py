"""The weights of the judge of matters, learnt from messages whose matters are known.

`python -m nlp.splitting_fit` writes nlp/data/splitting_weights.toml and prints the figures; run it after the
model was trained anew. Deterministic, under a minute.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from nlp.folding import fold
from nlp.model import Floats, committed_model
from nlp.normalising import normalise
from nlp.splitting import joined, parts_of
from nlp.splitting_judge import FEATURES, features, setting
from nlp.wordlists import DATA

_EXAMPLES = DATA / "examples"
_FOLDS = 5
_HEAD = 25  # characters of a part before its matter may begin
_CALM = 1.0  # L2
_STEPS = 30
_WEIGHT_OF_SEVERAL = 3.0  # a cut between two matters counts for more: there are far fewer


@dataclass(frozen=True)
class Known:
    """A message and where its second, third, ... matter begins."""

    text: str
    begins: tuple[int, ...]
    topics: tuple[frozenset[str], ...]


def messages(*, frozen: bool) -> list[Known]:
    """The messages with several matters, or with one that looks like several; a fifth is frozen."""
    with (_EXAMPLES / "several_matters.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return [_known(row) for row in rows if (crc32(normalise(row["text"]).encode()) % _FOLDS == 0) == frozen]


def single_messages() -> list[Known]:
    """Messages of one matter, without those on which the model is judged."""
    lines = [line for path in sorted(_EXAMPLES.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [line.split("\t") for line in lines]
    found = [Known(text.replace("\\n", "\n"), (), (frozenset(topics.split(",")),)) for _, topics, text in rows]
    return [known for known in found if crc32(normalise(known.text).encode()) % _FOLDS]


def _known(row: dict) -> Known:
    at, begins = 0, []
    for issue in row["issues"]:
        at = row["text"].index(issue["text"], at)
        begins.append(at)
        at += len(issue["text"])
    return Known(row["text"], tuple(begins[1:]), tuple(frozenset(issue["topics"]) for issue in row["issues"]))


def cuts_of(known: Known) -> Iterator[tuple[Floats, float]]:
    """The features of each possible cut, the parts before it put together as they should be, and the answer."""
    model, text = committed_model(), fold(known.text).text
    chances = model.probabilities(known.text)
    parts = parts_of(text, chances, model.probabilities)
    around, left = setting(text, chances[0], len(parts)), None
    for part in parts:
        if left is None:
            left = part
            continue
        new = any(left.end - 1 <= begin < min(part.end, part.start + _HEAD) for begin in known.begins)
        if part.sign != "first":
            yield features(left, part, around), float(new)
        left = part if new else joined(left, part)


def fitted(rows: Floats, answers: Floats, weights: Floats) -> Floats:
    """Logistic regression by Newton's method; the bias comes last."""
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    beta, calm = np.zeros(rows.shape[1]), np.eye(rows.shape[1]) * _CALM
    calm[-1, -1] = 1e-6
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-rows @ beta))
        slope = rows.T @ (weights * (answers - chances)) - calm @ beta
        beta = beta + np.linalg.solve((rows * (weights * chances * (1 - chances))[:, None]).T @ rows + calm, slope)
    return beta


def main() -> None:
    """Learn and write the weights."""
    found = [cut for known in [*messages(frozen=False), *single_messages()] for cut in cuts_of(known)]
    rows, answers = np.array([row for row, _ in found]), np.array([answer for _, answer in found])
    beta = fitted(rows, answers, np.where(answers > 0, _WEIGHT_OF_SEVERAL, 1.0))
    lines = ["# Written by nlp/splitting_fit.py.", f"bias = {beta[-1]:.4f}", "[weights]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, beta, strict=False)]
    (DATA / "splitting_weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} cuts, {int(answers.sum())} between two matters")


if __name__ == "__main__":
    main()
