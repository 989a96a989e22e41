"""`python -m bot.simulator`: the simulator as a process of its own, on loopback only."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from .credentials import ensure_channels
from .safety import UnsafeStart, check_address, check_environment, check_host


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; 2 when it is not safe to start."""
    options = _parser().parse_args(arguments)
    try:
        check_environment(os.environ)
        check_host(options.host)
        check_address(options.app)
    except UnsafeStart as reason:
        print(f"simulator: {reason}", file=sys.stderr)
        return 2
    channels = options.channels or options.state.with_name("channels.toml")
    ensure_channels(channels, options.municipality)
    _serve(options, channels)
    return 0


def _serve(options: argparse.Namespace, channels: Path) -> None:
    # Imported late: LINE's SDK takes seconds, and a refusal should not.
    from .app import create_simulator
    from .server import Server

    app = create_simulator(app_url=options.app, channels_file=channels, state=options.state)
    server = Server(app, options.host, options.port, app.extensions["platform"].deliveries.stop)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server.start()
    print(f"simulator: {server.url}/simulator/ delivers to {options.app}", flush=True)
    stop.wait()
    server.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--app", default="http://127.0.0.1:8000", help="the application's address")
    parser.add_argument("--state", type=Path, default=Path("var/simulator/state.db"), help="the simulator's file")
    parser.add_argument("--channels", type=Path, help="credentials; beside the state file unless given")
    parser.add_argument(
        "--municipality", action="append", default=[], metavar="SLUG", help="make credentials for it if missing"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
