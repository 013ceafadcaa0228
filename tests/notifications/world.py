"""A clock that tests set, and the sweep that beat would ring every minute."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from casework import moves
from casework.models import Demand, Target
from notifications import work
from notifications.models import Notice
from notifications.sweeping import sweep
from tests import makers
from tests.makers import NOW


class World:
    """The database's clock, stopped at `now`, and everything that happens by itself."""

    def __init__(self, now: datetime = NOW, *, letters: bool = False) -> None:
        self.now = now
        self.letters = letters  # setting a letter takes half a second: only where it is the matter

    def __call__(self) -> datetime:
        return self.now

    def sweep(self, at: datetime | None = None) -> None:
        """One sweep at an instant, its work done at once."""
        self.now = at or self.now
        sweep(self, do=self._do)

    def _do(self, notice_id: UUID) -> None:
        if self.letters or Notice.objects.filter(pk=notice_id, audience="customer").exists():
            work.do(notice_id, clock=self)

    def pass_time(self, until: datetime, step: timedelta = timedelta(minutes=1)) -> None:
        """Sweep again and again until an instant."""
        while self.now < until:
            self.sweep(min(self.now + step, until))


def tellable(now: datetime = NOW, **facts: Any) -> Demand:
    """A verified demand about which no gag order was found."""
    made = makers.demand(now=now, **facts)
    moves.record(made.pk, "verify", actor=None, now=now, facts=makers.CALL_BACK)
    moves.record(made.pk, "determine_nondisclosure", actor=None, now=now)
    return Demand.objects.get(pk=made.pk)


def target_of(demand: Demand) -> Target:
    return Target.objects.get(demand=demand)


def notice_of(demand: Demand) -> Notice:
    """The one notice of the one target that is not closed."""
    return Notice.objects.exclude(status__in=("waived", "cancelled")).get(
        demand=demand, audience="customer"
    )


def customers_mail(mail_server, *, to: str | None = None):
    """What customers got, without letters and alarms."""
    return [
        each
        for each in mail_server.received
        if each.recipients[0].startswith("customer-") and to in (None, each.recipients[0])
    ]
