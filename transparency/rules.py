"""Why not: the rules of a report's steps, and the sentences a page shows before the click."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import access
from casework.access import Ability
from casework.models import AuditEntry
from casework.moves import Refused
from transparency import bands, renderings
from transparency.definitions import NOT_EXPLAINABLE
from transparency.models import EVER_PUBLISHED, OPEN, Report, Status
from transparency.periods import Period

# Whoever did one of these since the report was begun has shaped it, and cannot approve it.
SHAPING = ("report_draft", "report_freeze", "report_explain")


def role_refusals(actor: access.Person, ability: Ability) -> list[str]:
    if access.has(actor, ability):
        return []
    roles = [str(role.label) for role in access.ROLES if ability in role.abilities]
    return [_("Your role does not allow this. It takes: %(roles)s.") % {"roles": ", ".join(roles)}]


def approval_refusals(report: Report, actor: access.Person) -> list[str]:
    reasons = [must_be_mended(d.key) for d in report.figures.differences if _blocks(d.key)]
    open_ones = [d for d in report.figures.unexplained if not _blocks(d.key)]
    if open_ones:
        reasons.append(
            _("Not explained yet: %(names)s. Explain each in a note that is printed.")
            % {"names": "; ".join(d.sentence for d in open_ones)}
        )
    if report.drafted_by is None:
        reasons.append(_("A command froze these figures. A person freezes them anew first."))
    if _has_shaped(report, actor):
        reasons.append(_("You drafted or explained these figures. A second person approves them."))
    return reasons


def publication_refusals(report: Report) -> list[str]:
    if renderings.final_of(report) is None:
        return [_("The files are not made yet. Wait for them, or look why they failed.")]
    return []


def _has_shaped(report: Report, actor: access.Person) -> bool:
    if actor.pk is None:
        return False
    shaped = AuditEntry.objects.filter(chain=report.pk, event__in=SHAPING, actor_id=actor.pk)
    return report.drafted_by_id == actor.pk or shaped.exists()


def _blocks(key: str) -> bool:
    # A sum that fails is an error of ours: no note makes it true.
    return key in NOT_EXPLAINABLE or key.startswith("check-")


def must_be_mended(key: str) -> str:
    if key in NOT_EXPLAINABLE:
        return _(
            "Some demands of the period have no process on record. Classify them and freeze the "
            "figures anew: this cannot be explained in a note."
        )
    return _("Sums that must agree do not. Mend the record and freeze the figures anew.")


def refuse_before_its_end(period: Period, now: datetime) -> None:
    if now.astimezone(UTC).date() <= period.end:
        raise Refused(
            [
                _("The period ends on %(day)s. Its figures can be frozen from the day after.")
                % {"day": date_format(period.end, "j F Y")}
            ]
        )


def last_published(editions: Any, correction: str) -> Report | None:
    if editions.filter(status__in=OPEN).exists():
        raise Refused([_("An edition for this period is being drafted already. Finish that one.")])
    last: Report | None = editions.filter(status__in=EVER_PUBLISHED).order_by("-version").first()
    if last is not None and not correction.strip():
        raise Refused(
            [
                _(
                    "Version %(version)s for this period is published and never changes. To "
                    "correct it, say what was wrong: the note is printed in the new version."
                )
                % {"version": last.version}
            ]
        )
    return last


def refuse_mixture(period: Period, last: Report | None) -> None:
    """One form of bands for the same months, whichever report they stand in (50 U.S.C. 1874)."""
    published = Report.objects.filter(status=Status.PUBLISHED)
    chosen = {r.period: bands.Option(r.bands) for r in published if r != last}
    try:
        bands.refuse_mixture(bands.Option(settings.NATIONAL_SECURITY_BANDS), period, chosen)
    except bands.NotAllowed as refusal:
        raise Refused([str(refusal)]) from refusal
