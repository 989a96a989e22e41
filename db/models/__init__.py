"""The tables, one noun a file."""

from db.models.account import Account, Permission, Role
from db.models.base import Base
from db.models.case import CLOSED, Case, CaseTopic, Kind, ReferenceCounter, Status, Urgency
from db.models.case_history import Action, Actor, Attachment, CaseEntry, CaseEvent, EntryType
from db.models.event import Event, Outcome, UnsentMessage
from db.models.heartbeat import WorkerHeartbeat
from db.models.message import Delivery, Message
from db.models.municipality import Agency, Community, Department, Holiday, Municipality, Topic, Wording
from db.models.resident import Resident

__all__ = [
    "CLOSED", "Account", "Action", "Actor", "Agency", "Attachment", "Base", "Case", "CaseEntry", "CaseEvent",
    "CaseTopic", "Community", "Delivery", "Department", "EntryType", "Event", "Holiday", "Kind", "Message",
    "Municipality", "Outcome", "Permission", "ReferenceCounter", "Resident", "Role", "Status", "Topic",
    "UnsentMessage", "Urgency", "Wording", "WorkerHeartbeat",
]  # fmt: skip
