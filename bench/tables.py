"""Printing: one table for each part."""

from collections.abc import Sequence

GOAL = "goal"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """In Markdown, so that it can go into docs/benchmarks.md as it is."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def verdict(reached: bool) -> str:
    return "reached" if reached else "missed"
