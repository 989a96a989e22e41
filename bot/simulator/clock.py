"""What time it is on the simulated platform: the machine's time, moved on request."""

import threading
import time


class Clock:
    """Milliseconds since 1970, shifted by an offset that tests and the chat page may change."""

    def __init__(self, offset_seconds: float = 0) -> None:
        self.offset_seconds = offset_seconds
        self._last_event = 0
        self._lock = threading.Lock()

    def now(self) -> int:
        return int((time.time() + self.offset_seconds) * 1000)

    def event_time(self) -> int:
        """A time for an event, later than every earlier one: two messages never share a millisecond."""
        with self._lock:
            self._last_event = max(self.now(), self._last_event + 1)
            return self._last_event

    def advance(self, seconds: float) -> None:
        """Move on (or back, when negative); what happened before stays where it was."""
        with self._lock:
            self.offset_seconds += seconds
            self._last_event = 0
