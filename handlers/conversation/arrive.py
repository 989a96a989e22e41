"""A resident adds the account as a friend, or blocks it."""

from handlers.conversation.turn import Result, Turn, answered, ignored


def arrive(turn: Turn) -> Result:
    """Welcomes, and may send again to somebody who had blocked us."""
    turn.resident.blocked_at = None
    return answered("arrived", turn.say("welcome"))


def leave(turn: Turn) -> Result:
    """Remembers not to send: LINE would swallow it silently."""
    turn.resident.blocked_at = turn.incoming.occurred_at
    return ignored("blocked_us")
