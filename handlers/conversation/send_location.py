"""A resident sends a position: it joins the draft, or waits for words."""

from handlers.conversation.own_status import note_answer
from handlers.conversation.turn import Result, Turn, answered, joined
from handlers.conversation.words_to_case import reread_case, siblings
from handlers.intake import join_case

WAITING_FOR_WORDS = "waiting_for_words"


def send_location(turn: Turn) -> Result:
    """Puts the draft on the map; without a draft it asks what happened there."""
    case = turn.draft()
    if case is None:
        return answered(WAITING_FOR_WORDS, turn.say("location_alone"))
    said = turn.incoming.said()
    join_case(turn.session, case, said, turn.now)
    note_answer(turn, case)
    reread_case(turn, case)
    for sibling in siblings(turn, case):
        join_case(turn.session, sibling, said, turn.now)
        reread_case(turn, sibling)
    community = turn.town.communities.get(case.community_code or "")
    outside = said.position is not None and not turn.town.map.inside(*said.position)
    return joined(
        case,
        turn.say("location_added", case, community=community.name if community else None, outside=outside),
    )
