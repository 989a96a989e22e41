"""What was raised before about the same thing: by the same resident, and by others at that place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import nlp
from db import Session, similar
from db.models import Case
from db.similar import Traits
from handlers.bangkok_time import bangkok_date
from handlers.municipalities import Town
from handlers.same_matter import NEVER, NO_TOPIC, cases_near, same_place
from handlers.say import Say

LOOKED_BACK = timedelta(days=730)
PLACE_M = 30.0
"""How far apart two pins of one place may lie: that is how well a telephone knows where it is."""
LOOKED_AT = 60
OWN_SHOWN, OTHERS_SHOWN = 3, 5


@dataclass(frozen=True)
class Earlier:
    """Cases raised before this one, the newest first."""

    says_so: bool
    """The resident's words speak of an earlier time."""
    own: tuple[Traits, ...]
    """The same resident's."""
    here: tuple[Traits, ...]
    """Other residents' at the same place; who they are is nobody's business."""


def earlier_cases(session: Session, town: Town, case: Case, now: datetime) -> Earlier:
    """Cases of the last two years with a topic of this one: the resident's own, and others' at its place.

    Restricted cases neither have earlier ones nor are any.
    """
    if case.restricted:
        return Earlier(False, (), ())
    [this] = similar.traits(session, town.id, [case.id])
    own_ids = _ids_of_resident(session, town, this)
    here_ids = _ids_here(session, town, case, this)
    found = similar.traits(session, town.id, {*own_ids, *here_ids})
    since = now - LOOKED_BACK
    before = [other for other in found if other.id < this.id and other.written_at >= since and _alike(this, other)]
    before.sort(key=lambda other: other.id, reverse=True)
    own = [other for other in before if other.id in own_ids and not _raised_together(town, this, other)]
    here = [other for other in before if other.id not in own_ids and other.id in here_ids]
    return Earlier(nlp.speaks_of_before(case.summary), tuple(own[:OWN_SHOWN]), tuple(here[:OTHERS_SHOWN]))


def _ids_of_resident(session: Session, town: Town, this: Traits) -> set[int]:
    if this.resident_id is None:
        return set()
    return set(similar.of_resident(session, town.id, this.resident_id, LOOKED_AT))


def _ids_here(session: Session, town: Town, case: Case, this: Traits) -> set[int]:
    named = similar.at_place(session, town.id, this.place, case.opened_at, LOOKED_AT) if this.place else []
    return {*named, *cases_near(session, town, this.position, PLACE_M, only_open=False)[:LOOKED_AT]}


def _alike(this: Traits, other: Traits) -> bool:
    """Of a common topic; where the bot knew none, of the same place."""
    if other.kind in NEVER:
        return False
    shared = (set(this.topics) & set(other.topics)) - {NO_TOPIC}
    unknown = NO_TOPIC in (this.topics[:1] + other.topics[:1])
    return bool(shared) or (unknown and same_place(this.place, other.place) is not None)


def _raised_together(town: Town, this: Traits, other: Traits) -> bool:
    """One of several matters of one message, or of one conversation."""
    window = timedelta(minutes=town.folder.municipality.conversation.draft_window_minutes)
    return abs(this.written_at - other.written_at) <= window


def seen_before(town: Town, case: Case, earlier: Earlier) -> Say | None:
    """Tells the resident that the own earlier case was found, when the words speak of one; never of others' cases."""
    if not (earlier.says_so and earlier.own):
        return None
    last = earlier.own[0]
    topic = town.topics[last.topics[0]].name if last.topics and last.topics[0] in town.topics else ""
    facts = {
        "case": case.id,
        "reference": case.reference,
        "earlier": last.reference,
        "earlier_topic": topic,
        "earlier_on": _day(last.written_at).isoformat(),
        "earlier_status": last.status.value,
        "earlier_open": last.closed_at is None,
        "closed_on": _day(last.closed_at).isoformat() if last.closed_at else None,
    }
    return Say("seen_before", facts)


def _day(moment: datetime) -> date:
    return bangkok_date(moment)
