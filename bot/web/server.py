"""How gunicorn serves the web application: `gunicorn -c bot/web/server.py "bot.app:create_app()"`.

What is said here gives way to `GUNICORN_CMD_ARGS`, such as `--bind 127.0.0.1:8000` behind a proxy on the same machine.
"""

import gc
import logging
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # gunicorn reads this file before it knows our folder

from bot.settings import LOOPBACK, SettingsMistake, read_settings

try:
    settings = read_settings()
except SettingsMistake as mistake:
    raise SystemExit(str(mistake)) from None

# A service that only this machine knows by address is for this machine only; any other is reached from outside,
# and a host that runs a Procfile expects it on all interfaces.
host = "127.0.0.1" if urlsplit(settings.public_url).hostname in LOOPBACK else "0.0.0.0"  # noqa: S104
bind = f"{host}:{settings.port}"

worker_class = "gthread"
workers = settings.web_workers
threads = 16  # deliveries that wait for the disk are written together: the more wait, the cheaper each
preload_app = True  # the processes share what was loaded before the fork

timeout = 60
graceful_timeout = 20
keepalive = 65  # longer than a proxy's 60 seconds: it must never send into a connection that we are closing
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a slow disk must not stop its heartbeat
control_socket_disable = True  # it would be one file for all the servers of this account

# LINE asks to keep sender, time, method, path and status of each webhook. No query string and no body: they may
# hold what a resident wrote or whom staff searched for.
accesslog = "-"
access_log_format = '%(h)s "%({x-forwarded-for}i)s" %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


class WithoutTheRequest(logging.Filter):
    """Cuts from gunicorn's complaints what they quote of a request: its query string may hold words."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING and "request" in str(record.msg):
            record.msg, record.args = str(record.msg).partition(": ")[0].partition(" %s")[0], ()
        return True


def on_starting(server: Any) -> None:
    """Stops a simulated LINE from being reached over the network, however `bind` was given."""
    server.log.error_log.addFilter(WithoutTheRequest())
    beyond = [address for address in server.cfg.address if isinstance(address, tuple) and address[0] not in LOOPBACK]
    if settings.simulator and beyond:
        raise SystemExit(f"SIMULATOR: refuses to listen beyond this machine, at {beyond[0][0]}; see PUBLIC_URL")


def when_ready(server: Any) -> None:
    """Keeps the garbage collector from touching, and so copying, the pages that the processes share."""
    gc.collect()
    gc.freeze()
