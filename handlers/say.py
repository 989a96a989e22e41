"""What the service wants to tell a resident, without the words: those are in the message templates."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """One message by its name, and the facts its template needs (plain JSON values)."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
