"""How it works, and what becomes of what a resident writes (section 23 of the data protection act)."""

from handlers.conversation.turn import Result, Turn, answered
from handlers.say import Say


def how_to(turn: Turn) -> Result:
    return answered("how_to", turn.say("how_to"))


def privacy(turn: Turn) -> Result:
    """The short notice on request; the long one is a page."""
    _remember(turn)
    return answered("privacy", _notice(turn))


def add_first_notice(turn: Turn, result: Result) -> None:
    """Puts the short notice after the first answer; once for each version."""
    if not result.says or turn.resident.notice_version == turn.town.folder.municipality.privacy.notice_version:
        return
    result.says.append(_notice(turn))
    _remember(turn)


def _notice(turn: Turn) -> Say:
    return turn.say("privacy_notice", privacy_url=f"{turn.public_url}/{turn.town.slug}/privacy")


def _remember(turn: Turn) -> None:
    turn.resident.notice_version = turn.town.folder.municipality.privacy.notice_version
    turn.resident.notice_at = turn.now
