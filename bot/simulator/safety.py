"""Why the simulator may not start here: it must never meet a real channel or a real network."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit


class UnsafeStart(ValueError):
    """The simulator refuses to start; the message says why in one line."""


def check_environment(environ: Mapping[str, str]) -> None:
    """Raise UnsafeStart when real credentials are within reach."""
    found = sorted(name for name in environ if name.startswith("LINE_CHANNEL_"))
    if found:
        raise UnsafeStart(
            f"the simulator does not start beside a real LINE channel: {', '.join(found)} is set; "
            "unset it, or run without the simulator"
        )


def check_host(host: str) -> None:
    """Raise UnsafeStart when others than this machine could connect."""
    if not is_loopback(host):
        raise UnsafeStart(f"the simulator listens on loopback only, not on {host}; use 127.0.0.1")


def check_address(url: str) -> None:
    """Raise UnsafeStart when webhooks would leave this machine."""
    if not is_loopback(urlsplit(url).hostname or ""):
        raise UnsafeStart(f"the simulator delivers to this machine only, not to {url}; use http://127.0.0.1:…")


def is_loopback(host: str) -> bool:
    """True for localhost and loopback addresses; a name is not resolved, so that it cannot change its mind."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
