"""Whether LINE would accept a body: its shape first, then every limit."""

from collections.abc import Callable, Iterator
from typing import Any

from linebot.v3.messaging import models
from pydantic.v1 import BaseModel

from .limits import message_problems
from .recipients import loading_problems, multicast_problems, push_problems
from .shape import Problem, shape_problems

__all__ = ["Problem", "problems_in"]

_Check = Callable[[dict[str, Any]], Iterator[Problem]]


def _nothing(_: dict[str, Any]) -> Iterator[Problem]:
    return iter(())


_KINDS: dict[str, tuple[type[BaseModel], _Check]] = {
    "reply": (models.ReplyMessageRequest, _nothing),
    "push": (models.PushMessageRequest, push_problems),
    "multicast": (models.MulticastRequest, multicast_problems),
    "validate": (models.ValidateMessageRequest, _nothing),
    "loading": (models.ShowLoadingAnimationRequest, loading_problems),
    "webhook endpoint": (models.SetWebhookEndpointRequest, _nothing),
    "webhook test": (models.TestWebhookEndpointRequest, _nothing),
    "mark as read": (models.MarkMessagesAsReadByTokenRequest, _nothing),
}


def problems_in(kind: str, body: Any) -> list[Problem]:
    """Every reason to refuse this body of a request of this kind; empty when LINE would accept it.

    The limits are looked at only in a body of the right shape.
    """
    model, check = _KINDS[kind]
    problems = list(shape_problems(model, body))
    if problems:
        return problems
    found = list(check(body))
    for number, message in enumerate(body.get("messages", [])):
        found += message_problems(message, f"messages[{number}]")
    return found
