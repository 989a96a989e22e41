"""What the model learns from and is judged on: public reports, people's labels, our own examples."""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

from nlp.facts import KINDS, NO_TOPIC, TOPICS
from nlp.normalising import normalise
from nlp.wordlists import DATA, any_of, wordlist

LATER_FROM = "2022-11-16"  # reports from here on are never trained on: the later period
_COMPLAINTS = 16  # every sixteenth report
EXAMPLES = DATA / "examples"
_FROZEN_SHARE = 5  # one message in five, in whichever file it stands
FROZEN = EXAMPLES / "frozen.tsv"


@dataclass(frozen=True)
class Sample:
    """A text with what is known of it: `topics` None where nobody judged them, likewise `kind`."""

    text: str
    topics: frozenset[str] | None
    kind: str | None = None


def examples() -> list[Sample]:
    """Our own messages for training."""
    return [sample for sample, frozen in _own() if not frozen]


def frozen_examples() -> list[Sample]:
    """Our own messages set apart before any training."""
    return [sample for sample, frozen in _own() if frozen]


def _own() -> Iterator[tuple[Sample, bool]]:
    """All our messages, each with whether it is frozen; a text counts once."""
    met: set[str] = set()
    for path in sorted(EXAMPLES.glob("*.tsv"), key=lambda path: (path != FROZEN, path.name)):
        for sample in read_examples(path):
            text = normalise(sample.text)
            if text not in met:
                yield sample, path == FROZEN or crc32(text.encode()) % _FROZEN_SHARE == 0
            met.add(text)


def read_examples(path: Path) -> list[Sample]:
    """Rows of kind, topics joined with commas, text; ValueError names the row that is not so."""
    samples = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(row) != 3 or row[0] not in KINDS or not set(row[1].split(",")) <= {*TOPICS, NO_TOPIC}:
                raise ValueError(f"{path.name}:{number}: expected kind, topics, text")
            topics = frozenset(row[1].split(",")) - {NO_TOPIC}
            samples.append(Sample(row[2].replace("\\n", "\n"), topics, row[0]))
    return samples


def reports(folder: Path) -> tuple[list[Sample], list[Sample]]:
    """The typed public reports before and from LATER_FROM, no text in both."""
    earlier: dict[str, Sample] = {}
    later: dict[str, Sample] = {}
    for row in _rows(folder / "traffy_reports_2022.csv.gz"):
        sample = _labelled(row["text"], row["types"].split("|"))
        if sample.topics:
            (later if row["timestamp"] >= LATER_FROM else earlier).setdefault(normalise(row["text"]), sample)
    return list(earlier.values()), [sample for text, sample in later.items() if text not in earlier]


def with_complaints(samples: list[Sample]) -> list[Sample]:
    """The reports, a share of those without a kind taken as complaints where no word speaks against it."""
    doubtful = re.compile(any_of(wordlist("traffy_types")["perhaps_no_complaint"]["words"]))
    return [
        replace(sample, kind="complaint")
        if number % _COMPLAINTS == 0 and sample.kind is None and not doubtful.search(sample.text)
        else sample
        for number, sample in enumerate(samples)
    ]


def people(folder: Path) -> list[Sample]:
    """The reports that people labelled again."""
    return [_labelled(row["text"], row["types"].split("|")) for row in _rows(folder / "human_labels_dev.csv")]


def chatter(folder: Path) -> list[Sample]:
    """Sentences of social media: questions, and others that report nothing to a municipality."""
    rows = list(_rows(folder / "wisesight_sentiment.csv.gz"))
    questions = [Sample(row["text"], None, "question") for row in rows if row["label"] == "q"]
    others = [Sample(row["text"], None, "other") for row in rows if row["label"] == "neu"]
    return questions + others[:: max(1, len(others) // 1000)]


def _labelled(text: str, types: list[str]) -> Sample:
    known = wordlist("traffy_types")
    topics = frozenset(known["topics"][name] for name in types if name in known["topics"])
    kinds = [known["kinds"][name] for name in types if name in known["kinds"]]
    return Sample(text, topics, kinds[0] if kinds else None)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    # gzip reads a plain file no more than open() reads a packed one.
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
