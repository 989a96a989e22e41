"""The tables, one noun a file."""

from db.models.account import Account, Permission, Role
from db.models.base import Base
from db.models.case import CLOSED, Case, CaseTopic, Kind, ReferenceCounter, Status, Urgency
from db.models.case_history import Action, Actor, Attachment, CaseEntry, CaseEvent, EntryType
from db.models.case_words import CaseWord, CaseWords
from db.models.correction import Correction
from db.models.event import Event, Outcome, UnsentMessage
from db.models.heartbeat import WorkerHeartbeat
from db.models.message import Delivery, Message
from db.models.model_version import ModelVersion
from db.models.municipality import Agency, Community, Department, Holiday, Municipality, Topic, Wording
from db.models.resident import Resident

__all__ = [
    "CLOSED", "Account", "Action", "Actor", "Agency", "Attachment", "Base", "Case", "CaseEntry", "CaseEvent",
    "CaseTopic", "CaseWord", "CaseWords", "Community", "Correction", "Delivery", "Department", "EntryType", "Event",
    "Holiday", "Kind", "Message", "ModelVersion", "Municipality", "Outcome", "Permission", "ReferenceCounter",
    "Resident", "Role", "Status", "Topic", "UnsentMessage", "Urgency", "Wording", "WorkerHeartbeat",
]  # fmt: skip
