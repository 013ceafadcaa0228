"""How one case counts: its outcome, its order of silence, and whether its customer was told.

Pure: cases in, tallies out. `records.py` reads the cases, `counting.py` adds the tallies up.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from casework.states import DISCLOSED_OUTCOMES, NoticePosition, Outcome, highest
from transparency.definitions import NOTICES
from transparency.tallies import AccountTally, DemandTally

# A demand stands with the account that was told latest or least.
_RANK = {position: rank for rank, position in enumerate(NOTICES)}


@dataclass(frozen=True)
class Named:
    """One account that a demand names."""

    id: str
    outcome: str
    position: str = NoticePosition.HELD
    told_at: datetime | None = None

    @property
    def disclosed(self) -> bool:
        return self.outcome in DISCLOSED_OUTCOMES


@dataclass(frozen=True)
class Silence:
    """A binding nondisclosure order."""

    whole: bool
    accounts: frozenset[str] = frozenset()
    dated: bool = True


@dataclass(frozen=True)
class Case:
    """A demand as far as it is counted."""

    reference: str
    country: str
    process: str  # the reporting bucket; empty while nobody has classified it
    closed: bool
    decided_at: datetime | None = None
    emergency: bool = False
    accounts: tuple[Named, ...] = ()
    orders: tuple[Silence, ...] = ()


@dataclass
class Tallied:
    demands: tuple[DemandTally, ...] = ()
    accounts: tuple[AccountTally, ...] = ()
    # The references of the demands behind each difference: for staff, never for print.
    behind: dict[str, list[str]] = field(default_factory=dict)


def tallied(cases: Iterable[Case]) -> Tallied:
    """Everything is counted here once; what the record leaves open is noted by reference."""
    demands: Counter[DemandTally] = Counter()
    accounts: Counter[AccountTally] = Counter()
    behind: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        for key, leaves_open in LEFT_OPEN.items():
            if leaves_open(case):
                behind[key].append(case.reference)
        if case.process:
            demands[_tally(case)] += 1
            accounts.update(AccountTally(notice(case, a), a.disclosed) for a in case.accounts)
    return Tallied(
        tuple(_heap(tally, times) for tally, times in demands.items()),
        tuple(AccountTally(a.notice, a.disclosed, times) for a, times in accounts.items()),
        {key: sorted(behind[key]) for key in LEFT_OPEN if key in behind},
    )


def outcome(case: Case) -> str:
    return str(highest([account.outcome for account in case.accounts]).value)


def gag(case: Case) -> str:
    """Whole where every account is covered, by one order or by several together."""
    covered = [_silenced(case, account) for account in case.accounts]
    if any(order.whole for order in case.orders) or (covered and all(covered)):
        return "whole"
    return "partial" if any(covered) else "none"


def notice(case: Case, account: Named) -> str:
    """Whether and when the customer of an account was told: one of the keys of NOTICES."""
    if account.told_at is not None:
        return _told(case, account, account.told_at)
    if account.position == NoticePosition.BARRED:
        return "barred"
    if account.position == NoticePosition.WAIVED:
        return "waived"
    return "unknown" if case.closed and account.position == NoticePosition.HELD else "waiting"


def demand_notice(case: Case) -> str:
    positions = [notice(case, account) for account in case.accounts]
    nobody = "unknown" if case.closed else "waiting"
    return max(positions, key=_RANK.__getitem__, default=nobody)


def told_late(case: Case, since: datetime, before: datetime) -> int:
    """How many accounts were told between two instants because an order had ended."""
    return sum(
        account.told_at is not None
        and since <= account.told_at < before
        and notice(case, account) == "after_delay"
        for account in case.accounts
    )


def _told(case: Case, account: Named, told_at: datetime) -> str:
    late = case.decided_at is not None and told_at > case.decided_at
    if late and _silenced(case, account):
        return "after_delay"
    if late and account.disclosed:
        return "after_emergency" if case.emergency else "after"
    return "before"


def _silenced(case: Case, account: Named) -> bool:
    return any(order.whole or account.id in order.accounts for order in case.orders)


def _tally(case: Case) -> DemandTally:
    scope = gag(case)
    return DemandTally(
        country=case.country,
        process=case.process,
        outcome=outcome(case),
        gag=scope,
        gag_dated=scope != "none" and all(order.dated for order in case.orders),
        notice=demand_notice(case),
        accounts=len(case.accounts),
        accounts_disclosed=sum(account.disclosed for account in case.accounts),
    )


def _heap(tally: DemandTally, times: int) -> DemandTally:
    """Alike demands as one tally; its accounts are those of all of them."""
    return DemandTally(
        **{
            **vars(tally),
            "demands": times,
            "accounts": tally.accounts * times,
            "accounts_disclosed": tally.accounts_disclosed * times,
        }
    )


# What a record can leave open, by the key of DIFFERENCES.
LEFT_OPEN: dict[str, Callable[[Case], bool]] = {
    "no-process": lambda case: not case.process,
    "no-country": lambda case: bool(case.process) and not case.country,
    "no-account": lambda case: bool(case.process) and not case.accounts,
    "no-outcome": lambda case: (
        bool(case.process)
        and case.closed
        and any(account.outcome == Outcome.PENDING for account in case.accounts)
    ),
    "no-notice": lambda case: bool(case.process) and demand_notice(case) == "unknown",
}
