"""The record. What can happen to a demand is in demand.py."""

from casework.models.audit import AuditEntry
from casework.models.costs import Invoice
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
from casework.models.emergency import FollowUp
from casework.models.evidence import EvidenceCertificate, Nonexecution
from casework.models.gags import (
    NondisclosureOrder,
    NondisclosureOrderLift,
    NondisclosureOrderTarget,
)
from casework.models.incidents import Compensation, Incident, IncidentStep
from casework.models.parties import Account, Agency, Customer, Service
from casework.models.preservation import Preservation, PreservationRenewal
from casework.models.register import RegisterEntry
from casework.models.registry import DenyListEntry, Officer
from casework.models.relations import Relation
from casework.models.scrutiny import EntityCheck, LawConflict, PrivilegedNote

__all__ = [
    "Account",
    "Agency",
    "AuditEntry",
    "Challenge",
    "Circumstance",
    "ClockPause",
    "Compensation",
    "Customer",
    "Deadline",
    "Demand",
    "Denial",
    "DenyListEntry",
    "Direction",
    "Document",
    "EntityCheck",
    "EvidenceCertificate",
    "FollowUp",
    "Incident",
    "IncidentStep",
    "Invoice",
    "LawConflict",
    "Milestone",
    "NondisclosureOrder",
    "NondisclosureOrderLift",
    "NondisclosureOrderTarget",
    "Nonexecution",
    "Objection",
    "Officer",
    "Preservation",
    "PreservationRenewal",
    "PrivilegedNote",
    "Production",
    "ProductionItem",
    "Redirection",
    "RegisterEntry",
    "Relation",
    "Reopening",
    "ReviewItem",
    "Service",
    "Target",
    "Verification",
    "Waiver",
    "Withdrawal",
]
