"""What each request asks for beside its messages."""

import re
from collections.abc import Iterator
from typing import Any

from .shape import Problem

CHAT_ID = re.compile(r"[UCR][0-9a-f]{32}")
USER_ID = re.compile(r"U[0-9a-f]{32}")
UNIT = re.compile(r"[A-Za-z0-9_]{1,30}")


def push_problems(body: dict[str, Any]) -> Iterator[Problem]:
    if not CHAT_ID.fullmatch(body["to"]):
        yield Problem("to", "must be the id of a user, a group or a room")
    yield from _unit_problems(body)


def multicast_problems(body: dict[str, Any]) -> Iterator[Problem]:
    for number, user_id in enumerate(body["to"]):
        if not USER_ID.fullmatch(user_id):
            yield Problem(f"to[{number}]", "must be a user id")
    yield from _unit_problems(body)


def loading_problems(body: dict[str, Any]) -> Iterator[Problem]:
    if not USER_ID.fullmatch(body["chatId"]):
        yield Problem("chatId", "must be a user id")
    if body.get("loadingSeconds", 20) % 5:
        yield Problem("loadingSeconds", "must be a multiple of 5")


def _unit_problems(body: dict[str, Any]) -> Iterator[Problem]:
    units = body.get("customAggregationUnits", [])
    if len(units) > 1:
        yield Problem("customAggregationUnits", "Size must be between 0 and 1")
    for unit in units:
        if not UNIT.fullmatch(unit):
            yield Problem("customAggregationUnits", "must be 1 to 30 of A-Z, a-z, 0-9 and _")
