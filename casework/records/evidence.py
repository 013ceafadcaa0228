"""European certificates: as they were read, what we asked back, what came of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import certificates, intake, law
from casework.access import Ability
from casework.deadlines import circumstances_of
from casework.law.words import GroundKind, Trigger
from casework.models.deadlines import Circumstance, ClockPause, Milestone
from casework.models.demand import Demand
from casework.models.documents import Document
from casework.models.evidence import EvidenceCertificate, Nonexecution
from casework.records.rows import Actor, Facts, Record, fill_in, new_row

# A reason of these kinds may stand on Annex III.
REASONS = (GroundKind.CLARIFICATION, GroundKind.DENIAL, GroundKind.CHALLENGE)
CONFLICT = "epoc_third_country_law"


def certificate(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> EvidenceCertificate:
    """Read the certificate; the circumstances that follow from it are recorded with it."""
    if not certificates.is_certificate(demand):
        raise ValidationError(_("Only a European certificate has the sections of Annex I."))
    row: EvidenceCertificate = new_row(EvidenceCertificate, demand, facts, actor, now)
    holding = circumstances_of(demand)
    for code, holds in certificates.implied(row).items():
        if holds != (code in holding):
            new_row(Circumstance, demand, {"code": code, "holds": holds}, actor, now)
    return row


def annex_iii(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Nonexecution:
    """Annex III goes out. Where it asks for clarification our duties stand still (Art 10(6)).

    `upload` is the filled form, made before (casework/annex_iii.py).
    """
    given = {"sent_at": now, **facts}
    codes = {ground.code for kind in REASONS for ground in law.grounds(kind, demand.process)}
    if not given.get("reasons") or set(given["reasons"]) - codes:
        raise ValidationError({"reasons": _("Choose the reasons of Annex III.")})
    if CONFLICT in given["reasons"] and not given.get("third_country_law"):
        raise ValidationError(
            {"third_country_law": _("Name the law of the third country and why it applies.")}
        )
    if demand.nonexecutions.filter(answered_at=None).exists():
        raise ValidationError(_("An Annex III is open already. Record its answer first."))
    given["document"] = intake.keep(
        demand, given.pop("upload"), Document.Kind.OUR_LETTER, actor=actor, now=now
    )
    row: Nonexecution = new_row(Nonexecution, demand, given, actor, now)
    _stand_still(demand, row, actor, now)
    return row


def annex_iii_answer(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Nonexecution:
    """The authority answered: the clock runs on with the days that were left."""
    row = demand.nonexecutions.filter(answered_at=None).order_by("recorded_at").first()
    if row is None:
        raise ValidationError(_("No Annex III waits for an answer."))
    if facts.get("cured") is None:
        raise ValidationError({"cured": _("Say whether the certificate can be executed now.")})
    given = {"answered_at": now, **facts}
    if given["answered_at"] < row.sent_at:
        raise ValidationError({"answered_at": _("The answer comes after what it answers.")})
    fill_in(row, given, ("answered_at", "cured", "answer_document"))
    if row.cured:
        new_row(
            Circumstance, demand, {"code": "certificate_incomplete", "holds": False}, actor, now
        )
    for pause in demand.clock_pauses.filter(ended_at=None):
        fill_in(pause, {"ended_at": given["answered_at"]}, ("ended_at",))
    return row


def _stand_still(demand: Demand, row: Nonexecution, actor: Actor, now: datetime) -> None:
    clarifies = {ground.code for ground in law.grounds(GroundKind.CLARIFICATION)}
    # 5(6) is a challenge in name; what it asks for is that the certificate be completed.
    clarifies.add("epoc_controller_first")
    if CONFLICT in row.reasons:
        new_row(Circumstance, demand, {"code": "third_country_conflict"}, actor, now)
    if not clarifies & set(row.reasons):
        return
    new_row(Circumstance, demand, {"code": "certificate_incomplete"}, actor, now)
    sent = {"trigger": Trigger.CLARIFICATION_SENT, "at": row.sent_at}
    new_row(Milestone, demand, sent, actor, now)
    if not demand.clock_pauses.filter(ended_at=None).exists():
        why = _("Annex III was sent: duties pause until it is clarified (Art 10(6))")
        new_row(ClockPause, demand, {"started_at": row.sent_at, "reason": why}, actor, now)


RECORDS = (
    Record("certificate", gettext_lazy("Read the certificate"), Ability.REVIEW, certificate),
    Record("annex_iii", gettext_lazy("Send Annex III"), Ability.DECIDE, annex_iii),
    Record(
        "annex_iii_answer",
        gettext_lazy("Record the answer to Annex III"),
        Ability.REVIEW,
        annex_iii_answer,
    ),
)
