"""What staff do with a case: the allowed moves, each with its line of history and the news for the resident."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import Session, cases, similar
from db.models import CLOSED, Account, Action, Actor, Case, CaseEntry, CaseEvent, EntryType, Kind, Status
from handlers.learning import note_correction
from handlers.municipalities import Town
from handlers.routing import Judgement, judgement, record_changes, route
from handlers.say import Say

S = Status
MOVES: dict[Status, frozenset[Status]] = {
    S.RECEIVED: frozenset(
        {S.TRIAGED, S.IN_PROGRESS, S.WAITING_RESIDENT, S.FORWARDED, S.RESOLVED, S.REJECTED, S.WITHDRAWN}
    ),
    S.TRIAGED: frozenset({S.IN_PROGRESS, S.WAITING_RESIDENT, S.FORWARDED, S.RESOLVED, S.REJECTED, S.WITHDRAWN}),
    S.IN_PROGRESS: frozenset({S.WAITING_RESIDENT, S.FORWARDED, S.RESOLVED, S.REJECTED, S.WITHDRAWN}),
    S.WAITING_RESIDENT: frozenset({S.IN_PROGRESS, S.FORWARDED, S.RESOLVED, S.REJECTED, S.WITHDRAWN}),
    S.FORWARDED: frozenset({S.IN_PROGRESS, S.WAITING_RESIDENT, S.RESOLVED, S.REJECTED, S.WITHDRAWN}),
    S.RESOLVED: frozenset({S.IN_PROGRESS}),
    S.REJECTED: frozenset({S.IN_PROGRESS}),
    S.MERGED: frozenset({S.IN_PROGRESS}),
    S.WITHDRAWN: frozenset({S.RECEIVED}),
}
"""From each status, where a case may go; out of a closed one is a reopening. (Merging has its own door.)"""

REJECTION_REASONS = (
    "not_ours",
    "not_found_on_site",
    "not_enough_information",
    "private_property",
    "no_budget_this_year",
    "already_decided",
    "against_the_rules",
)
NEEDS_NOTE = frozenset({Status.WAITING_RESIDENT, Status.REJECTED})
NOTE_LENGTH = 1000
DECISIONS = frozenset({Action.STATUS, Action.DEPARTMENT, Action.KIND, Action.TOPICS})
"""What a person would have wanted to know before saving; further words of the resident do not stop a save."""


class NotAllowed(Exception):
    """The change is not possible; `code` names why, for a message in the user's language."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """A change of status with what the resident is told about it."""

    status: Status
    note: str = ""
    reason: str | None = None


def may_see(account: Account, case: Case) -> bool:
    """Whether a person who logged in may know of the case at all."""
    return account.municipality_id == case.municipality_id and (not case.restricted or sees_restricted(account))


def sees_restricted(account: Account) -> bool:
    return "restricted" in account.permissions


def change_status(
    session: Session, town: Town, case: Case, answer: Answer, account: Account, now: datetime
) -> list[Say]:
    """Moves the case, keeps the note in its conversation, and gives the news for the resident.

    Raises NotAllowed.
    """
    _check(case, answer)
    before = case.status
    entry = _add_note(session, case, answer.note.strip(), account, now)
    move(case, answer.status, now)
    similar.follow_case(session, case)
    case.status_reason = answer.reason if answer.status is Status.REJECTED else None
    note_first_action(case, now)
    cases.record(
        session,
        case,
        Action.STATUS,
        Actor.STAFF,
        now,
        before=before.value,
        after=answer.status.value,
        account_id=account.id,
        entry_id=entry.id if entry else None,
    )
    return [_status_news(session, town, case, answer)]


def decided_since(session: Session, case: Case, seen: int) -> list[CaseEvent]:
    """What was decided about the case after the line of its history that somebody saw last."""
    return [event for event in cases.history(session, case.id) if event.id > seen and event.action in DECISIONS]


def _check(case: Case, answer: Answer) -> None:
    if answer.status not in MOVES[case.status]:
        raise NotAllowed("move_not_allowed")
    if answer.status in NEEDS_NOTE and not answer.note.strip():
        raise NotAllowed("note_is_needed")
    if len(answer.note) > NOTE_LENGTH:
        raise NotAllowed("note_is_too_long")
    if answer.status is Status.REJECTED and answer.reason not in REJECTION_REASONS:
        raise NotAllowed("reason_is_needed")


def move(case: Case, status: Status, now: datetime) -> None:
    """Sets the status and what follows from it; whether the move is allowed was asked before."""
    before, case.status = case.status, status
    if status in CLOSED:
        case.closed_at = now
    elif before in CLOSED:
        case.closed_at = None
        # A resident who brings back what was just withdrawn finds no fault with our work.
        case.reopened_count += before is not Status.WITHDRAWN


def note_first_action(case: Case, now: datetime) -> None:
    case.first_action_at = case.first_action_at or now


def _add_note(session: Session, case: Case, note: str, account: Account, now: datetime) -> CaseEntry | None:
    if not note:
        return None
    entry = CaseEntry(
        municipality_id=case.municipality_id,
        case_id=case.id,
        actor=Actor.STAFF,
        account_id=account.id,
        type=EntryType.TEXT,
        text=note,
        said_at=now,
    )
    session.add(entry)
    session.flush()  # its id is needed by the history
    return entry


def _status_news(session: Session, town: Town, case: Case, answer: Answer) -> Say:
    facts = {**case_facts(session, town, case), "note": answer.note.strip(), "reason": case.status_reason}
    return Say("case_status", facts)


def case_facts(session: Session, town: Town, case: Case) -> dict[str, Any]:
    """What any message about a case may name: reference, kind, topic, place, status and promised day."""
    first = cases.topics(session, case.id)[0].code
    return {
        "case": case.id,
        "reference": case.reference,
        "kind": case.kind.value,
        "topic": town.topics[first].name,
        "place": case.place,
        "status": case.status.value,
        "due": case.due_on.isoformat() if case.due_on else None,
    }


def set_department(session: Session, town: Town, case: Case, code: str, account: Account, now: datetime) -> None:
    """Gives the case to another department. Raises NotAllowed."""
    if code not in town.departments:
        raise NotAllowed("unknown_department")
    if code == case.department_code:
        return
    before, case.department_code = case.department_code, code
    note_first_action(case, now)
    cases.record(session, case, Action.DEPARTMENT, Actor.STAFF, now, before=before, after=code, account_id=account.id)


def correct_kind(session: Session, town: Town, case: Case, kind: Kind, account: Account, now: datetime) -> None:
    """Puts right what kind of matter it is; department and promise follow.

    Everybody may move a case into the restricted lane: whoever finds an accusation must be able to put it away.
    """
    if kind is case.kind:
        return
    before = judgement(session, case)
    case.kind, case.restricted = kind, kind is Kind.MISCONDUCT
    similar.follow_case(session, case)
    _settle(session, town, case, before, account, now)


def correct_topics(session: Session, town: Town, case: Case, codes: list[str], account: Account, now: datetime) -> None:
    """Puts right what the case is about, the first topic first; department and promise follow. Raises NotAllowed."""
    codes = list(dict.fromkeys(codes))
    if not codes or any(code not in town.topics for code in codes):
        raise NotAllowed("unknown_topic")
    before = judgement(session, case)
    if codes == list(before.topics):
        return
    cases.put_topics(session, case, [(code, None) for code in codes])
    _settle(session, town, case, before, account, now)


def _settle(session: Session, town: Town, case: Case, before: Judgement, account: Account, now: datetime) -> None:
    """After a person's correction: routed anew, no longer the bot's to change, written down."""
    case.corrected, case.sure = True, True
    route(town, case, cases.topics(session, case.id)[0].code)
    note_first_action(case, now)
    record_changes(session, case, before, Actor.STAFF, now, account.id)
    note_correction(session, case, before, Actor.STAFF, now, account.id)
