"""Trouble on demand: the next calls to an endpoint fail in the way that was asked for."""

import fnmatch
import threading
import time
from dataclasses import dataclass

BEFORE = ("429", "500", "hang", "reset")  # the call is not processed
AFTER = ("drop", "slow")  # the call is processed; its answer is lost, or late
KINDS = BEFORE + AFTER


@dataclass
class Fault:
    """`endpoint` is a path of the platform, `*` allowed; `times` calls are still to fail."""

    endpoint: str
    kind: str
    times: int = 1
    seconds: float = 0
    slug: str | None = None


class Faults:
    """The faults that are still to happen, first in, first out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        with self._lock:
            self._faults.append(fault)

    def take(self, path: str, slug: str) -> Fault | None:
        """The fault that this call meets, counted as used."""
        with self._lock:
            for fault in self._faults:
                if fault.slug in (None, slug) and fnmatch.fnmatchcase(path, _pattern(fault.endpoint)):
                    fault.times -= 1
                    self._faults = [each for each in self._faults if each.times > 0]
                    return fault
            return None

    def clear(self) -> None:
        with self._lock:
            self._faults = []

    def waiting(self) -> list[Fault]:
        with self._lock:
            return list(self._faults)


def pause(fault: Fault) -> None:
    time.sleep(min(fault.seconds, 120))


def _pattern(endpoint: str) -> str:
    return endpoint if endpoint.startswith(("/", "*")) else f"/v2/bot/message/{endpoint}"
