"""The service's processes as a benchmark runs them, each reachable on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import urllib3

ROOT = Path(__file__).parent.parent
OURS = "bot.app:create_app()"
ECHO = "bench.echo:app"
START_SECONDS = 60


class Process:
    """One started process with all its children."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        with log.open("a") as output:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=dict(environment), stdout=output, stderr=output
            )

    def tree(self) -> list[psutil.Process]:
        parent = psutil.Process(self._popen.pid)
        return [parent, *parent.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """What the whole tree has used so far, user and system."""
        return sum(sum(process.cpu_times()[:2]) for process in self.tree())

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def stop(self) -> None:
        self._popen.terminate()
        self._popen.wait(timeout=60)


def environment(database_url: str, port: int, folder: Path, **more: str) -> dict[str, str]:
    """Only what the processes need, so that no setting of the person who measures changes the figures."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "SECRET_KEY": "only-for-the-benchmark",
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ATTACHMENTS": str(folder / "attachments"),
        **more,
    }


@contextmanager
def web(application: str, given: Mapping[str, str], log: Path) -> Iterator[Process]:
    """A web server with our gunicorn configuration, answering."""
    server = Process(["gunicorn", "-c", "bot/web/server.py", application], given, log)
    try:
        wait_for_answer(server, f"http://127.0.0.1:{given['PORT']}/healthz", log)
        yield server
    finally:
        server.stop()


@contextmanager
def process(command: list[str], given: Mapping[str, str], log: Path) -> Iterator[Process]:
    started = Process(command, given, log)
    try:
        yield started
    finally:
        started.stop()


def wait_for_answer(server: Process, url: str, log: Path, statuses: tuple[int, ...] = (200, 404)) -> None:
    """Returns when the address is answered with one of these; raises RuntimeError when it never is."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.is_running():
        try:
            if urllib3.request("GET", url, retries=False, timeout=5).status in statuses:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.02)
    raise RuntimeError(f"{url} is not answered:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
