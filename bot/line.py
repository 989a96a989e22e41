"""The only one who speaks to LINE: replies, pushes, fetches content; and says plainly what came of it."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
)
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from bot.settings import Channel

log = logging.getLogger("siang.line")

TIMEOUT = (3.05, 10)
"""Seconds to connect and to wait for an answer; the SDK itself would wait for ever."""
QUOTA_HINT = "monthly limit"


class Came(StrEnum):
    """What came of a call."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """LINE did not take it and never will."""
    LIMITED = "limited"
    """Not taken now: too many calls."""
    OUT_OF_QUOTA = "out_of_quota"
    """Not taken: the month's messages are used up."""
    NOT_ALLOWED = "not_allowed"
    """The access token is wrong: an operator's matter, no resident's."""
    UNREACHABLE = "unreachable"
    """It certainly did not arrive."""
    LOST = "lost"
    """It may or may not have been taken."""


@dataclass(frozen=True)
class LineAnswer:
    came: Came
    reason: str = ""


@dataclass(frozen=True)
class Content:
    """A file of a message: its bytes, or `ready` False while LINE prepares it, or `gone`."""

    data: bytes | None = None
    content_type: str = ""
    ready: bool = True
    gone: bool = False
    reason: str = ""


class Line:
    """One connection pool for each channel, opened at first use (after fork)."""

    def __init__(self, channels: Mapping[str, Channel], host: str = "") -> None:
        self._channels = channels
        self._host = host or None
        self._clients: dict[str, ApiClient] = {}

    def reply(self, slug: str, reply_token: str, body: list[dict[str, Any]]) -> LineAnswer:
        """Answers an event; the token works once."""
        request = ReplyMessageRequest.from_dict({"replyToken": reply_token, "messages": body})
        api = MessagingApi(self._client(slug))
        return self._call("reply", lambda: api.reply_message_with_http_info(request, _request_timeout=TIMEOUT))

    def push(self, slug: str, to: str, body: list[dict[str, Any]], retry_key: str) -> LineAnswer:
        """Sends unasked; the same key within 24 hours is delivered once."""
        request = PushMessageRequest.from_dict({"to": to, "messages": body})
        api = MessagingApi(self._client(slug))
        return self._call(
            "push",
            lambda: api.push_message_with_http_info(request, x_line_retry_key=retry_key, _request_timeout=TIMEOUT),
        )

    def content(self, slug: str, message_id: str) -> Content:
        """The file of a message. Raises nothing: what failed for now is not `ready`."""
        api = MessagingApiBlob(self._client(slug))
        try:
            answer = api.get_message_content_with_http_info(message_id, _request_timeout=TIMEOUT)
        except ApiException as refusal:
            _log("content", refusal.status, refusal.headers)
            return Content(gone=refusal.status in (404, 410), ready=False, reason=f"status {refusal.status}")
        except HTTPError as failure:
            return Content(ready=False, reason=type(failure).__name__)
        _log("content", answer.status_code, answer.headers)
        if answer.status_code == 202 or answer.data is None:
            return Content(ready=False, reason="being prepared")
        headers = {name.lower(): value for name, value in (answer.headers or {}).items()}
        return Content(bytes(answer.data), headers.get("content-type", "application/octet-stream"))

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def _client(self, slug: str) -> ApiClient:
        if slug not in self._clients:
            configuration = Configuration(access_token=self._channels[slug].access_token, host=self._host)
            configuration.retries = 0  # we decide about repeating; a blind one could send twice
            self._clients[slug] = ApiClient(configuration)
        return self._clients[slug]

    def _call(self, endpoint: str, call: Callable[[], Any]) -> LineAnswer:
        started = time.monotonic()
        try:
            answer = call()
        except ApiException as refusal:
            _log(endpoint, refusal.status, refusal.headers, started)
            return _of_status(refusal.status or 0, str(refusal.body or ""))
        except HTTPError as failure:
            log.warning("line %s failed %s", endpoint, type(failure).__name__)
            return _of_failure(failure)
        _log(endpoint, answer.status_code, answer.headers, started)
        return LineAnswer(Came.ACCEPTED)


def _of_status(status: int, body: str) -> LineAnswer:
    reason = f"status {status}"
    if status == 409:
        return LineAnswer(Came.ACCEPTED, reason)
    if status == 429:
        return LineAnswer(Came.OUT_OF_QUOTA if QUOTA_HINT in body else Came.LIMITED, reason)
    if status in (401, 403):
        return LineAnswer(Came.NOT_ALLOWED, reason)
    return LineAnswer(Came.LOST if status >= 500 else Came.REFUSED, reason)


def _of_failure(failure: HTTPError) -> LineAnswer:
    cause = failure.reason if isinstance(failure, MaxRetryError) else failure
    unreachable = isinstance(cause, NewConnectionError | ConnectTimeoutError)
    return LineAnswer(Came.UNREACHABLE if unreachable else Came.LOST, type(cause).__name__)


def _log(endpoint: str, status: int | None, headers: Any, started: float | None = None) -> None:
    request_id = (headers or {}).get("x-line-request-id", "-")
    took = f" {1000 * (time.monotonic() - started):.0f} ms" if started is not None else ""
    log.info("line %s %s %s%s", endpoint, status, request_id, took)
