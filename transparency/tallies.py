"""What the figures are made of: plain tallies, without a query or a clock.

The queries (`records.py`) make them from cases, the tests make them from random worlds, and
`counting.py` cannot tell the difference.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from transparency.definitions import DISCLOSED, GAGS, NOTICES, OUTCOMES
from transparency.figures import Difference, Table


@dataclass(frozen=True)
class DemandTally:
    """Demands that are alike in all that is counted: `demands` of them, `accounts` in all."""

    country: str  # ISO 3166-1 alpha-2; empty where none is recorded
    process: str  # the reporting bucket
    outcome: str
    gag: str = "none"
    gag_dated: bool = False  # every order on it has an end date
    notice: str = "before"
    accounts: int = 1
    accounts_disclosed: int = 0
    demands: int = 1

    @property
    def disclosed(self) -> bool:
        return self.outcome in DISCLOSED


@dataclass(frozen=True)
class AccountTally:
    """Accounts that are alike: counted on their own, as the check on the demands' sums."""

    notice: str
    disclosed: bool
    accounts: int = 1


@dataclass(frozen=True)
class World:
    """All that the figures of one service and period are made of, the names of rows included."""

    demands: tuple[DemandTally, ...] = ()
    accounts: tuple[AccountTally, ...] = ()
    late_demands: int = 0  # told in the period after an order ended, whenever received
    late_accounts: int = 0
    duplicates: int = 0
    preservations: int = 0
    countries: tuple[tuple[str, str], ...] = ()  # code and name, in the order of print
    processes: tuple[tuple[str, str], ...] = ()
    differences: tuple[Difference, ...] = ()
    bands: tuple[Table, ...] = ()  # bands and no counts: those never come this far


class ImpossibleInput(ValueError):
    """The tallies contradict themselves; no figure is made of them."""


def refuse_the_impossible(world: World) -> None:
    known = (set(OUTCOMES), set(GAGS), set(NOTICES), {key for key, _name in world.processes})
    countries = {code for code, _name in world.countries}
    for tally in world.demands:
        words = (tally.outcome, tally.gag, tally.notice, tally.process)
        for word, allowed in zip(words, known, strict=True):
            if word not in allowed:
                raise ImpossibleInput(_("“%(word)s” has no row in the report.") % {"word": word})
        if tally.country and tally.country not in countries:
            raise ImpossibleInput(_("Country %(word)s has no name.") % {"word": tally.country})
        _refuse_impossible_numbers(tally)
    if any(tally.accounts < 0 or tally.notice not in NOTICES for tally in world.accounts):
        raise ImpossibleInput(_("An account has a notice position that the report does not know."))


def _refuse_impossible_numbers(tally: DemandTally) -> None:
    if tally.demands < 0 or not 0 <= tally.accounts_disclosed <= tally.accounts:
        raise ImpossibleInput(
            _("%(disclosed)s accounts disclosed of %(accounts)s named: that cannot be.")
            % {"disclosed": tally.accounts_disclosed, "accounts": tally.accounts}
        )
    if tally.accounts_disclosed and tally.outcome not in (*DISCLOSED, "pending"):
        raise ImpossibleInput(
            _("Data was disclosed in a demand whose outcome is “%(outcome)s”.")
            % {"outcome": tally.outcome}
        )
