"""Writers of one process wait in line for SQLite's single place, first come, first served."""

import threading
from collections import deque
from types import TracebackType


class WaitingLine:
    """A lock that is handed to the one who has waited longest.

    SQLite's own way of waiting is to sleep and try again, up to a tenth of a second at a time; beside a busy writer
    a second one would hardly ever get its turn.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
