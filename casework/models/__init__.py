"""The record. What can happen to a demand is in demand.py."""

from casework.models.audit import AuditEntry
from casework.models.deadlines import Circumstance, ClockPause, Deadline, Milestone
from casework.models.decisions import (
    Challenge,
    Denial,
    Direction,
    Objection,
    Production,
    ProductionItem,
    Redirection,
    Reopening,
    ReviewItem,
    Verification,
    Waiver,
    Withdrawal,
)
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.models.gags import (
    NondisclosureOrder,
    NondisclosureOrderLift,
    NondisclosureOrderTarget,
)
from casework.models.parties import Account, Agency, Customer, Service
from casework.models.preservation import Preservation, PreservationRenewal
from casework.models.register import RegisterEntry
from casework.models.registry import DenyListEntry, Officer
from casework.models.scrutiny import EntityCheck, LawConflict, PrivilegedNote

__all__ = [
    "Account",
    "Agency",
    "AuditEntry",
    "Challenge",
    "Circumstance",
    "ClockPause",
    "Customer",
    "Deadline",
    "Demand",
    "Denial",
    "DenyListEntry",
    "Direction",
    "Document",
    "EntityCheck",
    "LawConflict",
    "Milestone",
    "NondisclosureOrder",
    "NondisclosureOrderLift",
    "NondisclosureOrderTarget",
    "Objection",
    "Officer",
    "Preservation",
    "PreservationRenewal",
    "PrivilegedNote",
    "Production",
    "ProductionItem",
    "Redirection",
    "RegisterEntry",
    "Reopening",
    "ReviewItem",
    "Service",
    "Target",
    "Verification",
    "Waiver",
    "Withdrawal",
]
