"""`make run`: one command, and everything runs on this machine with people who can log in."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3
from flask_security import verify_password

from bot.app import create_app
from bot.demo import CannotStart, check_port_is_free, demo_environment
from bot.demo_town import prepare
from bot.settings import Settings, read_settings
from db import Database
from db.accounts import by_email
from db.models import Role
from tests.city import REPOSITORY


def two_free_ports() -> int:
    """The first of them; each process of the demonstration has its number reckoned from it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            if port <= 65_000:
                return port


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the project without data of its own."""
    for name in ("bot", "db", "handlers", "nlp", "municipalities", "Procfile.dev"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    return tmp_path


def start(home: Path, port: int) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.demo"],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def welcome(demo: subprocess.Popen[str]) -> str:
    said = ""
    assert demo.stdout
    for line in demo.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(said)


def status(url: str) -> int:
    return urllib3.request("GET", url, retries=False, redirect=False).status


def test_everything_runs_and_ctrl_c_ends_it(home: Path) -> None:
    port = two_free_ports()
    demo = start(home, port)
    try:
        said = welcome(demo)
        addresses = [f"http://127.0.0.1:{port + 1}/simulator/", f"http://127.0.0.1:{port}/login"]
        assert all(address in said for address in addresses)
        assert [status(address) for address in addresses] == [200, 200]
        assert status(f"http://127.0.0.1:{port}/simulator/") == 302
        taken = start(home, port)
        assert f"port {port} is taken" in taken.communicate(timeout=30)[0]
        assert taken.returncode == 1
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.communicate(timeout=60)
    assert demo.returncode == 0
    time.sleep(0.2)
    check_port_is_free(port)
    check_port_is_free(port + 1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings(sqlite_url, "0123456789abcdef", municipalities=REPOSITORY / "municipalities")


def test_people_of_every_role_can_log_in(settings: Settings, tmp_path: Path) -> None:
    logins = prepare(settings, tmp_path)
    assert {login.account.role for login in logins} == set(Role)
    assert [login.account.email for login in logins if login.account.restricted] == ["auditor@yala.example"]
    app = create_app(settings)
    with app.app_context(), Database(settings.database_url).reading() as session:
        for login in logins:
            account = by_email(session, login.account.email)
            assert account
            assert verify_password(login.password, account.password)


def test_a_second_start_gives_the_same_passwords(settings: Settings, tmp_path: Path) -> None:
    assert prepare(settings, tmp_path) == prepare(settings, tmp_path)
    kept = tmp_path / "demo-accounts.toml"
    assert kept.stat().st_mode & 0o077 == 0


def test_lost_passwords_are_replaced(settings: Settings, tmp_path: Path) -> None:
    before = prepare(settings, tmp_path)
    (tmp_path / "demo-accounts.toml").unlink()
    after = prepare(settings, tmp_path)
    assert {login.password for login in before}.isdisjoint({login.password for login in after})
    app = create_app(settings)
    with app.app_context(), Database(settings.database_url).reading() as session:
        account = by_email(session, after[0].account.email)
        assert account
        assert verify_password(after[0].password, account.password)


def test_all_processes_agree_on_the_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "municipalities").symlink_to(REPOSITORY / "municipalities")
    given = demo_environment({"PORT": "8100"})
    honchos = [read_settings({**given, "PORT": port}) for port in ("8100", "8200")]  # web, worker
    assert {each.line_api_host for each in honchos} == {"http://127.0.0.1:8101"}
    assert {each.public_url for each in honchos} == {"http://127.0.0.1:8100"}
    assert demo_environment({})["SECRET_KEY"] == given["SECRET_KEY"]


@pytest.mark.parametrize("port", ["0", "x", "65301", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CannotStart, match="PORT"):
        demo_environment({"PORT": port})
