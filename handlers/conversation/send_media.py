"""A resident sends a photo, a voice message, a video or a file: it joins the draft, or waits for words."""

from datetime import timedelta

from db import cases
from db.models import EntryType
from handlers.conversation.own_status import note_answer
from handlers.conversation.send_location import WAITING_FOR_WORDS
from handlers.conversation.turn import Result, Turn, answered, joined
from handlers.conversation.words_to_case import kept_without_words
from handlers.intake import join_case

SAME_ALBUM = timedelta(seconds=30)
"""Several photos sent together arrive one by one; the first is answered."""


def send_media(turn: Turn) -> Result:
    """Adds it to the draft; without a draft it asks what it is about."""
    case = turn.draft()
    since = turn.incoming.occurred_at - SAME_ALBUM
    if case is None:
        asked = any(event.occurred_at >= since for event in kept_without_words(turn, turn.incoming.occurred_at))
        return answered(WAITING_FOR_WORDS, *([] if asked else [turn.say("photo_alone")]))
    one_of_many = turn.incoming.type is EntryType.IMAGE and cases.has_recent_photo(turn.session, case.id, since)
    join_case(turn.session, case, turn.incoming.said(), turn.now)
    note_answer(turn, case)
    return joined(case) if one_of_many else joined(case, turn.say("photo_added", case))
