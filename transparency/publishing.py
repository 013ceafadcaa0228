"""The door of a report: who may freeze, explain, approve, publish, correct and withdraw it.

Each function does it all or nothing in one transaction, under the report's row lock, with its audit
entry; it raises `Refused` with sentences for people. `actor` None is the product itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from casework import audit
from casework.access import Ability
from casework.models import Service
from casework.moves import Overtaken, Refused
from transparency import renderings, rules
from transparency.compute import Computed, compute
from transparency.definitions import NOT_EXPLAINABLE
from transparency.figures import Edition, Figures, sha256, to_bytes
from transparency.models import Report, Status
from transparency.periods import Period

Actor = User | None


@transaction.atomic
def draft(
    service: Service,
    period: Period,
    *,
    actor: Actor,
    now: datetime,
    language: str = "en",
    correction: str = "",
) -> Report:
    """Freeze the figures of a period as a new edition.

    `correction` says what the published edition got wrong; without one there is no second edition.
    """
    _ask(actor, Ability.DRAFT_REPORT)
    # One draft at a time: the service's row is what two of them would meet at.
    service = Service.objects.select_for_update().get(pk=service.pk)
    rules.refuse_before_its_end(period, now)
    editions = Report.objects.filter(service=service, start=period.start, end=period.end)
    last = rules.last_published(editions, correction)
    rules.refuse_mixture(period, last)
    newest = editions.order_by("-version").first()
    edition = Edition(
        version=newest.version + 1 if newest else 1,
        supersedes=last.sha256 if last else "",
        note=correction.strip(),
    )
    computed = compute(service, period, now=now, language=language, edition=edition)
    report = Report(
        service=service,
        start=period.start,
        end=period.end,
        version=edition.version,
        language=language,
        supersedes=last,
        correction_note=edition.note,
        drafted_by=actor,
        **_frozen(computed, now),
    )
    report.full_clean()
    report.save(force_insert=True)
    _write(report, "report_draft", actor, now)
    renderings.order(report, final=False, now=now)
    return report


def freeze_again(report_id: UUID, *, actor: Actor, now: datetime) -> Report:
    """Compute the draft's figures anew, as the record stands now; explanations stay."""
    with _opened(report_id, actor, Ability.DRAFT_REPORT, Status.DRAFT) as report:
        computed = compute(
            report.service,
            report.period,
            now=now,
            language=report.language,
            edition=report.figures.edition,
            explanations={d.key: d.explanation for d in report.figures.differences},
        )
        _store(report, {**_frozen(computed, now), "drafted_by": actor})
        _write(report, "report_freeze", actor, now)
        renderings.order(report, final=False, now=now)
    return Report.objects.get(pk=report_id)


def explain(
    report_id: UUID, explanations: Mapping[str, str], *, actor: Actor, now: datetime
) -> Report:
    """Print a note beside differences; the numbers stay as they were frozen."""
    with _opened(report_id, actor, Ability.DRAFT_REPORT, Status.DRAFT) as report:
        for key in set(explanations) & NOT_EXPLAINABLE:
            if explanations[key].strip():
                raise Refused([rules.must_be_mended(key)])
        told = tuple(
            replace(d, explanation=explanations.get(d.key, d.explanation).strip())
            for d in report.figures.differences
        )
        changed = replace(report.figures, differences=told)
        _store(report, {**_bytes(changed), "drafted_by": actor})
        _write(report, "report_explain", actor, now)
        renderings.order(report, final=False, now=now)
    return Report.objects.get(pk=report_id)


def approve(report_id: UUID, *, seen: str, actor: User, now: datetime) -> Report:
    """A second person vouches for the figures with the hash they have `seen`."""
    with _opened(report_id, actor, Ability.APPROVE_REPORT, Status.DRAFT) as report:
        if seen != report.sha256:
            raise Overtaken(
                [_("The figures were frozen anew while you were looking. Look at them again.")]
            )
        reasons = rules.approval_refusals(report, actor)
        if reasons:
            raise Refused(reasons)
        _store(report, {"status": Status.APPROVED, "approved_by": actor, "approved_at": now})
        _write(report, "report_approve", actor, now)
        renderings.order(report, final=True, now=now)
    return Report.objects.get(pk=report_id)


def send_back(report_id: UUID, *, actor: User, now: datetime) -> Report:
    """Undo the approval: the report is a draft again."""
    with _opened(report_id, actor, Ability.DRAFT_REPORT, Status.APPROVED) as report:
        _store(report, {"status": Status.DRAFT, "approved_by": None, "approved_at": None})
        _write(report, "report_send_back", actor, now)
    return Report.objects.get(pk=report_id)


def publish(report_id: UUID, *, actor: User, now: datetime) -> Report:
    """Make it public. From here on it never changes; the edition it corrects is superseded."""
    with _opened(report_id, actor, Ability.DRAFT_REPORT, Status.APPROVED) as report:
        reasons = rules.publication_refusals(report)
        if reasons:
            raise Refused(reasons)
        before = Report.objects.select_for_update().filter(
            service=report.service, start=report.start, end=report.end, status=Status.PUBLISHED
        )
        for old in before:
            _store(old, {"status": Status.SUPERSEDED, "ended_at": now, "ended_by": actor})
            _write(old, "report_supersede", actor, now)
        _store(report, {"status": Status.PUBLISHED, "published_by": actor, "published_at": now})
        _write(report, "report_publish", actor, now)
    return Report.objects.get(pk=report_id)


def withdraw(report_id: UUID, *, note: str, actor: User, now: datetime) -> Report:
    """Take a published report back without a new one; it stays on file, and says why."""
    with _opened(report_id, actor, Ability.APPROVE_REPORT, Status.PUBLISHED) as report:
        if not note.strip():
            raise Refused([_("Say why the report is withdrawn: the note is public.")])
        ended = {"ended_at": now, "ended_by": actor, "end_note": note.strip()}
        _store(report, {"status": Status.WITHDRAWN, **ended})
        _write(report, "report_withdraw", actor, now)
    return Report.objects.get(pk=report_id)


# --- What the steps share -----------------------------------------------------------------------


@contextmanager
def _opened(report_id: UUID, actor: Actor, ability: Ability, status: Status) -> Iterator[Report]:
    _ask(actor, ability)
    with transaction.atomic():
        report = (
            Report.objects.select_for_update(of=("self",))
            .select_related("service")
            .get(pk=report_id)
        )
        if report.status != status:
            raise Overtaken(
                [
                    _("This takes a report that is %(status)s; it is %(now)s now.")
                    % {
                        "status": status.label.lower(),
                        "now": Status(report.status).label.lower(),
                    }
                ]
            )
        yield report


def _ask(actor: Actor, ability: Ability) -> None:
    if actor is not None and (reasons := rules.role_refusals(actor, ability)):
        raise Refused(reasons)


def _frozen(computed: Computed, now: datetime) -> dict[str, Any]:
    return {
        **_bytes(computed.figures),
        "frozen_at": now,
        "behind": computed.behind,
        "bands": settings.NATIONAL_SECURITY_BANDS,
    }


def _bytes(figures: Figures) -> dict[str, str]:
    return {"frozen": to_bytes(figures).decode(), "sha256": sha256(figures)}


def _store(report: Report, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(report, name, value)
    report.save(update_fields=list(values))
    report.__dict__.pop("figures", None)


def _write(report: Report, event: str, actor: Actor, now: datetime) -> None:
    facts = {"version": report.version, "period": report.period.label, "sha256": report.sha256}
    audit.write(report.pk, event, actor=actor, now=now, facts=facts)
