"""What else the record says of a service and a period: emergencies, holds, e-Evidence, costs, P13.

Queries for the layouts T5, T6 and T10 and the metrics 29, 31, 36, 39 and 40. National security
process is in none of them (P11); duplicates are not counted.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import fmean, median

from django.db.models import QuerySet, Sum

from casework import certificates, emergency, law
from casework.law.words import Bucket, Family
from casework.models import (
    Compensation,
    Demand,
    Incident,
    Invoice,
    Preservation,
    PreservationRenewal,
    Service,
)
from casework.models.incidents import Incident as _Incident
from casework.models.relations import Relation
from casework.states import DISCLOSED_OUTCOMES, Outcome
from transparency.periods import Period
from transparency.records import instants


@dataclass(frozen=True)
class Emergencies:
    """T5 and metric 29; minutes from receipt to the release of the data."""

    received: int
    disclosed: int
    median_minutes: float | None


@dataclass(frozen=True)
class Holds:
    """T6 and metric 31: requests by the day received, the rest by the day it happened."""

    requests: int
    accounts: int
    extended: int
    released: int
    led_to_process: int


@dataclass(frozen=True)
class Certificates:
    """T10 and metric 36: one line of Art 28(4), with the mean time to the data in hours."""

    received: int
    fulfilled: int
    mean_hours: float | None


@dataclass(frozen=True)
class Wrongs:
    """P13 and metric 40."""

    disclosures: int
    compensations: int
    paid: tuple[tuple[str, Decimal], ...]  # by currency


@dataclass(frozen=True)
class Costs:
    """Metric 39, by currency: asked for, paid, and productions whose costs were waived."""

    asked: tuple[tuple[str, Decimal], ...]
    paid: tuple[tuple[str, Decimal], ...]
    waived: int


def emergencies(service: Service, period: Period) -> Emergencies:
    rows = list(_received(service, period).filter(process__in=_codes(bucket=Bucket.EMERGENCY)))
    waits = [wait for row in rows if (wait := emergency.answered_in(row)) is not None]
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    disclosed = sum(row.outcome in DISCLOSED_OUTCOMES for row in rows)
    return Emergencies(len(rows), disclosed, median(minutes) if minutes else None)


def holds(service: Service, period: Period) -> Holds:
    since, before = instants(period)
    codes = _codes(family=Family.PRESERVATION)
    asked = _received(service, period).filter(process__in=codes)
    ours = {"demand__service": service, "demand__process__in": codes}
    renewals = PreservationRenewal.objects.filter(
        **ours, counted=True, received_at__gte=since, received_at__lt=before
    )
    released = Preservation.objects.filter(**ours, released_at__gte=since, released_at__lt=before)
    followed = Relation.objects.filter(
        kind=Relation.Kind.FOLLOWS_PRESERVATION, other__in=asked
    ).values("other")
    return Holds(
        requests=asked.count(),
        accounts=sum(row.targets.count() for row in asked),
        extended=renewals.values("demand").distinct().count(),
        released=released.values("demand").distinct().count(),
        led_to_process=followed.distinct().count(),
    )


def e_evidence(service: Service, period: Period) -> dict[tuple[str, str, bool], Certificates]:
    """By issuing State, process and emergency."""
    codes = [code for code, versions in _processes() if _is_certificate(versions[-1])]
    lines: dict[tuple[str, str, bool], list[Demand]] = {}
    for row in _received(service, period).filter(process__in=codes).select_related("agency"):
        read = certificates.reading(row)
        urgent = read is not None and bool(read.emergency_reasons)
        country = row.agency.country if row.agency else ""
        lines.setdefault((country, row.process, urgent), []).append(row)
    return {key: _certificates(rows) for key, rows in sorted(lines.items())}


def wrongs(service: Service, period: Period) -> Wrongs:
    """By the day the law was broken; compensation by the day it was paid."""
    days = {"gte": period.start, "lte": period.end}
    broken = Incident.objects.filter(
        demand__service=service,
        disclosed=True,
        law=_Incident.Law.GDPR,
        **{f"occurred_on__{name}": day for name, day in days.items()},
    ).exclude(demand__process__in=_secret())
    paid = Compensation.objects.filter(
        demand__service=service, **{f"paid_on__{name}": day for name, day in days.items()}
    ).exclude(demand__process__in=_secret())
    sums = paid.values_list("currency").annotate(Sum("amount")).order_by("currency")
    return Wrongs(broken.count(), paid.count(), tuple(sums))


def costs(service: Service, period: Period) -> Costs:
    """Of the demands received in the period."""
    rows = Invoice.objects.filter(demand__in=_received(service, period))
    asked: Counter[str] = Counter()
    paid: Counter[str] = Counter()
    for row in rows.filter(waived_because=""):
        asked[row.currency] += row.total  # type: ignore[assignment]
        paid[row.currency] += row.paid or Decimal(0)  # type: ignore[assignment]
    return Costs(
        tuple(sorted(asked.items())),  # type: ignore[arg-type]
        tuple(sorted(paid.items())),  # type: ignore[arg-type]
        rows.exclude(waived_because="").count(),
    )


@dataclass(frozen=True)
class Organisations:
    """T4: demands about accounts of enterprises and public bodies."""

    received: int
    redirected: int
    disclosed: int


def organisations(service: Service, period: Period, segment: str) -> Organisations:
    rows = _received(service, period).exclude(process__in=_codes(bucket=Bucket.PRESERVATION))
    rows = rows.filter(targets__account__customer__segment=segment).distinct()
    outcomes = [row.outcome for row in rows]
    return Organisations(
        len(outcomes),
        outcomes.count(Outcome.REDIRECTED),
        sum(outcome in DISCLOSED_OUTCOMES for outcome in outcomes),
    )


def _certificates(rows: list[Demand]) -> Certificates:
    waits = [wait for row in rows if (wait := emergency.answered_in(row)) is not None]
    hours = [wait / timedelta(hours=1) for wait in waits]
    return Certificates(len(rows), len(hours), fmean(hours) if hours else None)


def _received(service: Service, period: Period) -> QuerySet[Demand]:
    since, before = instants(period)
    return Demand.objects.filter(
        service=service,
        received_at__gte=since,
        received_at__lt=before,
        duplicate_of__isnull=True,
    ).exclude(process__in=_secret())


def _processes() -> list[tuple[str, tuple[law.Process, ...]]]:
    return list(law.catalogue().processes.items())


def _codes(*, bucket: Bucket | None = None, family: Family | None = None) -> list[str]:
    return [
        code
        for code, versions in _processes()
        if bucket in (None, versions[-1].reporting_bucket) and family in (None, versions[-1].family)
    ]


def _secret() -> list[str]:
    return [code for code, versions in _processes() if any(v.national_security for v in versions)]


def _is_certificate(process: law.Process) -> bool:
    return certificates.CHECKLIST in process.uses_checklists
