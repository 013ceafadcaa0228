"""What the record says of a service and a period: the only queries behind a figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from casework import law
from casework.law.words import Bucket
from casework.models import Demand, NondisclosureOrder, NondisclosureOrderTarget, Service, Target
from casework.models.gags import EndKind, NondisclosureOrderLift, Standing
from casework.states import OPEN_STATES, Outcome
from transparency import bands
from transparency.cases import Case, Named, Silence, told_late
from transparency.periods import Period

# The lines of 50 U.S.C. 1874. Process that is not listed counts by its bucket.
_KINDS = {
    "us_nsl": bands.Kind.NSL,
    "us_fisa_title_i": bands.Kind.CONTENT,
    "us_fisa_702": bands.Kind.CONTENT,
    "us_fisa_pen_register": bands.Kind.PEN_TRAP,
    "us_fisa_business_records": bands.Kind.TANGIBLE_RECORDS,
}
_KINDS_BY_BUCKET = {Bucket.NSL: bands.Kind.NSL, Bucket.FISA: bands.Kind.CONTENT}


@dataclass(frozen=True)
class Late:
    """Delayed notices by the day they went out."""

    demands: int
    accounts: int


def cases(service: Service, period: Period) -> Iterator[Case]:
    """The demands of the cohort, in one statement and so of one instant."""
    return _read(_received(_countable(service), period))


def late_notices(service: Service, period: Period) -> Late:
    since, before = instants(period)
    told = Target.objects.filter(notified_at__gte=since, notified_at__lt=before)
    demands = _countable(service).filter(pk__in=told.values("demand"))
    counts = [count for case in _read(demands) if (count := told_late(case, since, before))]
    return Late(len(counts), sum(counts))


def duplicates(service: Service, period: Period) -> int:
    linked = _received(_ordinary(service), period).filter(duplicate_of__isnull=False)
    return linked.exclude(process__in=_preserving()).count()


def preservations(service: Service, period: Period) -> int:
    first = _received(_ordinary(service), period).filter(duplicate_of__isnull=True)
    return first.filter(process__in=_preserving()).count()


def security_orders(period: Period) -> list[bands.Order]:
    """United States national security process of all services: for `bands.banded` alone.

    The statute speaks of the person who was served, not of a service; process of other States
    has no number anywhere.
    """
    codes = {code: process for code, process in _security().items() if process.jurisdiction == "US"}
    received = Demand.objects.filter(process__in=codes, duplicate_of__isnull=True)
    genuine = _received(received, period).annotate(
        selectors=Count("targets"),
        frauds=Count("targets", filter=Q(targets__outcome=Outcome.FRAUDULENT)),
    )
    return [
        bands.Order(_kind(code, codes[code]), received_at.astimezone(UTC).date(), selectors)
        for code, received_at, selectors, frauds in genuine.values_list(
            "process", "received_at", "selectors", "frauds"
        )
        if not frauds
    ]


def instants(period: Period) -> tuple[datetime, datetime]:
    """From the first instant of the period to the first after it, in UTC."""
    midnight = time(tzinfo=UTC)
    return (
        datetime.combine(period.start, midnight),
        datetime.combine(period.end + timedelta(days=1), midnight),
    )


# --- Which demands -----------------------------------------------------------------------------


def _ordinary(service: Service) -> QuerySet[Demand]:
    """Everything but national security process, which is in T9 and nowhere else (P11)."""
    return Demand.objects.filter(service=service).exclude(process__in=_security())


def _countable(service: Service) -> QuerySet[Demand]:
    first = _ordinary(service).filter(duplicate_of__isnull=True)
    return first.exclude(process__in=_preserving())


def _received(demands: QuerySet[Demand], period: Period) -> QuerySet[Demand]:
    since, before = instants(period)
    return demands.filter(received_at__gte=since, received_at__lt=before)


def _security() -> dict[str, law.Process]:
    """A process that ever was national security process stays out of the ordinary figures."""
    every = law.catalogue().processes
    return {
        code: versions[-1]
        for code, versions in every.items()
        if any(version.national_security for version in versions)
    }


def _preserving() -> list[str]:
    every = law.catalogue().processes
    return [
        code
        for code, versions in every.items()
        if versions[-1].reporting_bucket is Bucket.PRESERVATION
    ]


def _kind(code: str, process: law.Process) -> bands.Kind:
    return _KINDS.get(code) or _KINDS_BY_BUCKET[process.reporting_bucket]


# --- From rows to cases ------------------------------------------------------------------------


def _read(demands: QuerySet[Demand]) -> Iterator[Case]:
    rows = demands.order_by("pk").values_list(
        "reference",
        "agency__country",
        "process",
        "state",
        "decided_at",
        _accounts(),
        _orders(),
    )
    return map(_case, rows.iterator(chunk_size=2000))


def _accounts() -> ArraySubquery:
    accounts = Target.objects.filter(demand=OuterRef("pk")).order_by("pk")
    return ArraySubquery(
        accounts.values(
            one=JSONObject(
                id="pk", outcome="outcome", position="notice_position", told_at="notified_at"
            )
        )
    )


def _orders() -> ArraySubquery:
    """Binding orders, lifted or not; one that was recorded in error never was an order."""
    listed = NondisclosureOrderTarget.objects.filter(order=OuterRef("pk"))
    orders = (
        NondisclosureOrder.objects.filter(demand=OuterRef("pk"), standing=Standing.BINDING)
        .exclude(lift__kind=NondisclosureOrderLift.Kind.ERROR)
        .order_by("pk")
    )
    return ArraySubquery(
        orders.values(
            one=JSONObject(
                whole="covers_whole_demand",
                end="end_kind",
                accounts=ArraySubquery(listed.values("target_id")),
            )
        )
    )


def _case(row: tuple[Any, ...]) -> Case:
    reference, country, code, state, decided_at, accounts, orders = row
    bucket = law.process(code).reporting_bucket if code else None
    return Case(
        reference=reference,
        country=country or "",
        process=bucket.value if bucket else "",
        closed=state not in OPEN_STATES,
        decided_at=decided_at,
        emergency=bucket is Bucket.EMERGENCY,
        accounts=tuple(map(_named, accounts)),
        orders=tuple(map(_silence, orders)),
    )


def _named(account: dict[str, Any]) -> Named:
    told_at = account["told_at"]
    return Named(
        id=account["id"],
        outcome=account["outcome"],
        position=account["position"],
        told_at=datetime.fromisoformat(told_at) if told_at else None,
    )


def _silence(order: dict[str, Any]) -> Silence:
    return Silence(
        whole=order["whole"],
        accounts=frozenset(order["accounts"]),
        dated=order["end"] == EndKind.FIXED,
    )
