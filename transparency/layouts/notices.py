"""T3: orders of silence, and who was told."""

from django.utils.translation import gettext as _

from transparency.definitions import COUNTS, GAGS, NOTICES
from transparency.figures import Cell, Column, Row, Table
from transparency.layouts.build import Group, Measure, Tallies, column, number, percent, sizes
from transparency.layouts.build import table as build
from transparency.tallies import World


def gags(world: World) -> Table:
    everything = list(world.demands)
    groups = [
        Group(gag, str(GAGS[gag][0]), [d for d in everything if d.gag == gag]) for gag in GAGS
    ]
    share = Column("share", _("Share"), _("Of all demands received, in per cent."), "percent")
    demands, named, _disclosed = sizes()
    measures = (
        demands,
        Measure(share, lambda tallies: percent(number(tallies), number(everything))),
        named,
        Measure(column("dated"), lambda tallies: _ends(tallies, dated=True)),
        Measure(column("open"), lambda tallies: _ends(tallies, dated=False)),
    )
    words = (
        _("Demands under a nondisclosure order"),
        _("Binding orders recorded by the day of freezing, whether still in force or not."),
        _("What the order covers"),
    )
    return build("T3.gag", words, measures, groups, Group("total", _("Total"), everything))


def _ends(tallies: Tallies, *, dated: bool) -> Cell:
    orders = [d for d in tallies if d.gag != "none"]
    return number(d for d in orders if d.gag_dated is dated) if orders else None


def notices(world: World) -> Table:
    rows = tuple(_notice_row(world, position) for position in NOTICES)
    total = Row("total", _("Total"), tuple(map(sum, zip(*(r.cells for r in rows), strict=True))))
    return Table(
        key="T3.notice",
        title=_("Was the customer told?"),
        definition=_(
            "Where the accounts of a demand differ, the demand stands with the one told latest or "
            "least; the accounts stand each on its own."
        ),
        heading=_("On the day of freezing"),
        columns=(
            column("demands"),
            column("disclosed"),
            column("accounts", unit="accounts"),
            column("accounts_disclosed", unit="accounts"),
        ),
        rows=rows,
        total=total,
    )


def _notice_row(world: World, position: str) -> Row:
    demands = [d for d in world.demands if d.notice == position]
    named = [a for a in world.accounts if a.notice == position]
    cells = (
        number(demands),
        number(d for d in demands if d.disclosed),
        sum(account.accounts for account in named),
        sum(account.accounts for account in named if account.disclosed),
    )
    return Row(position, str(NOTICES[position][0]), cells)


def late(world: World) -> Table:
    """Counted by the day of sending: the promise that an order of silence never outlives itself."""
    return Table(
        key="T3.late",
        title=_("Told in this period after an order ended"),
        definition=_(
            "By the day the notice went out, whenever the demand was received: most of these "
            "demands were counted in an earlier report."
        ),
        heading=_("Notices"),
        columns=(column("demands", COUNTS), column("accounts", COUNTS, "accounts")),
        rows=(Row("late", _("Delayed notices sent"), (world.late_demands, world.late_accounts)),),
    )
