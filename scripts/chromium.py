"""Finds a Chromium for the browser tests, and installs one where there is none, with what Playwright needs to drive it.

`CHROMIUM` names another browser. A machine without any still runs the service; only the browser tests need it.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
SEARCHED = f"{os.environ.get('PATH', '')}:/usr/bin"
PLAYWRIGHT = (sys.executable, "-m", "playwright")
DOWNLOADS = ROOT / "var/playwright"


def find() -> Path | None:
    """The browser's executable: the one that CHROMIUM names, the system's, or Playwright's."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    installed = [Path(folder, name) for folder in SEARCHED.split(":") for name in NAMES]
    downloaded = sorted(DOWNLOADS.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    return next((path for path in [*installed, *downloaded] if is_real(path)), None)


def is_real(path: Path) -> bool:
    """False for Ubuntu's package, a script that only starts (or asks for) a snap, which tests can't drive."""
    if not os.access(path, os.X_OK) or "/snap/" in str(path.resolve()):
        return False
    with path.open("rb") as file:
        return b"/snap/" not in file.read(8192)


def install() -> None:
    """Debian's own package first: it is kept up to date with the system. Ubuntu's is the stub."""
    if distribution() != "ubuntu" and succeeds("scripts/apt.sh", "chromium") and find():
        return
    print("set-up: downloading Playwright's Chromium", flush=True)
    # Its libraries come last: they upgrade packages of the system, in vain when there is no browser to use them.
    if succeeds(*PLAYWRIGHT, "install", "--no-shell", "chromium", PLAYWRIGHT_BROWSERS_PATH=str(DOWNLOADS)):
        succeeds(*PLAYWRIGHT, "install-deps", "chromium")


def complete_playwright() -> None:
    """Its own Node.js needs a library that small installations of Debian lack."""
    if finish(*PLAYWRIGHT, "--version").returncode:
        succeeds("scripts/apt.sh", "libatomic1")


def distribution() -> str:
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return "unknown"


def succeeds(*command: str, **environment: str) -> bool:
    """Quiet, unless the command fails."""
    finished = finish(*command, **environment)
    if finished.returncode:
        print(*finished.stdout.splitlines()[-5:], sep="\n", file=sys.stderr)
    return finished.returncode == 0


def finish(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **environment},
    )


def main() -> None:
    """Never fails: a missing browser is a warning here and a failing browser test later."""
    complete_playwright()
    if find() is None:
        print("set-up: a Chromium for the browser tests", flush=True)
        install()
    if browser := find():
        print(f"set-up: Chromium for the browser tests: {browser}")
    else:
        print(
            "set-up: no Chromium to be had: the browser tests will fail. `make chromium` tries again", file=sys.stderr
        )


if __name__ == "__main__":
    main()
