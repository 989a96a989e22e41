#!/usr/bin/env bash
# Installs Debian or Ubuntu packages, as root or through sudo; without either it says what to install.
set -euo pipefail

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "set-up: needs the packages '$*'; please have them installed: apt-get install $*" >&2
        exit 1
    fi
    as_root=(sudo)
fi
if ! command -v apt-get >/dev/null; then
    echo "set-up: needs what Debian calls '$*'; please install it" >&2
    exit 1
fi

echo "set-up: apt-get install $*"
# `env` because sudo drops variables; the lock waits for another installation to end.
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null >/dev/null; }
apt update || echo "set-up: apt-get update failed; trying with the lists at hand" >&2
apt install -y --no-install-recommends "$@"
