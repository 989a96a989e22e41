"""How gunicorn serves: where it listens, what its log keeps, and how it starts and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from tests.city import REPOSITORY, YALA

COMMAND = [sys.executable, "-m", "gunicorn", "-c", str(REPOSITORY / "bot/web/server.py"), "bot.app:create_app()"]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def environment(database_url: str, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "0123456789abcdef",
        "DATABASE_URL": database_url,
        "PORT": str(free_port()),
        **more,
    }


class Server:
    def __init__(self, given: dict[str, str], log: Path) -> None:
        self.port, self._log = int(given["PORT"]), log
        with log.open("w") as output:
            self.process = subprocess.Popen(COMMAND, cwd=REPOSITORY, env=given, stdout=output, stderr=output)
        deadline = time.monotonic() + 30
        while "Booting worker" not in self.log():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def get(self, path: str, **headers: str) -> int:
        return urllib3.request("GET", f"http://127.0.0.1:{self.port}{path}", headers=headers).status

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path) -> Iterator[Server]:
    server = Server(environment(sqlite_url), tmp_path / "log")
    yield server
    server.stop()


def test_the_log_keeps_what_line_asks_for_and_nothing_that_was_written(server: Server) -> None:
    assert server.get("/healthz?q=%E0%B9%84%E0%B8%9F", **{"X-Forwarded-For": "203.0.113.7"}) == 200
    with socket.create_connection(("127.0.0.1", server.port)) as connection:  # a request line that is none
        connection.sendall("GET /healthz?q=secretwords \u0e44 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        connection.recv(1000)
    server.stop()
    lines = [line for line in server.log().splitlines() if '"GET /healthz" 200' in line]
    assert len(lines) == 1
    assert lines[0].startswith('127.0.0.1 "203.0.113.7" [')
    assert "Invalid request from ip=127.0.0.1" in server.log()
    assert "q=" not in server.log()
    assert "secretwords" not in server.log()


def test_sigterm_ends_it_in_order(server: Server) -> None:
    assert server.get("/healthz") == 200
    assert server.stop() == 0


def refused(given: dict[str, str], folder: Path = REPOSITORY) -> str:
    """What it says instead of starting."""
    done = subprocess.run(COMMAND, cwd=folder, env=given, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1, done
    return done.stderr


def test_a_mistaken_setting_stops_the_start_with_one_line(sqlite_url: str) -> None:
    assert refused(environment(sqlite_url, SECRET_KEY="short")).startswith("SECRET_KEY: ")


@pytest.mark.parametrize("beyond", [{"PUBLIC_URL": "https://a.example"}, {"GUNICORN_CMD_ARGS": "--bind 0.0.0.0:0"}])
def test_a_simulated_line_is_never_reached_over_the_network(
    sqlite_url: str, tmp_path: Path, beyond: dict[str, str]
) -> None:
    given = environment(sqlite_url, SIMULATOR="1", MUNICIPALITIES=str(YALA.parent), **beyond)
    assert "SIMULATOR: refuses to listen beyond this machine" in refused(given, tmp_path)


def test_a_public_address_is_listened_to_on_all_interfaces(sqlite_url: str, tmp_path: Path) -> None:
    server = Server(environment(sqlite_url, PUBLIC_URL="https://a.example"), tmp_path / "log")
    server.stop()
    assert f"Listening at: http://0.0.0.0:{server.port}" in server.log()
