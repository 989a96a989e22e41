"""How long it takes to understand a message, in a process that does nothing else."""

import json
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from bench.memory import pss_megabytes
from bench.tables import percentile, print_table, verdict

MESSAGES, CHARACTERS, WARM, STARTS = 2000, 80, 50, 3
SLOWEST = 0.002


def measure(folder: Path) -> None:
    runs = [_run() for _ in range(STARTS)]
    middle = sorted(runs, key=lambda run: run["p50"])[STARTS // 2]
    row = [
        f"{middle['load']:.2f}",
        f"{middle['memory']:.0f}",
        f"{middle['p50'] * 1e3:.2f}",
        f"{middle['p99'] * 1e3:.2f}",
        verdict(middle["p50"] <= SLOWEST),
    ]
    print_table(
        f"understand: {MESSAGES} messages of {CHARACTERS} characters with a gazetteer, the middle of {STARTS} starts",
        ["load s", "PSS MB after", "p50 ms", "p99 ms", "p50 at most 2 ms"],
        [row],
    )


def _run() -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", "bench.understanding"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _child() -> dict[str, float]:
    from bench.sentences import YALA, sentences
    from handlers.municipalities import Town
    from handlers.municipality_folder import read_folder

    gazetteer = Town(1, read_folder(YALA)).gazetteer
    started = time.perf_counter()
    import nlp

    nlp.load()
    load = time.perf_counter() - started
    joined = " ".join(islice(sentences(), (MESSAGES + WARM) * 3))
    texts = [joined[start : start + CHARACTERS] for start in range(0, (MESSAGES + WARM) * CHARACTERS, CHARACTERS)]
    seconds = []
    for text in texts:
        before = time.perf_counter()
        nlp.understand(text, gazetteer)
        seconds.append(time.perf_counter() - before)
    seconds = seconds[WARM:]
    memory = pss_megabytes("self")
    return {"load": load, "memory": memory, "p50": percentile(seconds, 0.5), "p99": percentile(seconds, 0.99)}


if __name__ == "__main__":
    print(json.dumps(_child()))
