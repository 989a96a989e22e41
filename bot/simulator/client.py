"""A client for the control API, in verbs: what tests and `replay` use to play residents.

sim = SimulatorClient("http://127.0.0.1:8001")
resident = sim.add_resident("yala")
sim.say(resident, words)
sim.wait_for_reply(resident)
sim.tap(resident, label, latitude=6.54, longitude=101.28)
"""

import base64
import json
import secrets
import time
from typing import Any

import urllib3

from .client_reading import Reading

Json = dict[str, Any]


class Refusal(Exception):
    """The simulator did not do it; the text says why."""


class SimulatorClient(Reading):
    """Plays residents; a resident is the user id that `add_resident` returns."""

    def __init__(self, base_url: str, connections: int = 16) -> None:
        super().__init__()
        self._base = f"{base_url.rstrip('/')}/simulator/api"
        self._http = urllib3.PoolManager(
            maxsize=connections, timeout=urllib3.Timeout(connect=5, read=60), retries=False
        )

    # --- what residents do -----------------------------------------------------------------------------------

    def add_resident(self, municipality: str, name: str | None = None, **options: Any) -> str:
        """A new resident's user id; `friend=False` for a stranger, `follow=True` delivers a follow event."""
        body = {"municipality": municipality, "name": name, **options}
        return str(self.call("POST", "/residents", body)["user_id"])

    def do(self, resident: str, kind: str, **doing: Any) -> Json:
        """Anything by its type; answers with the event and the deliveries.

        Options for all: `delay_ms` delivers late, `twice` delivers the same webhook twice,
        `again` delivers it once more flagged as a redelivery.
        """
        return self._done(self.call("POST", f"/residents/{resident}/do", {"type": kind, **doing}))

    def say(self, resident: str, text: str, **options: Any) -> Json:
        return self.do(resident, "text", text=text, **options)

    def send_image(self, resident: str, image: bytes, **options: Any) -> Json:
        """`preparing_ms`: the platform answers 202 for that long; `mime` when it is no JPEG."""
        return self.do(resident, "image", content=_base64(image), **options)

    def send_images(self, resident: str, *images: bytes, **options: Any) -> list[Json]:
        """Several photos sent together: one webhook each, joined by their `imageSet`."""
        set_id = secrets.token_hex(16).upper()
        return [
            self.send_image(resident, image, image_set={"id": set_id, "index": number, "total": len(images)}, **options)
            for number, image in enumerate(images, start=1)
        ]

    def send_video(self, resident: str, data: bytes, **options: Any) -> Json:
        return self.do(resident, "video", content=_base64(data), **options)

    def send_audio(self, resident: str, data: bytes, **options: Any) -> Json:
        return self.do(resident, "audio", content=_base64(data), **options)

    def send_file(self, resident: str, data: bytes, name: str, **options: Any) -> Json:
        return self.do(resident, "file", content=_base64(data), name=name, **options)

    def send_location(self, resident: str, latitude: float, longitude: float, **options: Any) -> Json:
        """`title` and `address` are left out unless given, as on LINE."""
        return self.do(resident, "location", latitude=latitude, longitude=longitude, **options)

    def send_sticker(self, resident: str, **options: Any) -> Json:
        return self.do(resident, "sticker", **options)

    def postback(self, resident: str, data: str, **options: Any) -> Json:
        return self.do(resident, "postback", data=data, **options)

    def unsend(self, resident: str, message_id: str, **options: Any) -> Json:
        return self.do(resident, "unsend", message_id=message_id, **options)

    def follow(self, resident: str, **options: Any) -> Json:
        return self.do(resident, "follow", **options)

    def unfollow(self, resident: str, **options: Any) -> Json:
        """Block the municipality's account."""
        return self.do(resident, "unfollow", **options)

    def tap(self, resident: str, label: str, image: bytes | None = None, **given: Any) -> Json:
        """Tap the quick reply or button of that label: a message, a postback, a place or a photo.

        A place button takes `latitude` and `longitude`, a camera button `image`, a date picker `params`.
        Refusal names the labels that there are.
        """
        if image is not None:
            given["content"] = _base64(image)
        return self._done(self.call("POST", f"/residents/{resident}/tap", {"label": label, **given}))

    def batch(self, *doings: Json, one_webhook: bool = False, reverse: bool = False, delay_ms: int = 0) -> Json:
        """Several doings `{"resident", "type", ...}`: in one webhook, or one each; the latest first if `reverse`."""
        body = {"doings": doings, "one_webhook": one_webhook, "reverse": reverse, "delay_ms": delay_ms}
        return self._done(self.call("POST", "/batch", body))

    def raw(self, municipality: str, *events: Json, exact: bool = False) -> Json:
        """Deliver events given by hand in one webhook; what they lack is filled in unless `exact`."""
        return self._done(self.call("POST", "/raw", {"municipality": municipality, "events": events, "exact": exact}))

    def replay(self, municipality: str, text: str, name: str | None = None) -> Json:
        """A new resident who writes one text; answers as soon as the webhook is queued."""
        return self._done(self.call("POST", "/replay", {"municipality": municipality, "text": text, "name": name}))

    # --- the platform ----------------------------------------------------------------------------------------

    def fail(
        self, endpoint: str, kind: str, times: int = 1, seconds: float = 0, municipality: str | None = None
    ) -> None:
        """The next calls fail: 429, 500, hang, reset (not processed); drop, slow (processed).

        `endpoint`: push, reply, a path such as `/v2/bot/message/*/content`, or `*`.
        """
        fault = {"endpoint": endpoint, "kind": kind, "times": times, "seconds": seconds, "slug": municipality}
        self.call("POST", "/faults", fault)

    def clear_faults(self) -> None:
        self.call("DELETE", "/faults")

    def set_quota(self, municipality: str, monthly: int | None) -> None:
        """At most so many receivers of pushes this month; None lifts it."""
        self.call("PUT", "/quota", {"municipality": municipality, "monthly": monthly})

    def advance_clock(self, seconds: float) -> None:
        """Move the platform's clock: tokens and retry keys grow old."""
        self.call("PUT", "/settings", {"advance_seconds": seconds})

    def set_redelivery(self, on: bool, pauses: list[float] | None = None) -> None:
        """Redelivery of webhooks that were not answered 2xx; `pauses` in seconds, one for each repeat."""
        self.call("PUT", "/settings", {"redelivery": on} | ({"redelivery_pauses": pauses} if pauses else {}))

    def deliver_to(self, app_url: str) -> None:
        """Deliver webhooks to the application at another address from now on."""
        self.call("PUT", "/settings", {"app": app_url})

    def reset(self) -> None:
        """Forget every resident, message, call, delivery, fault and quota; the clock is right again."""
        self.call("POST", "/reset")
        self.marks.clear()

    # --- the wire --------------------------------------------------------------------------------------------

    def call(self, method: str, path: str, body: Json | None = None) -> Any:
        """One call of the control API; Refusal when it is not answered 2xx."""
        data = None if body is None else json.dumps(body).encode()
        response = self._http.request(
            method, self._base + path, body=data, headers={"Content-Type": "application/json"}
        )
        answer = response.data.decode()
        if not 200 <= response.status < 300:
            raise Refusal(f"{response.status} {answer.strip()}")
        return json.loads(answer) if response.headers.get("Content-Type", "").startswith("application/json") else answer

    def _done(self, answer: Json) -> Json:
        """Remember where each chat stood, and add `message_id`, which tests ask for most."""
        self.marks.update(answer.get("marks", {}))
        message = answer.get("event", {}).get("message", {})
        return {**answer, "message_id": message.get("id")}


def wait_until_answering(base_url: str, timeout: float = 20) -> None:
    """Return when a simulator answers there; TimeoutError when none does."""
    client, deadline = SimulatorClient(base_url), time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            client.call("GET", "/settings")
            return
        except (urllib3.exceptions.HTTPError, Refusal):
            time.sleep(0.1)
    raise TimeoutError(f"no simulator answers at {base_url}")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
