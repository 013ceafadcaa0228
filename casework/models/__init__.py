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
    "Direction",
    "Document",
    "Milestone",
    "NondisclosureOrder",
    "NondisclosureOrderLift",
    "NondisclosureOrderTarget",
    "Objection",
    "Production",
    "ProductionItem",
    "Redirection",
    "Reopening",
    "ReviewItem",
    "Service",
    "Target",
    "Verification",
    "Waiver",
    "Withdrawal",
]
