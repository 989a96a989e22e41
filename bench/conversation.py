"""From a resident's message to the reply in the chat: web, worker and simulated LINE, each a process of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.databases import ENGINES
from bench.processes import OURS, environment, free_port, process, wait_for_answer, web
from bench.sentences import sentences
from bench.tables import percentile, print_table, verdict
from bot.simulator.client import SimulatorClient, wait_until_answering
from bot.simulator.credentials import ensure_channels

RATE, SECONDS, WARM = 20, 30, 40
SLOWEST_P95 = 0.500
PATIENCE = 60  # seconds for the last replies


def measure(folder: Path) -> None:
    rows = []
    for name, engine in ENGINES.items():
        with engine(folder, f"conversation_{name.lower()}") as url, _service(url, folder / name) as simulator:
            _play(simulator, WARM)
            seconds, missing = _play(simulator, RATE * SECONDS)
        p95 = percentile(seconds, 0.95)
        rows.append(
            [
                name,
                str(len(seconds)),
                str(missing),
                f"{percentile(seconds, 0.5) * 1e3:.0f}",
                f"{p95 * 1e3:.0f}",
                f"{max(seconds) * 1e3:.0f}",
                verdict(p95 <= SLOWEST_P95 and not missing),
            ]
        )
    print_table(
        f"conversation: {RATE} messages a second for {SECONDS} seconds, each from a new resident",
        ["database", "replies", "without a reply", "p50 ms", "p95 ms", "max ms", "p95 at most 500 ms"],
        rows,
    )


@contextmanager
def _service(database_url: str, folder: Path) -> Iterator[SimulatorClient]:
    folder.mkdir()
    port, simulator_port, log = free_port(), free_port(), folder / "log"
    channels, simulator_url = folder / "channels.toml", f"http://127.0.0.1:{simulator_port}"
    ensure_channels(channels, ["yala"])
    given = environment(database_url, port, folder)
    simulator = ["bot.simulator", "--port", str(simulator_port), "--app", given["PUBLIC_URL"]]
    simulator += ["--state", str(folder / "simulator.db"), "--channels", str(channels)]
    service = {**given, "LINE_CHANNELS": str(channels), "LINE_API_HOST": simulator_url}
    with process(simulator, given, log), web(OURS, service, log) as server, process(["bot.worker"], service, log):
        wait_until_answering(simulator_url)
        wait_for_answer(server, f"{given['PUBLIC_URL']}/readyz", log, statuses=(200,))
        yield SimulatorClient(simulator_url)


def _play(simulator: SimulatorClient, many: int) -> tuple[list[float], int]:
    """The seconds from each message to the first reply by the simulator's clock, and how many got none."""
    started, residents = time.monotonic(), []
    for number, text in enumerate(islice(sentences(), many)):
        time.sleep(max(started + number / RATE - time.monotonic(), 0))
        residents.append(simulator.replay("yala", text)["resident"])
    deadline = time.monotonic() + PATIENCE
    waits = [_wait_of(simulator, resident, deadline) for resident in residents]
    answered = [wait for wait in waits if wait is not None]
    return answered, len(waits) - len(answered)


def _wait_of(simulator: SimulatorClient, resident: str, deadline: float) -> float | None:
    while True:
        chat = simulator.chat(resident)
        replied = [entry["time"] for entry in chat if entry["from"] == "bot"]
        if replied:
            return (replied[0] - chat[0]["time"]) / 1000
        if time.monotonic() > deadline:
            return None
        time.sleep(0.1)
