"""Answers kept while one message is read, and forgotten with it: no copy of a resident's words stays behind."""

from collections.abc import Callable
from threading import local
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_kept = local()


def kept_within_one_message(read: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Asks a costly reading of the same words once for each message."""

    def reading(text: str) -> Answer:
        answers: dict[tuple[Any, str], Any] | None = getattr(_kept, "answers", None)
        if answers is None:  # no message is being read
            return read(text)
        if (read, text) not in answers:
            answers[read, text] = read(text)
        return answers[read, text]

    reading.__doc__ = read.__doc__
    return reading


class OneMessage:
    """`with OneMessage():` around the reading of one message."""

    def __enter__(self) -> None:
        _kept.answers = {}

    def __exit__(self, *_: object) -> None:
        _kept.answers = None
