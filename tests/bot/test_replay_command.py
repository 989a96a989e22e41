"""`flask replay`: a file of reports becomes residents who write, through a simulator or without one."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from bot.app import create_app
from bot.settings import Channel, Settings
from bot.simulator import serve_in_thread
from bot.simulator.client import SimulatorClient
from bot.simulator.credentials import ensure_channels, read_channels
from db.models import Event
from handlers.municipalities import load
from handlers.municipality_folder import read_folder
from tests.city import YALA

REPORTS = 'ticket,text,state\n1,"ไฟดับ\nสองดวง",x\n2,,x\n3,ขยะล้น,x\n4,น้ำไม่ไหล,x\n'


@dataclass
class Service:
    """The application on a port, ready to be replayed to."""

    app: Flask
    url: str

    def replay(self, file: Path, *more: str, municipality: str = "yala") -> Result:
        arguments = ["replay", str(file), "--municipality", municipality, "--url", self.url, "--rate", "200", *more]
        return self.app.test_cli_runner().invoke(args=arguments)

    def events(self) -> list[Event]:
        with self.app.extensions["siang"].database.reading() as session:
            return list(session.scalars(select(Event).order_by(Event.occurred_at, Event.id)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv.gz"
    path.write_bytes(gzip.compress(REPORTS.encode()))
    return path


@pytest.fixture
def channels(tmp_path: Path) -> dict[str, Channel]:
    ensure_channels(tmp_path / "channels.toml", ["yala"])
    known = read_channels(tmp_path / "channels.toml").values()
    return {channel.slug: Channel((channel.secret, "the old one"), channel.access_token) for channel in known}


@pytest.fixture
def alone(sqlite_url: str, channels: dict[str, Channel]) -> Iterator[Service]:
    """Without a simulator."""
    running = _serve(Settings(sqlite_url, "0123456789abcdef", channels=channels))
    yield next(running)
    next(running, None)


@pytest.fixture
def simulated(sqlite_url: str, channels: dict[str, Channel], tmp_path: Path) -> Iterator[Service]:
    """With one, to which the application redirects."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    port = server.server_port
    simulator = serve_in_thread(app_url=f"http://127.0.0.1:{port}", channels_file=tmp_path / "channels.toml")
    simulator_port = int(simulator.url.rpartition(":")[2])
    settings = Settings(sqlite_url, "0123456789abcdef", channels=channels, simulator=True, port=simulator_port - 1)
    running = _serve(settings, server)
    yield next(running)
    next(running, None)
    simulator.stop()


def _serve(settings: Settings, server=None) -> Iterator[Service]:
    import threading

    app = create_app(settings)
    with app.extensions["siang"].database.transaction() as session:
        load(session, read_folder(YALA))
    server = server or make_server("127.0.0.1", 0, app, threaded=True)
    server.app = app
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Service(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    app.extensions["siang"].database.dispose()


def test_without_a_simulator_each_text_is_signed_and_delivered(alone: Service, file: Path) -> None:
    result = alone.replay(file)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("3 delivered, 0 refused, ")
    events = alone.events()
    assert len({event.line_user_id for event in events}) == 3
    assert "\\u0e02\\u0e22\\u0e30" in events[1].raw


def test_through_the_simulator_each_text_comes_from_a_new_resident(simulated: Service, file: Path) -> None:
    result = simulated.replay(file)
    assert result.stdout.splitlines()[-1].startswith("3 delivered, 0 refused, ")
    simulator = SimulatorClient(simulated.app.extensions["siang"].settings.simulator_url)
    assert len(simulator.residents("yala")) == 3
    assert len(simulated.events()) == 3


def test_the_limit_ends_it(alone: Service, file: Path) -> None:
    assert "2 delivered" in alone.replay(file, "--limit", "2").stdout


def test_what_the_webhook_refuses_is_counted(alone: Service, file: Path, channels: dict[str, Channel]) -> None:
    alone.app.extensions["siang"].settings.channels["yala"] = Channel(("wrong",), "token")
    other = create_app(Settings("sqlite://", "0123456789abcdef", channels={"yala": Channel(("right",), "token")}))
    arguments = ["replay", str(file), "--municipality", "yala", "--url", alone.url, "--rate", "200"]
    assert "0 delivered, 3 refused" in other.test_cli_runner().invoke(args=arguments).stdout


def test_the_rate_is_kept(alone: Service, file: Path) -> None:
    arguments = ["replay", str(file), "--municipality", "yala", "--url", alone.url, "--rate", "4"]
    said = alone.app.test_cli_runner().invoke(args=arguments).stdout.splitlines()[-1]
    assert 0.5 <= float(said.split()[-2]) < 2.5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ticket,words\n1,x\n", "there is no column 'text'"),
        (b"", "there is no column 'text'"),
        (b"text\n\xff\xfe\n", "is not UTF-8"),
        (gzip.compress(b"text\nhello\n" * 100, mtime=0)[:-12], "cannot be read"),
        (b'text\n"' + b"x" * 200_000 + b'"\n', "is not CSV"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(alone: Service, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "reports.csv"
    file.write_bytes(content)
    result = alone.replay(file)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
    assert not alone.events()


def test_an_application_that_does_not_answer_is_told_in_one_line(alone: Service, file: Path) -> None:
    arguments = ["replay", str(file), "--municipality", "yala", "--url", "http://127.0.0.1:9"]
    result = alone.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: http://127.0.0.1:9: no answer")


def test_an_unknown_municipality_is_told_in_one_line(alone: Service, simulated: Service, file: Path) -> None:
    for each in (alone, simulated):
        result = each.replay(file, municipality="nowhere")
        assert result.exit_code == 1
        assert "nowhere" in result.stderr
