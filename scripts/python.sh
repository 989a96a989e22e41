#!/usr/bin/env bash
# Makes .venv with everything pinned in requirements-dev.txt. PYTHON names another interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'set-up: %s\n' "$*"; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_new_enough "$candidate"; then command -v "$candidate" && return; fi
    done
    say "no Python 3.11 or newer found; install one, or name it: make setup PYTHON=/path/to/python3" >&2
    return 1
}

make_venv() {
    local python version
    python=$(find_python)
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    say "virtual environment .venv with $("$python" --version)"
    # Debian's Python comes without ensurepip until its own package python3.x-venv is there.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || scripts/apt.sh "$version-venv"
    "$python" -m venv --clear .venv
}

# uv is six times faster than pip, but reads none of pip's settings: where those name an index, pip it is.
pip_has_own_index() { .venv/bin/pip config list 2>/dev/null | grep -q "\.index-url="; }

install_with_uv() {
    .venv/bin/pip install --quiet --disable-pip-version-check "$(grep '^uv==' requirements-dev.txt)" &&
        UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" .venv/bin/uv pip install --quiet --python .venv/bin/python \
            --compile-bytecode -r requirements-dev.txt
}

install_with_pip() {
    .venv/bin/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
}

# A folder that was moved or whose Python is gone has a .venv that no longer starts.
.venv/bin/pip --version >/dev/null 2>&1 && is_new_enough .venv/bin/python || make_venv
say "Python packages"
if pip_has_own_index; then
    install_with_pip
else
    install_with_uv || { say "uv could not install them; trying pip"; install_with_pip; }
fi
