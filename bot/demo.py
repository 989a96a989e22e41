"""`make run`: prepares a demonstration, starts web, worker and simulator in the foreground, says where to look."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bot.settings import Settings, SettingsMistake, read_settings

VAR = Path("var")
HIGHEST_PORT = 65_300  # honcho counts up to 200 on from it
READY_SECONDS = 120


class CannotStart(Exception):
    """The demonstration cannot start; its text is one line that says why."""


def main() -> int:
    try:
        os.environ.update(demo_environment(os.environ))
        settings = read_settings()
        for port in (settings.port, settings.port + 1):
            check_port_is_free(port)
        welcome = _prepared(settings)
    except (CannotStart, SettingsMistake) as reason:
        print(f"cannot start: {reason}", file=sys.stderr)
        return 1
    return _run_all(settings.port, welcome)


def demo_environment(given: Mapping[str, str]) -> dict[str, str]:
    """What is added to the given environment, for all processes: settings for this machine only. Raises CannotStart."""
    port = given.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= HIGHEST_PORT:
        raise CannotStart(f"PORT must be a whole number from 1 to {HIGHEST_PORT}")
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{given.get('PATH', '')}",
        "SECRET_KEY": given.get("SECRET_KEY") or _kept_secret(),
        "PORT": port,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        # Said here, because honcho gives each process a PORT of its own to reckon it from.
        "LINE_API_HOST": f"http://127.0.0.1:{int(port) + 1}",
        "SIMULATOR": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _kept_secret() -> str:
    path = VAR / "demo-secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def check_port_is_free(port: int) -> None:
    """Raises CannotStart."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(f"port {port} is taken; choose others with `make run PORT=8100`") from None


def _prepared(settings: Settings) -> str:
    """The text that greets who started it."""
    # Imported late: loading the application takes a second, and a taken port should be told at once.
    from bot.demo_town import prepare
    from handlers.municipality_folder import FolderMistakes

    try:
        logins = prepare(settings, VAR)
    except (FolderMistakes, LookupError) as mistake:
        raise CannotStart(str(mistake)) from None
    people = [f"  {each.account.role:<14} {each.account.email:<28} {each.password}" for each in logins]
    return "\n".join(
        [
            "",
            f"  write as a resident   {settings.simulator_url}/simulator/",
            f"  answer as staff       {settings.public_url}/login",
            f"  the city's page       {settings.public_url}/",
            "",
            "  who logs in    e-mail                       password",
            *people,
            "",
            "  Ctrl-C ends all.",
            "",
        ]
    )


def _run_all(port: int, welcome: str) -> int:
    # An empty environment file: honcho would let `.env` win over what was given.
    command = [sys.executable, "-m", "honcho", "-e", os.devnull, "-f", "Procfile.dev", "start"]
    processes = subprocess.Popen(command)  # noqa: S603
    stopped = False

    def stop(number: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True
        # Ctrl-C reaches the whole group by itself; a second one would make honcho kill instead of ask.
        if number == signal.SIGTERM:
            processes.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    deadline = time.monotonic() + READY_SECONDS
    while processes.poll() is None and not stopped and time.monotonic() < deadline:
        if _is_ready(port):
            print(welcome, flush=True)
            break
        time.sleep(1)
    code = processes.wait()
    return 0 if stopped else code or 1


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
