"""Credentials, safety and the process itself."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.simulator.client import SimulatorClient, wait_until_answering
from bot.simulator.credentials import ensure_channels, read_channels
from bot.simulator.safety import is_loopback

ROOT = Path(__file__).parents[3]


def clean_environment(**more):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LINE_")}
    return kept | more


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "bot.simulator", *arguments],
        cwd=ROOT, env=clean_environment(**environment), capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip


def test_credentials_are_made_once_and_missing_ones_are_added(tmp_path):
    path = tmp_path / "simulator" / "channels.toml"
    ensure_channels(path, ["yala"])
    first = read_channels(path)
    ensure_channels(path, ["yala", "betong-town"])
    second = read_channels(path)
    assert second["yala"] == first["yala"]
    assert set(second) == {"yala", "betong-town"}
    assert len({channel.access_token for channel in second.values()}) == 2
    assert path.stat().st_mode & 0o077 == 0


def test_racing_processes_agree_on_the_credentials(tmp_path):
    path = tmp_path / "channels.toml"
    slugs = [f"town-{number}" for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda slug: ensure_channels(path, [slug, "shared"]), slugs))
    assert set(read_channels(path)) == {*slugs, "shared"}


def test_a_broken_channels_file_is_named(tmp_path):
    path = tmp_path / "channels.toml"
    path.write_text('[yala]\nsecret = "x"\n')
    with pytest.raises(ValueError, match=r"channels.toml: \[yala\] lacks 'access_token'"):
        read_channels(path)


@pytest.mark.parametrize(
    ("arguments", "environment", "reason"),
    [
        ([], {"LINE_CHANNEL_SECRET_YALA": "real"}, "LINE_CHANNEL_SECRET_YALA is set"),
        ([], {"LINE_CHANNEL_ACCESS_TOKEN_YALA": ""}, "LINE_CHANNEL_ACCESS_TOKEN_YALA is set"),
        (["--host", "0.0.0.0"], {}, "listens on loopback only"),
        (["--app", "https://example.com"], {}, "delivers to this machine only"),
    ],
)
def test_it_refuses_an_unsafe_start_in_one_line(tmp_path, arguments, environment, reason):
    result = run("--state", str(tmp_path / "state.db"), "--port", "0", *arguments, **environment)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1 and reason in result.stderr
    assert not (tmp_path / "channels.toml").exists()


def test_only_this_machine_counts_as_loopback():
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "10.0.0.1", "example.com", "localhost.example.com", ""]))


def test_the_process_serves_keeps_its_state_and_ends_on_sigterm(tmp_path):
    arguments = ["--state", str(tmp_path / "state.db"), "--port", "0", "--municipality", "yala"]
    resident = None
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.simulator", *arguments, "--app", "http://127.0.0.1:9"],
            cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            url = process.stdout.readline().split()[1].removesuffix("/simulator/")
            wait_until_answering(url)
            sim = SimulatorClient(url)
            assert sim.municipalities() == ["yala"]
            if resident:
                assert sim.chat(resident)[0]["message"]["text"] == "สวัสดี"
            else:
                resident = sim.add_resident("yala")
                sim.say(resident, "สวัสดี")
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_municipality_that_is_added_later_is_known_at_once(tmp_path, app):
    from bot.simulator import serve_in_thread

    path = tmp_path / "channels.toml"
    server = serve_in_thread(app_url=app.url, channels_file=path)
    try:
        sim = SimulatorClient(server.url)
        assert sim.municipalities() == []
        ensure_channels(path, ["yala"])
        sim.say(sim.add_resident("yala"), "สวัสดี")
        app.wait_for(1)
    finally:
        server.stop()
