"""Memory as Linux counts it."""

from pathlib import Path


def pss_megabytes(process: int | str) -> float:
    """The process's own memory and its share of what it has in common with others; `self` is this one."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
