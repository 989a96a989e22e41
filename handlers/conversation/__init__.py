"""The conversation: one file for each thing a resident does; every step returns its messages and sends nothing."""

from db.models import EntryType, Outcome
from handlers.conversation import arrive, help_and_privacy, tap, unsend, write
from handlers.conversation.send_location import send_location
from handlers.conversation.send_media import send_media
from handlers.conversation.turn import Incoming, Result, Turn, answered, ignored

__all__ = ["Incoming", "Result", "Turn", "respond"]


def respond(turn: Turn) -> Result:
    """Does what the event asks for; first contact brings the privacy notice along."""
    if turn.incoming.act in ("say", "tap"):
        turn.resident.blocked_at = None  # who writes has not blocked us
        turn.keep_draft_open()
    result = _step(turn)
    if result.outcome is not Outcome.IGNORED:
        help_and_privacy.add_first_notice(turn, result)
    return result


def _step(turn: Turn) -> Result:
    match turn.incoming.act:
        case "say":
            return _said(turn)
        case "tap":
            return tap.tap(turn)
        case "arrive":
            return arrive.arrive(turn)
        case "leave":
            return arrive.leave(turn)
        case "unsend":
            return unsend.unsend(turn)
        case "unsupported":
            return answered("unsupported_message", turn.say("unsupported_message"))
    return ignored(f"unknown_act:{turn.incoming.act}")


def _said(turn: Turn) -> Result:
    if unsend.was_taken_back(turn):
        return ignored("unsent_before_it_was_read")
    match turn.incoming.type:
        case EntryType.TEXT:
            return write.write(turn)
        case EntryType.LOCATION:
            return send_location(turn)
        case EntryType.STICKER:
            return _sticker(turn)
    return send_media(turn)


def _sticker(turn: Turn) -> Result:
    if turn.draft() is not None:
        return ignored("sticker_in_a_draft")
    return answered("sticker", turn.say("small_talk_greeting"))
