"""The reading half of the client: chats, deliveries, what was sent and what was refused; and waiting."""

import json
import time
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


class Reading:
    """Needs `call` from the class that inherits it, which also keeps `marks`: where a chat stood at the last doing."""

    def __init__(self) -> None:
        self.marks: dict[str, int] = {}

    def call(self, method: str, path: str, body: Json | None = None) -> Any:
        raise NotImplementedError

    def municipalities(self) -> list[str]:
        return list(self.call("GET", "/municipalities"))

    def residents(self, municipality: str | None = None) -> list[Json]:
        query = f"?municipality={municipality}" if municipality else ""
        return list(self.call("GET", f"/residents{query}"))

    def resident(self, resident: str) -> Json:
        return dict(self.call("GET", f"/residents/{resident}"))

    def chat(self, resident: str) -> list[Json]:
        """Every entry both ways, oldest first: `from` (resident or bot), `via`, `message`, `unsent`, `id`, `seq`."""
        return list(self.call("GET", f"/residents/{resident}/chat")["messages"])

    def replies(self, resident: str) -> list[Json]:
        """The messages that the bot sent, as LINE shows them, oldest first."""
        return [entry["message"] for entry in self.chat(resident) if entry["from"] == "bot"]

    def labels(self, resident: str) -> list[str]:
        """The labels of the quick replies that are shown now: those of the last message."""
        chat = self.chat(resident)
        if not chat or chat[-1]["from"] != "bot":
            return []
        items = chat[-1]["message"].get("quickReply", {}).get("items", [])
        return [item["action"]["label"] for item in items]

    def wait_for_reply(self, resident: str, count: int = 1, timeout: float = 10) -> list[Json]:
        """The bot's messages since this client's last doing for the resident, once there are at least `count` of them.

        TimeoutError when there are fewer.
        """
        return self._until(lambda: self._since_last_doing(resident), count, timeout, "replies")

    def wait_for_messages(self, resident: str, count: int, timeout: float = 10) -> list[Json]:
        """All the bot's messages, once there are at least `count` in the whole chat; TimeoutError otherwise."""
        return self._until(lambda: self.replies(resident), count, timeout, "messages")

    def wait_for_deliveries(self, timeout: float = 30) -> Json:
        """The counts by state, once no webhook is pending; TimeoutError when some stay so."""
        deadline = time.monotonic() + timeout
        while (summary := self.delivery_summary())["pending"]:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{summary['pending']} webhooks are still pending")
            time.sleep(0.02)
        return summary

    def delivery_summary(self) -> Json:
        """How many webhooks are `pending`, `delivered` and `failed`."""
        summary = self.call("GET", "/deliveries/summary")
        return {state: summary[state] for state in ("pending", "delivered", "failed")}

    def deliveries(self, after: int = 0) -> list[Json]:
        """The webhooks with their events, state and attempts (`status`, `ms`, `error`, `redelivery`)."""
        return list(self.call("GET", f"/deliveries?after={after}"))

    def calls(self, outcome: str | None = None) -> list[Json]:
        """What the application asked of the platform: accepted, refused, rejected or fault."""
        query = f"?outcome={outcome}" if outcome else ""
        return list(self.call("GET", f"/calls{query}"))

    def refused(self) -> list[Json]:
        """The calls whose body or header broke one of LINE's rules; a story asserts that there is none."""
        return self.calls("refused")

    def sent_bodies(self) -> list[Json]:
        """Every body that was posted, as `{"path", "body"}`, for an external checker."""
        lines = self.call("GET", "/sent-bodies")
        return [json.loads(line) for line in lines.splitlines()]

    def _since_last_doing(self, resident: str) -> list[Json]:
        after = self.marks.get(resident, 0)
        entries = self.call("GET", f"/residents/{resident}/chat?after={after}")["messages"]
        return [entry["message"] for entry in entries if entry["from"] == "bot"]

    @staticmethod
    def _until(read: Callable[[], list[Json]], count: int, timeout: float, what: str) -> list[Json]:
        deadline = time.monotonic() + timeout
        while len(found := read()) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(found)} {what} after {timeout} s, wanted {count}")
            time.sleep(0.02)
        return found
