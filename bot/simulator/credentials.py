"""The channels file: one table of credentials per municipality, made once and shared with the application."""

import fcntl
import os
import secrets
import tempfile
import threading
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Channel:
    """One municipality's LINE channel; `secret` may name several, comma-separated, the first one signs."""

    slug: str
    secret: str
    access_token: str
    bot_user_id: str

    @property
    def signing_secret(self) -> str:
        return self.secret.split(",")[0].strip()


def ensure_channels(path: Path, slugs: Iterable[str]) -> None:
    """Add random credentials for every slug that the file lacks; safe when several processes do it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        channels = read_channels(path) if path.exists() else {}
        missing = [slug for slug in dict.fromkeys(slugs) if slug not in channels]
        if missing:
            channels |= {slug: _random_channel(slug) for slug in missing}
            _replace(path, "\n".join(_table(channel) for channel in channels.values()))


def read_channels(path: Path) -> dict[str, Channel]:
    """The file's channels by slug; ValueError names a table that lacks something."""
    channels = {}
    for slug, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        try:
            channels[slug] = Channel(slug, table["secret"], table["access_token"], table["bot_user_id"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path.name}: [{slug}] lacks {error}") from None
    return channels


class ChannelBook:
    """The channels in force: read again when the file changes, because the application may write it later."""

    def __init__(self, path: Path | None = None, channels: Iterable[Channel] = ()) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._channels = {channel.slug: channel for channel in channels}
        self._read_at: int | None = None

    def all(self) -> dict[str, Channel]:
        with self._lock:
            if self._path and self._path.exists():
                changed_at = self._path.stat().st_mtime_ns
                if changed_at != self._read_at:
                    self._channels, self._read_at = read_channels(self._path), changed_at
            return self._channels

    def by_slug(self, slug: str) -> Channel | None:
        return self.all().get(slug)

    def by_token(self, token: str) -> Channel | None:
        return next((channel for channel in self.all().values() if channel.access_token == token), None)


def _random_channel(slug: str) -> Channel:
    return Channel(slug, secrets.token_hex(16), secrets.token_hex(64), "U" + secrets.token_hex(16))


def _table(channel: Channel) -> str:
    return (
        f"[{channel.slug}]\n"
        f'secret = "{channel.secret}"\n'
        f'access_token = "{channel.access_token}"\n'
        f'bot_user_id = "{channel.bot_user_id}"\n'
    )


def _replace(path: Path, text: str) -> None:
    # A reader must never see half a file, and nobody else on the machine should see it at all.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
