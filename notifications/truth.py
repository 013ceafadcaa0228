"""What became of the notices when a gag order was recorded: the truth, with times.

There is no third case (decision 004): a notice was stopped, or the mail server had it before the
order was committed. Where nobody can know, that is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import gag
from casework.models import Demand, NondisclosureOrder, Target
from casework.models.gags import Standing
from notifications.models import Attempt, Notice
from notifications.words import CLOSED, Ending, Status

SENT_BEFORE = _(
    "%(account)s: the notice was sent at %(at)s, before the order was committed (recorded at "
    "%(recorded)s)."
)
TOLD_AFTER = _("%(account)s: the customer was told at %(at)s, after the order's end.")
SENDING = _(
    "%(account)s: at %(at)s a worker announced to send the notice. It is being stopped, unless "
    "it ended while it talked to the mail server: look again in a minute."
)
UNCERTAIN = _(
    "%(account)s: the notice may have been delivered. It was handed over after %(at)s and the "
    "mail server did not answer. It is not sent again."
)
STOPPED = _(
    "%(account)s: stopped. The attempt begun at %(at)s said nothing about it to the mail server."
)
NOT_SENT = _("%(account)s: no notice had left when the order was recorded at %(recorded)s.")


@dataclass(frozen=True)
class Told:
    """One notice in one sentence. `serious`: the customer knows, or may know. `in_flight`: the
    order met an attempt."""

    account: str
    sentence: str
    at: datetime | None = None
    serious: bool = False
    in_flight: bool = False


def told(demand: Demand, order: NondisclosureOrder | None = None) -> list[Told]:
    """For the newest binding order of the demand, or this one: each account it covers."""
    order = order or _newest(demand)
    if order is None or order.standing != Standing.BINDING:
        return []
    targets = demand.targets.select_related("account__customer")
    if not order.covers_whole_demand:
        targets = targets.filter(pk__in=order.targets.all())
    return [_of(target, order) for target in targets]


def in_flight(demand: Demand, order: NondisclosureOrder) -> Iterator[str]:
    """Only what the target's own position cannot say: where an order met an attempt."""
    yield from (each.sentence for each in told(demand, order) if each.in_flight)


def _newest(demand: Demand) -> NondisclosureOrder | None:
    binding = demand.nondisclosure_orders.filter(standing=Standing.BINDING)
    return binding.order_by("-recorded_at").first()


def _of(target: Target, order: NondisclosureOrder) -> Told:
    said = {"account": str(target.account), "recorded": _instant(order.recorded_at)}
    if target.notified_at is not None:
        bound = gag.terms_of(order, target).in_force(target.notified_at)
        before = target.notified_at <= order.recorded_at or bound
        said["at"] = _instant(target.notified_at)
        sentence = SENT_BEFORE if before else TOLD_AFTER
        return Told(said["account"], sentence % said, target.notified_at, serious=before)
    attempt = _last_attempt(target)
    if attempt is None:
        return Told(said["account"], NOT_SENT % said)
    return _met(attempt, said)


def _met(attempt: Attempt, said: dict[str, str]) -> Told:
    said = {**said, "at": _instant(attempt.started_at)}
    sentence = {Status.SENDING: SENDING, Status.UNCERTAIN: UNCERTAIN}.get(
        Status(attempt.notice.status)
    )
    if sentence is not None:
        return Told(
            said["account"], sentence % said, attempt.started_at, serious=True, in_flight=True
        )
    if attempt.ending == Ending.STOPPED:
        return Told(said["account"], STOPPED % said, attempt.started_at, in_flight=True)
    return Told(said["account"], NOT_SENT % said)


def _last_attempt(target: Target) -> Attempt | None:
    live = Notice.objects.filter(target=target).exclude(status__in=CLOSED)
    attempts = Attempt.objects.filter(notice__in=live).select_related("notice")
    return attempts.order_by("-started_at").first()


def _instant(at: datetime) -> str:
    return f"{date_format(at, 'j M Y H:i:s')} UTC"
