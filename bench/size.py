"""What a web process takes: memory of its own (PSS) and seconds until it answers."""

import time
from pathlib import Path
from statistics import median

import urllib3

from bench.databases import ENGINES
from bench.load import closed_loop, signed_requests
from bench.memory import pss_megabytes
from bench.processes import OURS, environment, free_port, web
from bench.tables import print_table, verdict
from bench.webhook import CHANNEL, PATH, SECRET

STARTS = 3
PAGES = ("/login", "/staff/", "/officials/", "/", "/readyz", "/metrics")
LARGEST, SLOWEST = 160, 4


def measure(folder: Path) -> None:
    with ENGINES["SQLite"](folder, "size") as url:
        starts = [_start(url, folder) for _ in range(STARTS)]
    seconds, memory = median(start[0] for start in starts), max(start[1] for start in starts)
    print_table(
        f"size: a web process after its first pages and deliveries, {STARTS} starts",
        ["seconds to /healthz", "at most 4 s", "PSS MB", "at most 160 MB"],
        [[f"{seconds:.1f}", verdict(seconds <= SLOWEST), f"{memory:.0f}", verdict(memory <= LARGEST)]],
    )


def _start(database_url: str, folder: Path) -> tuple[float, float]:
    port, started = free_port(), time.monotonic()
    with web(OURS, environment(database_url, port, folder, **CHANNEL), folder / "web.log") as server:
        seconds = time.monotonic() - started
        closed_loop(port, signed_requests(PATH, SECRET, 400), 16)
        for page in PAGES * 4:
            urllib3.request("GET", f"http://127.0.0.1:{port}{page}", retries=False, timeout=20)
        return seconds, max(pss_megabytes(process.pid) for process in server.tree())
