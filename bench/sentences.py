"""Texts to send: the sentences of `seed`, at Yala's made-up places."""

import tomllib
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from handlers.municipality_folder import read_folder

SENTENCES = Path("bot/commands/seed_sentences.toml")
YALA = Path("municipalities/yala")


def sentences() -> Iterator[str]:
    """Without end; no two of the first thousands are alike."""
    kinds = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    patterns = [text for topics in kinds.values() for part in topics.values() for text in part["sentences"]]
    streets = [street for community in read_folder(YALA).communities for street in community.streets]
    for pattern, (number, street) in zip(cycle(patterns), enumerate(cycle(streets), start=1), strict=False):
        yield pattern.format(place=f"{street} {number}")
