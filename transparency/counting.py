"""From tallies to figures: no query, no clock, no setting.

Whoever wants to check our arithmetic needs this file, `layouts/` and the tallies; tests give them
random worlds.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from transparency.definitions import HEADLINES, LEFT_OUT, METHODS, OUTCOMES, UNRESOLVED, Words
from transparency.figures import (
    Cell,
    Check,
    Difference,
    Edition,
    Figures,
    Heading,
    Method,
    Metric,
    Table,
)
from transparency.layouts import notices, outcomes
from transparency.layouts.build import accounts, accounts_disclosed, number, percent
from transparency.tallies import World, refuse_the_impossible


def figures(world: World, heading: Heading, edition: Edition) -> Figures:
    refuse_the_impossible(world)
    tables = (
        *outcomes.by_country(world),
        *outcomes.by_process(world),
        notices.gags(world),
        notices.notices(world),
        notices.late(world),
    )
    checks = identities(world, {table.key: table for table in tables})
    return Figures(
        heading=heading,
        edition=edition,
        headlines=headlines(world),
        tables=(*tables, *world.bands),
        left_out=left_out(world),
        checks=checks,
        differences=(*world.differences, *_failed(checks)),
        methods=tuple(Method(str(title), str(text)) for title, text in METHODS),
    )


def headlines(world: World) -> tuple[Metric, ...]:
    everything = world.demands
    resolved = number(d for d in everything if d.outcome != UNRESOLVED)
    disclosed = number(d for d in everything if d.disclosed)
    values: dict[str, tuple[Cell, str]] = {
        "demands": (number(everything), "demands"),
        "accounts": (accounts(everything), "accounts"),
        "accounts_disclosed": (accounts_disclosed(everything), "accounts"),
        "resolved": (resolved, "demands"),
        "disclosed": (disclosed, "demands"),
        "disclosed_share": (percent(disclosed, resolved), "percent"),
        "content": (number(d for d in everything if d.outcome == "content"), "demands"),
        "pending": (number(everything) - resolved, "demands"),
        "gagged": (number(d for d in everything if d.gag != "none"), "demands"),
        "told_before": (number(d for d in everything if d.notice == "before"), "demands"),
        "countries": (len({d.country for d in everything if d.country}), "countries"),
    }
    return _metrics(values, HEADLINES)


def left_out(world: World) -> tuple[Metric, ...]:
    values: dict[str, tuple[Cell, str]] = {
        "duplicates": (world.duplicates, "demands"),
        "preservations": (world.preservations, "demands"),
    }
    return _metrics(values, LEFT_OUT)


def _metrics(values: Mapping[str, tuple[Cell, str]], words: Words) -> tuple[Metric, ...]:
    return tuple(
        Metric(key, str(words[key][0]), value, str(words[key][1]), unit)
        for key, (value, unit) in values.items()
    )


# --- Reconciliation: the same number by different ways -------------------------------------------


def identities(world: World, tables: Mapping[str, Table]) -> tuple[Check, ...]:
    """Rows against the demands they were made of; accounts against their own, separate count."""
    received = number(world.demands)
    named = sum(account.accounts for account in world.accounts)
    disclosed = number(d for d in world.demands if d.disclosed)
    given = sum(account.accounts for account in world.accounts if account.disclosed)
    by_outcome = sum(_sum(tables["T1"], outcome) for outcome in OUTCOMES)
    t1, t2, gag, notice = (tables[key] for key in ("T1", "T2", "T3.gag", "T3.notice"))
    lines = (
        ("countries", _("Demands by country = demands received"), _sum(t1, "demands"), received),
        ("processes", _("Demands by process = demands received"), _sum(t2, "demands"), received),
        ("outcomes", _("Demands by outcome = demands received"), by_outcome, received),
        ("gags", _("With and without an order = demands received"), _sum(gag, "demands"), received),
        ("notices", _("Notice positions = demands received"), _sum(notice, "demands"), received),
        ("told", _("Notice positions of disclosures"), _sum(notice, "disclosed"), disclosed),
        ("accounts-t1", _("Accounts by country = accounts"), _sum(t1, "accounts"), named),
        ("accounts-t2", _("Accounts by process = accounts"), _sum(t2, "accounts"), named),
        (
            "accounts-disclosed",
            _("Accounts disclosed by country = by notice position"),
            _sum(t1, "accounts_disclosed"),
            given,
        ),
    )
    return tuple(Check(*line) for line in lines)


def _sum(table: Table, column: str) -> int:
    position = [c.key for c in table.columns].index(column)
    return sum(cell for row in table.rows if isinstance(cell := row.cells[position], int))


def _failed(checks: tuple[Check, ...]) -> tuple[Difference, ...]:
    return tuple(
        Difference(f"check-{check.key}", check.sentence, abs(check.left - check.right))
        for check in checks
        if check.left != check.right
    )
