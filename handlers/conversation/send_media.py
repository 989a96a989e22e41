"""A resident sends a photo, a voice message, a video or a file: it joins the draft, or waits for words."""

from datetime import timedelta

from db import cases
from db.models import EntryType
from handlers.conversation.own_status import note_answer
from handlers.conversation.send_location import WAITING_FOR_WORDS
from handlers.conversation.turn import Result, Turn, answered, joined
from handlers.intake import join_case

SAME_ALBUM = timedelta(seconds=30)
"""Several photos sent together arrive one by one; the first is answered."""


def send_media(turn: Turn) -> Result:
    """Adds it to the draft; without a draft it asks what it is about."""
    case = turn.draft()
    if case is None:
        return answered(WAITING_FOR_WORDS, turn.say("photo_alone"))
    since = turn.incoming.occurred_at - SAME_ALBUM
    one_of_many = turn.incoming.type is EntryType.IMAGE and cases.has_recent_photo(turn.session, case.id, since)
    join_case(turn.session, turn.town, case, turn.incoming.said(), turn.now)
    note_answer(turn, case)
    return joined(case) if one_of_many else joined(case, turn.say("photo_added", case))
