"""What a notice's position depends on, read from the record as it stands at an instant."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from casework import gag, law, notice_duty, preservation
from casework.law.words import Trigger
from casework.models import Demand, Document, NondisclosureOrder, NondisclosureOrderLift, Target
from casework.models.decisions import Waiver
from casework.models.gags import Standing
from casework.states import Outcome, State
from notifications.models import Notice
from notifications.position import PastOrder, Situation, end_of


def demand_on_record(demand_id: UUID) -> Demand:
    """The demand with all that a notice depends on, fetched now: in as many queries for a hundred
    targets as for one. Whoever acts on it has locked the demand's row before."""
    orders = NondisclosureOrder.objects.select_related("lift").prefetch_related("targets")
    targets = Target.objects.select_related("account__customer")
    return (
        Demand.objects.select_related("duplicate_of", "agency")
        .prefetch_related(
            Prefetch("targets", targets),
            Prefetch("nondisclosure_orders", orders),
            "documents",
            "waivers",
            "verifications",
            "milestones",
        )
        .get(pk=demand_id)
    )


def target_on_record(target_id: UUID) -> Target:
    """One of its targets, which knows the others."""
    demand_id = Target.objects.values_list("demand_id", flat=True).get(pk=target_id)
    targets = demand_on_record(demand_id).targets.all()
    return next(target for target in targets if target.pk == target_id)


def situation(target: Target, notice: Notice | None, at: datetime) -> Situation:
    """Everything `position.decide` asks about one target of a demand_on_record."""
    demand = target.demand
    process = notice_duty.process_of(demand)
    organisation = notice_duty.is_organisations(target)
    missing, redacted = _copy(target, at)
    return Situation(
        verdict=gag.verdict(target, at=at),
        past_orders=past_orders(target, at),
        duty=notice_duty.duty(process, organisation=organisation) if process else None,
        citation=process.notice_citation if process else "",
        after_disclosure=process is not None
        and notice_duty.follows_disclosure(process, organisation=organisation),
        state=State(demand.state),
        verified_at=demand.verified_at,
        decided_at=demand.decided_at,
        emergency_over_at=_emergency_over_at(target),
        emergency_cap_days=law.clock("policy_emergency_notice_cap").amount,
        preserves=preservation.preserves(demand),
        quiet_through=preservation.quiet_through(demand),
        fraudulent=_is_fraudulent(target),
        customer_known=target.account.customer is not None,
        address_known=bool(target.account.notice_address),
        waived_because=_waived_because(target),
        copy_missing=missing,
        copy_redacted=redacted,
        imported=demand.imported_at is not None,
        duplicate_of=demand.duplicate_of.reference if demand.duplicate_of else "",
        held_because=notice.held_because if notice else "",
        released_at=notice.released_at if notice else None,
        country=settings.PROVIDER["country"],
        zone=settings.TIME_ZONE,
        business_days=settings.NOTICE_DUE_BUSINESS_DAYS,
    )


def past_orders(target: Target, at: datetime) -> tuple[PastOrder, ...]:
    """The binding orders that barred this notice and have ended; the last to end comes last.

    One recorded in error never bound anybody."""
    listener = gag.listener_of(target)
    found = []
    for order in target.demand.nondisclosure_orders.all():
        if order.standing != Standing.BINDING or _was_an_error(order):
            continue
        terms = gag.terms_of(order, target)
        ended_at = end_of(terms)
        reaches = terms.reaches(listener, frozenset(gag.NOTICE_TELLS), "")
        if reaches and ended_at is not None and terms.begins() < ended_at <= at:
            found.append(PastOrder(terms, ended_at))
    return tuple(sorted(found, key=lambda past: past.ended_at))


def _was_an_error(order: NondisclosureOrder) -> bool:
    lift = getattr(order, "lift", None)
    return lift is not None and lift.kind == NondisclosureOrderLift.Kind.ERROR


def copies(target: Target, at: datetime) -> list[Document]:
    """The papers that go with the notice: the demand itself, or its redacted copies where a gag
    order covers another account that it names, which then may not go out unredacted."""
    kind = Document.Kind.REDACTED_COPY if _others_are_gagged(target, at) else Document.Kind.DEMAND
    papers = [paper for paper in target.demand.documents.all() if paper.kind == kind]
    return sorted(papers, key=lambda paper: (paper.added_at, paper.pk))


def _copy(target: Target, at: datetime) -> tuple[str, bool]:
    """Why there is no copy to send (or nothing), and whether the copy is a redacted one."""
    gagged = _others_are_gagged(target, at)
    if copies(target, at):
        return "", gagged
    if gagged:
        return _(
            "A gag order covers another account that the demand names: its copy cannot go out "
            "unredacted. Add a redacted copy to the documents."
        ), False
    return _("The demand itself is not on file, so no copy can be sent. Add its document."), False


def _others_are_gagged(target: Target, at: datetime) -> bool:
    listener = gag.listener_of(target)
    return any(
        not gag.verdict(other, at=at, listener=listener).allowed
        for other in target.demand.targets.all()
        if other.pk != target.pk
    )


def _emergency_over_at(target: Target) -> datetime | None:
    events = target.demand.milestones.all()
    over = [event for event in events if event.trigger == Trigger.EMERGENCY_OVER]
    last = max(over, key=lambda event: event.recorded_at, default=None)
    return last.at if last else None


def _is_fraudulent(target: Target) -> bool:
    verifications = target.demand.verifications.all()
    last = max(verifications, key=lambda each: each.recorded_at, default=None)
    return target.outcome == Outcome.FRAUDULENT or (last is not None and not last.genuine)


def _waived_because(target: Target) -> str:
    signed = sorted(target.demand.waivers.all(), key=lambda waiver: waiver.recorded_at)
    ours = [
        waiver.reason
        for waiver in signed
        if waiver.duty == Waiver.Duty.NOTICE and waiver.target_id in (None, target.pk)
    ]
    return ours[-1] if ours else ""
