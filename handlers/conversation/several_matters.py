"""One message with several matters: a case for each, and the resident's word on whether they are one."""

import dataclasses

from db import cases
from db.models import Action, Actor, Case, Kind
from handlers.cases import case_facts
from handlers.conversation.turn import Incoming, Result, Turn, joined, opened, stale
from handlers.conversation.words_to_case import adopt_what_came_before, is_written, merge, opening, reread_case
from handlers.intake import open_case
from handlers.rereading import may_be_reread
from handlers.say import Say
from nlp import Understanding


def open_each(turn: Turn, incoming: Incoming, understood: Understanding) -> Result:
    """Opens a case for each matter; one reply names them all."""
    first, *others = [_open_matter(turn, incoming, understood, place) for place in range(len(understood.issues))]
    adopt_what_came_before(turn, first, incoming.occurred_at)
    return opened(first, _names_all(turn, [first, *others]))


def _open_matter(turn: Turn, incoming: Incoming, understood: Understanding, place: int) -> Case:
    words = understood.issues[place].text
    own = turn.understand(words, turn.town.gazetteer)
    kind = Kind.COMPLAINT.value if own.kind == Kind.EMERGENCY else own.kind
    own = dataclasses.replace(own, kind=kind, places=own.places or understood.places)
    said = dataclasses.replace(incoming.said(), text=words)
    return open_case(turn.session, turn.town, turn.resident, said, own, turn.now)


def _names_all(turn: Turn, all_cases: list[Case]) -> Say:
    facts = [case_facts(turn.session, turn.town, case) for case in all_cases]
    return turn.say("cases_opened", cases=facts, event=turn.incoming.event_id)


def ask(turn: Turn, case: Case, understood: Understanding) -> Say:
    """When it is not sure whether the words are one matter: one case is open, and the resident is asked."""
    return turn.say("one_or_several", case, count=len(understood.issues), event=turn.incoming.event_id)


def split(turn: Turn) -> Result:
    """The resident says that there are several: the first keeps its words, each other opens its own case."""
    words, own_cases = _words_and_cases(turn)
    if words is None or len(own_cases) != 1 or not may_be_reread(own_cases[0]):
        return stale(turn)
    (first,) = own_cases
    understood = turn.understand(words.text or "", turn.town.gazetteer)
    entry = cases.entry_of_event(turn.session, words.event_id)
    if entry is None or len(understood.issues) < 2:
        return stale(turn)
    entry.text = understood.issues[0].text
    reread_case(turn, first)
    others = [_open_matter(turn, words, understood, place) for place in range(1, len(understood.issues))]
    for other in others:
        cases.record(turn.session, first, Action.SPLIT, Actor.RESIDENT, turn.now, after=other.reference)
    return opened(others[0], _names_all(turn, [first, *others]))


def keep_as_one(turn: Turn) -> Result:
    """The resident says that it is one matter: the first case takes all the words, the others become part of it."""
    words, own_cases = _words_and_cases(turn)
    if words is None or not own_cases or not all(map(may_be_reread, own_cases)):
        return stale(turn)
    first, *others = own_cases
    entry = cases.entry_of_event(turn.session, words.event_id)
    if entry is not None:
        entry.text = words.text
    for other in others:
        merge(turn, other, first)
    reread_case(turn, first)
    return joined(first, opening(turn, first, turn.understand(first.summary, turn.town.gazetteer)))


def _words_and_cases(turn: Turn) -> tuple[Incoming | None, list[Case]]:
    event = turn.own_event()
    words = turn.read_event(event) if event is not None else None
    if words is None or not is_written(words):
        return None, []
    own = [case for case in cases.of_event(turn.session, words.event_id) if case.resident_id == turn.resident.id]
    return words, [case for case in own if case.closed_at is None]
