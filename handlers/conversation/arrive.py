"""A resident adds the account as a friend, or blocks it; what arrives late does not undo what came after it."""

from handlers.conversation.turn import Result, Turn, answered, ignored


def arrive(turn: Turn) -> Result:
    """Welcomes, and may send again to somebody who had blocked us."""
    blocked_at = turn.resident.blocked_at
    if blocked_at is not None and blocked_at > turn.incoming.occurred_at:
        return ignored("older_than_the_block")
    turn.resident.blocked_at = None
    return answered("arrived", turn.say("welcome"))


def leave(turn: Turn) -> Result:
    """Remembers not to send: LINE would swallow it silently."""
    wrote_at = turn.resident.last_wrote_at
    if wrote_at is None or wrote_at <= turn.incoming.occurred_at:
        turn.resident.blocked_at = turn.incoming.occurred_at
    return ignored("blocked_us")
