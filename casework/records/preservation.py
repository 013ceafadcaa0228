"""Holds: begun, renewed, released, and the copy deleted with a certificate."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import intake, law
from casework import preservation as rules
from casework.access import Ability
from casework.models.demand import Demand, Target
from casework.models.documents import Document
from casework.models.preservation import Preservation, PreservationRenewal
from casework.records.rows import Actor, Facts, Record, new_row


def preservation(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Preservation:
    """Keep the data of the targets listed, or of all that are not kept yet."""
    named = dict(facts)
    targets = list(named.pop("targets", ())) or _not_kept(demand)
    if not targets:
        raise ValidationError(_("The data of every account is kept already."))
    if any(target.demand_id != demand.pk for target in targets):
        raise ValidationError({"targets": _("A listed target belongs to another demand.")})
    if named.setdefault("kept_since", now) > now:
        raise ValidationError({"kept_since": _("Data cannot be kept from a later time on.")})
    rows = [
        new_row(Preservation, demand, {**named, "target": target}, actor, now) for target in targets
    ]
    first: Preservation = rows[0]
    return first


def preservation_renewal(
    demand: Demand, facts: Facts, actor: Actor, now: datetime
) -> PreservationRenewal:
    """A renewed request. It is kept on file either way; the law says whether it counts."""
    if not rules.preserves(demand) or not demand.preservations.filter(released_at=None).exists():
        raise ValidationError(_("No hold is running that could be renewed."))
    given = {"received_at": now, **facts}
    if not demand.received_at <= given["received_at"] <= now:
        raise ValidationError(
            {
                "received_at": _(
                    "A renewal comes after the letter it renews, and not later than now."
                )
            }
        )
    renewals = rules.term(demand, also=given["received_at"]).renewals
    link = next((each for each in renewals if each.received == given["received_at"]), None)
    given["counted"] = link is not None and link.end is not None
    given["flag"] = link.refusal if link else _("The hold has no end that could be moved.")
    row: PreservationRenewal = new_row(PreservationRenewal, demand, given, actor, now)
    return row


def preservation_release(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Preservation:
    """Let the data go. A hold lapses only when its time is over."""
    holds = list(demand.preservations.filter(released_at__isnull=True))
    chosen = {target.pk for target in facts.get("targets", ())}
    holds = [hold for hold in holds if not chosen or hold.target_id in chosen]
    if not holds:
        raise ValidationError(_("No hold is running."))
    _refuse_an_early_lapse(demand, facts.get("release_reason", ""), now)
    for hold in holds:
        hold.released_at, hold.release_reason = now, facts.get("release_reason", "")
        hold.full_clean()
        hold.save(update_fields=["released_at", "release_reason"])
    return holds[0]


def deletion(demand: Demand, facts: Facts, actor: Actor, now: datetime) -> Document:
    """The copies are gone: who deleted them when, and the certificate that says so."""
    holds = list(demand.preservations.filter(released_at__isnull=False, certificate=None))
    if not holds:
        raise ValidationError(_("No released copy waits for its deletion."))
    if not facts.get("deleted_on") or not facts.get("deleted_by"):
        raise ValidationError(_("Say when the copies were deleted, and who deleted them."))
    for hold in holds:
        hold.deleted_on, hold.deleted_by = facts["deleted_on"], facts["deleted_by"]
        if hold.released_at and hold.deleted_on < hold.released_at.date():
            raise ValidationError({"deleted_on": _("A copy is deleted after its release.")})
    certificate = _certificate(demand, holds, actor, now)
    for hold in holds:
        hold.certificate = certificate
        hold.full_clean()
        hold.save(update_fields=["deleted_on", "deleted_by", "certificate"])
    return certificate


def _not_kept(demand: Demand) -> list[Target]:
    kept = demand.preservations.filter(released_at=None).values("target")
    return list(demand.targets.exclude(pk__in=kept))


def _refuse_an_early_lapse(demand: Demand, reason: str, now: datetime) -> None:
    term = rules.term(demand)
    if reason != Preservation.Release.LAPSED or term.over(now):
        return
    if term.ends_at is None:
        raise ValidationError(
            {"release_reason": _("This hold has no end of its own. Choose why it is released.")}
        )
    raise ValidationError(
        {
            "release_reason": _("The hold runs through %(day)s. %(why)s")
            % {"day": date_format(term.ends_at, "j F Y"), "why": term.working_out}
        }
    )


def _certificate(
    demand: Demand, holds: list[Preservation], actor: Actor, now: datetime
) -> Document:
    context = {
        "provider": settings.PROVIDER,
        "demand": demand,
        "process": law.process(demand.process, demand.process_version),
        "holds": holds,
        "signed_by": (actor.get_full_name() or actor.get_username()) if actor else "Due Process",
        "dated": now,
    }
    text = render_to_string("preservation/deletion_certificate.txt", context)
    paper = ContentFile(text.encode(), name=f"{demand.reference}-deletion.txt")
    return intake.keep(demand, paper, Document.Kind.OUR_LETTER, actor=actor, now=now)


RECORDS = (
    Record(
        "preservation",
        gettext_lazy("Keep the data"),
        Ability.REVIEW,
        preservation,
    ),
    Record(
        "preservation_renewal",
        gettext_lazy("Record renewal of the hold"),
        Ability.REVIEW,
        preservation_renewal,
    ),
    Record(
        "preservation_release",
        gettext_lazy("Release the hold"),
        Ability.DECIDE,
        preservation_release,
    ),
    Record("deletion", gettext_lazy("Certify deletion"), Ability.REVIEW, deletion),
)
