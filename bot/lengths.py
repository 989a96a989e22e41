"""Cutting text the way LINE counts it: UTF-16 units in texts, grapheme clusters in labels."""

import regex

ELLIPSIS = "…"
GRAPHEME = regex.compile(r"\X")


def units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut_graphemes(text: str, longest: int) -> str:
    """At most so many grapheme clusters; a cut shows as an ellipsis and never orphans a tone mark."""
    clusters = GRAPHEME.findall(text)
    return text if len(clusters) <= longest else "".join(clusters[: longest - 1]) + ELLIPSIS


def cut_units(text: str, longest: int) -> str:
    """At most so many UTF-16 units, cut between grapheme clusters."""
    if units(text) <= longest:
        return text
    kept, used = [], 1
    for cluster in GRAPHEME.findall(text):
        used += units(cluster)
        if used > longest:
            break
        kept.append(cluster)
    return "".join(kept) + ELLIPSIS
