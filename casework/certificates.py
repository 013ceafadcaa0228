"""The gates of a European certificate: what must hold before its data may leave.

Regulation (EU) 2023/1543. Each gate reads the newest reading of the certificate (Annex I) and the
circumstances on file, names its article, and says what to do. None can be signed away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework import law
from casework.states import Authority, Category, Segment

if TYPE_CHECKING:
    from casework.models.demand import Demand, Target
    from casework.models.evidence import EvidenceCertificate

# Every process that is reviewed with this checklist is a certificate of the Regulation.
CHECKLIST = "eu_certificate"
# Art 4(2): a prosecutor alone is not enough for these.
NEEDS_A_JUDGE = (Category.NON_CONTENT, Category.CONTENT)
JUDGES = (Authority.JUDGE, Authority.COURT, Authority.INVESTIGATING_JUDGE)
VALIDATION = timedelta(hours=48)


def is_certificate(demand: Demand) -> bool:
    if not demand.process:
        return False
    return CHECKLIST in law.process(demand.process, demand.process_version).uses_checklists


def reading(demand: Demand) -> EvidenceCertificate | None:
    """The certificate as it was last read."""
    from casework.release_lock import newest

    return newest(demand.evidence_certificates.all())


def refusals(demand: Demand, now: datetime) -> list[str]:
    """Every gate that is shut, in the order of the certificate's sections."""
    if not is_certificate(demand):
        return []
    found = reading(demand)
    if found is None:
        return [
            _("What the certificate says (Annex I) is not on record. Read it section by section.")
        ]
    answers = (gate(demand, found, now) for gate in GATES)
    return [answer for answer in answers if answer]


def certificate_may_be_executed(demand: Demand, now: datetime) -> str | None:
    """P2: every gate of Regulation (EU) 2023/1543 is open (Arts 4, 5, 8, 10, 12)."""
    return next(iter(refusals(demand, now)), None)


# --- The gates -----------------------------------------------------------------------------------


def issuer_may_order_it(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    needs_judge = _asks(demand, NEEDS_A_JUDGE)
    allowed = JUDGES if needs_judge else (*JUDGES, Authority.PROSECUTOR)
    if read.issued_by in allowed or read.validated_by in allowed:
        return None
    if not needs_judge and _runs_unvalidated(demand, now):
        return None
    if needs_judge:
        return _(
            "Traffic and content data take a judge, a court or an investigating judge; a "
            "prosecutor alone is not enough (Art 4(2)). Refuse it, or have it validated."
        )
    return _(
        "It was issued by an authority whose orders a judge or prosecutor validates, and nobody "
        "did (Art 4(1), 4(5)). Ask for the validation; after 48 hours refuse it."
    )


def offence_allows_it(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    if read.offence_threshold_met or not _asks(demand, NEEDS_A_JUDGE):
        return None
    return _(
        "Traffic and content data take an offence of at least three years or a listed one "
        "(Art 5(4)). Send Annex III."
    )


def controller_comes_first(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    organisations = [target for target in demand.targets.all() if _of_organisation(target)]
    if read.controller_cannot_be_addressed or not organisations:
        return None
    return _(
        "%(account)s is an organisation's, and the certificate does not confirm that the "
        "controller cannot be identified or addressed (Art 5(6)). Send Annex III for "
        "clarification."
    ) % {"account": organisations[0].account}


def public_authority_is_at_home(
    demand: Demand, read: EvidenceCertificate, now: datetime
) -> str | None:
    issuing = demand.agency.country if demand.agency else ""
    for target in demand.targets.all():
        customer = target.account.customer
        if customer is None or customer.segment != Segment.PUBLIC_SECTOR:
            continue
        if customer.country != issuing:
            return _(
                "%(customer)s is a public authority outside the issuing State (Art 5(8)): its "
                "data may not be ordered from us. Object."
            ) % {"customer": customer}
    return None


def privilege_is_respected(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    if not read.privilege_holders or read.privilege_conditions_met:
        return None
    if not _asks(demand, NEEDS_A_JUDGE):
        return None
    return _(
        "The infrastructure serves holders of professional privilege, and the conditions of "
        "Art 5(9) are not met. Send Annex III to the issuing and the enforcing authority."
    )


def enforcing_authority_is_notified(
    demand: Demand, read: EvidenceCertificate, now: datetime
) -> str | None:
    if not _asks(demand, NEEDS_A_JUDGE) or read.tied_to_the_issuing_state:
        return None
    if "ea_notified" in _circumstances(demand):
        return None
    return _(
        "The enforcing authority has to be notified of it (Art 8), and is not named. Send "
        "Annex III, or record that it was notified."
    )


def enforcing_authority_raised_no_ground(
    demand: Demand, read: EvidenceCertificate, now: datetime
) -> str | None:
    if "ea_ground_raised" not in _circumstances(demand):
        return None
    return _("The enforcing authority raised a ground for refusal: nothing is sent (Art 12(2)).")


def emergency_is_reasoned(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    if "emergency" not in _circumstances(demand) or read.emergency_reasons:
        return None
    return _(
        "Eight hours are claimed without reasons for an emergency (Art 10(4)). Send Annex III."
    )


def it_was_clarified(demand: Demand, read: EvidenceCertificate, now: datetime) -> str | None:
    if "certificate_incomplete" not in _circumstances(demand):
        return None
    return _(
        "Annex III waits for the authority's answer (Art 10(6)). Record the answer; meanwhile the "
        "data is kept and our duties stand still."
    )


GATES = (
    issuer_may_order_it,
    offence_allows_it,
    controller_comes_first,
    public_authority_is_at_home,
    privilege_is_respected,
    enforcing_authority_is_notified,
    enforcing_authority_raised_no_ground,
    emergency_is_reasoned,
    it_was_clarified,
)


def implied(read: EvidenceCertificate) -> dict[str, bool]:
    """The circumstances that a reading settles, so that its clocks run (Arts 4(5), 8, 10)."""
    weak = read.issued_by == Authority.OTHER and not read.validated_by
    return {
        "emergency": bool(read.emergency_reasons),
        "ea_notified": bool(read.enforcing_authority),
        "issued_without_validation": weak,
    }


def _runs_unvalidated(demand: Demand, now: datetime) -> bool:
    """In an emergency the validation may follow within 48 hours (Art 4(5))."""
    return "emergency" in _circumstances(demand) and now <= demand.received_at + VALIDATION


def _asks(demand: Demand, categories: tuple[Category, ...]) -> bool:
    return any(set(target.scope) & set(categories) for target in demand.targets.all())


def _of_organisation(target: Target) -> bool:
    return target.account.customer is not None and target.account.customer.asked_first


def _circumstances(demand: Demand) -> frozenset[str]:
    from casework.deadlines import circumstances_of

    return circumstances_of(demand)
