"""What set-up relies on stays true."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from honcho.environ import expand_processes, parse_procfile

from scripts import chromium

ROOT = Path(__file__).parent.parent


def test_every_front_end_library_has_an_exact_version() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_the_lock_files_name_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text("utf-8")


def test_the_simulator_listens_on_the_port_after_the_application() -> None:
    processes = parse_procfile((ROOT / "Procfile.dev").read_text("utf-8")).processes
    started = {each.name: each for each in expand_processes(processes, port=8000)}
    assert started["web.1"].env["PORT"] == "8000"
    simulator = started["simulator.1"]
    said = subprocess.run(["sh", "-c", f"echo {simulator.cmd}"], env=simulator.env, capture_output=True, text=True)
    assert "--port 8001 --app http://127.0.0.1:8000" in said.stdout


def test_a_start_script_of_a_snap_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub, real = tmp_path / "first/chromium", tmp_path / "second/chromium"
    for path, text in ((stub, '#!/bin/sh\nexec /snap/bin/chromium "$@"\n'), (real, "#!/bin/sh\n")):
        path.parent.mkdir()
        path.write_text(text)
        path.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "SEARCHED", f"{stub.parent}:{real.parent}")
    assert chromium.find() == real
