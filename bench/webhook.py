"""The webhook: CPU for each delivery beside LINE's own example, and how long LINE waits for the answer."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.databases import ENGINES
from bench.load import closed_loop, open_loop, signed_requests
from bench.processes import ECHO, OURS, Process, environment, free_port, web
from bench.tables import percentile, print_table, verdict

SECRET = "0123456789abcdef0123456789abcdef"
CHANNEL = {"LINE_CHANNEL_SECRET_YALA": SECRET, "LINE_CHANNEL_ACCESS_TOKEN_YALA": "unused"}
PATH = "/line/yala/webhook"
ROUNDS, DELIVERIES, CONNECTIONS = 5, 2000, 32
RATE, OPEN_SECONDS, OPEN_CONNECTIONS = 100, 10, 32
SLOWEST_P99 = 0.100


@dataclass
class Contender:
    name: str
    port: int
    server: Process
    cpu: list[float] = field(default_factory=list)
    """Seconds for each delivery, one value a round."""
    seconds: list[float] = field(default_factory=list)

    def run_round(self) -> None:
        requests = signed_requests(PATH, SECRET, DELIVERIES)
        before = self.server.cpu_seconds()
        closed_loop(self.port, requests, CONNECTIONS)
        self.cpu.append((self.server.cpu_seconds() - before) / DELIVERIES)


def measure(folder: Path) -> None:
    with ExitStack() as running:
        contenders = _start(running, folder)
        for contender in contenders:
            closed_loop(contender.port, signed_requests(PATH, SECRET, 400), CONNECTIONS)  # warm
        for _ in range(ROUNDS):
            for contender in contenders:
                contender.run_round()
        for contender in contenders:
            requests = signed_requests(PATH, SECRET, RATE * OPEN_SECONDS)
            contender.seconds = open_loop(contender.port, requests, RATE, OPEN_CONNECTIONS)
    _print(contenders)


def _start(running: ExitStack, folder: Path) -> list[Contender]:
    contenders = []
    for name, engine in {"flask-echo": ENGINES["SQLite"], **ENGINES}.items():
        url = running.enter_context(engine(folder, name.replace("-", "_").lower()))
        port, application = free_port(), ECHO if name == "flask-echo" else OURS
        server = web(application, environment(url, port, folder, **CHANNEL), folder / "web.log")
        contenders.append(Contender(name, port, running.enter_context(server)))
    return contenders


def _print(contenders: list[Contender]) -> None:
    echo = median(contenders[0].cpu)
    rows = []
    for each in contenders:
        ours = each is not contenders[0]
        cpu, p99 = median(each.cpu), percentile(each.seconds, 0.99)
        rows.append(
            [
                each.name if not ours else f"ours, {each.name}",
                f"{cpu * 1e6:.0f} ({min(each.cpu) * 1e6:.0f}-{max(each.cpu) * 1e6:.0f})",
                f"{cpu / echo:.2f}",
                verdict(cpu <= echo) if ours else "",
                f"{percentile(each.seconds, 0.5) * 1e3:.1f}",
                f"{p99 * 1e3:.1f}",
                verdict(p99 <= SLOWEST_P99) if ours else "",
            ]
        )
    print_table(
        f"webhook: {ROUNDS} interleaved rounds of {DELIVERIES} signed deliveries, then {RATE} a second",
        ["server", "CPU us/delivery, median (range)", "x echo", "at most 1", "p50 ms", "p99 ms", "at most 100 ms"],
        rows,
    )
