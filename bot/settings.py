"""Every setting once; the only reader of the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from dotenv import dotenv_values

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

# name, default (None: required), meaning. docs/settings.md says more; a test holds the two together.
SETTINGS: tuple[tuple[str, str | None, str], ...] = (
    ("DATABASE_URL", "sqlite:///var/siang.db", "where everything is remembered: SQLite or PostgreSQL"),
    ("SECRET_KEY", None, "signs log-in cookies and links; at least 16 characters"),
    ("PUBLIC_URL", "http://127.0.0.1:8000", "the address under which residents and staff reach us"),
    (
        "LINE_CHANNEL_SECRET_<SLUG>",
        "",
        "a municipality's channel secret; several, comma-separated, while one is replaced",
    ),
    ("LINE_CHANNEL_ACCESS_TOKEN_<SLUG>", "", "a municipality's channel access token"),
    ("LINE_CHANNELS", "", "a TOML file with the secrets and tokens of all municipalities, instead of the two above"),
    ("LINE_API_HOST", "", "empty: LINE itself; else the base address for all calls to it"),
    ("MUNICIPALITIES", "municipalities", "the folder with one folder for each municipality"),
    ("ATTACHMENTS", "var/attachments", "the folder for residents' photos and files"),
    ("MODELS", "var/models", "the folder for models that were trained here"),
    ("WORKERS", "1", "worker processes; more than one needs PostgreSQL"),
    ("WEB_WORKERS", "2", "web processes"),
    ("PORT", "8000", "the port of the web process"),
    ("SIMULATOR", "0", "1: talk to a simulated LINE on this machine instead of the real one"),
    ("METRICS_TOKEN", "", "lets a monitor elsewhere read /metrics with `Authorization: Bearer ...`"),
)


class SettingsMistake(Exception):
    """A setting is missing or malformed; its text is one line that names it."""


@dataclass(frozen=True)
class Channel:
    """A municipality's LINE account: the secrets that sign what it delivers, the token that lets us send."""

    secrets: tuple[str, ...]
    access_token: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    database_url: str
    secret_key: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    channels: Mapping[str, Channel] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    line_api_host: str = ""
    municipalities: Path = Path("municipalities")
    attachments: Path = Path("var/attachments")
    models: Path = Path("var/models")
    workers: int = 1
    web_workers: int = 2
    port: int = 8000
    simulator: bool = False
    metrics_token: str = field(default="", repr=False)

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; without an argument from the environment, which wins over `.env`.

    Raises SettingsMistake.
    """
    if environment is None:
        from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
        environment = {**from_file, **os.environ}
    given = {name: environment.get(name) or (default or "") for name, default, _ in SETTINGS}
    simulator = _flag("SIMULATOR", given["SIMULATOR"])
    port = _number("PORT", given["PORT"], least=1, most=65534)
    settings = Settings(
        database_url=_database_url(given["DATABASE_URL"]),
        secret_key=_secret_key(given["SECRET_KEY"]),
        public_url=_address("PUBLIC_URL", given["PUBLIC_URL"]).rstrip("/"),
        channels=MappingProxyType(_simulated_channels(given, environment) if simulator else _channels(environment)),
        line_api_host=_line_api_host(given["LINE_API_HOST"], simulator, port),
        municipalities=Path(given["MUNICIPALITIES"]),
        attachments=_attachments(given["ATTACHMENTS"]),
        models=Path(given["MODELS"]),
        workers=_number("WORKERS", given["WORKERS"], least=1, most=64),
        web_workers=_number("WEB_WORKERS", given["WEB_WORKERS"], least=1, most=64),
        port=port,
        simulator=simulator,
        metrics_token=given["METRICS_TOKEN"],
    )
    if settings.workers > 1 and settings.database_url.startswith("sqlite"):
        raise SettingsMistake("WORKERS: more than one worker needs PostgreSQL; SQLite has a single writer")
    return settings


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        raise SettingsMistake("DATABASE_URL: must begin with sqlite:, postgresql: or postgres:")
    return value


def _secret_key(value: str) -> str:
    if len(value) < 16:
        raise SettingsMistake("SECRET_KEY: is required, at least 16 characters")
    return value


def _flag(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise SettingsMistake(f"{name}: must be 0 or 1")
    return value == "1"


def _number(name: str, value: str, least: int, most: int) -> int:
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingsMistake(f"{name}: must be a whole number from {least} to {most}")
    return int(value)


def _address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsMistake(f"{name}: must be an address such as https://example.go.th")
    return value


def _attachments(value: str) -> Path:
    if "://" in value:
        raise SettingsMistake("ATTACHMENTS: must be a folder")
    return Path(value)


def _line_api_host(value: str, simulator: bool, port: int) -> str:
    if not simulator:
        return _address("LINE_API_HOST", value).rstrip("/") if value else ""
    if value and urlsplit(value).hostname not in LOOPBACK:
        raise SettingsMistake("LINE_API_HOST: must be on this machine while SIMULATOR is 1")
    return (value or f"http://127.0.0.1:{port + 1}").rstrip("/")


def _channels(environment: Mapping[str, str]) -> dict[str, Channel]:
    if environment.get("LINE_CHANNELS"):
        return _channels_of_file(Path(environment["LINE_CHANNELS"]))
    channels = {}
    prefix = "LINE_CHANNEL_SECRET_"
    for name, value in environment.items():
        if not name.startswith(prefix) or not value:
            continue
        suffix = name.removeprefix(prefix)
        token = environment.get(f"LINE_CHANNEL_ACCESS_TOKEN_{suffix}", "")
        if not token:
            raise SettingsMistake(f"LINE_CHANNEL_ACCESS_TOKEN_{suffix}: is required beside {name}")
        channels[suffix.lower().replace("_", "-")] = Channel(_secrets(value), token)
    return channels


def _channels_of_file(path: Path) -> dict[str, Channel]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {slug: Channel(_secrets(table["secret"]), table["access_token"]) for slug, table in tables.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as mistake:
        raise SettingsMistake(f"LINE_CHANNELS: cannot be read ({type(mistake).__name__}: {mistake})") from None


def _secrets(value: str) -> tuple[str, ...]:
    return tuple(secret.strip() for secret in value.split(",") if secret.strip())


def _simulated_channels(given: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, Channel]:
    real = sorted(name for name in environment if name.startswith("LINE_CHANNEL") and environment[name])
    if real:
        raise SettingsMistake(f"SIMULATOR: refuses to run beside real credentials; {real[0]} is set")
    # Imported here: the simulator is no part of a real deployment.
    from bot.simulator.credentials import ensure_channels

    path = Path("var/simulator/channels.toml")
    folder = Path(given["MUNICIPALITIES"])
    slugs = sorted(file.parent.name for file in folder.glob("*/municipality.toml"))
    if not slugs:
        raise SettingsMistake(f"MUNICIPALITIES: {folder} has no folder with a municipality.toml")
    ensure_channels(path, slugs)
    return _channels_of_file(path)
