"""docs/legal-model.md, made from the law files so that the page cannot say something else."""

from collections.abc import Iterator

from casework import law
from casework.law import meanings
from casework.law.entries import ClockRule, GagAuthority
from casework.law.page_ends import beginning, changing_the_law, watch_list
from casework.law.page_processes import matrix, own_categories, processes
from casework.law.page_tables import (
    clock_period,
    codes,
    condition,
    moment,
    source,
    table,
)
from casework.law.words import Bound, GroundKind, Place, Trigger, Unit

# The situations of Article 10 as the Regulation distinguishes them.
SITUATIONS = {
    "No enforcing authority notified": frozenset[str](),
    "Enforcing authority notified, silent": frozenset({"ea_notified"}),
    "Enforcing authority clears early": frozenset({"ea_notified", "ea_cleared"}),
    "Enforcing authority raises a ground": frozenset({"ea_notified", "ea_ground_raised"}),
    "Emergency": frozenset({"emergency"}),
    "Emergency, enforcing authority notified": frozenset({"emergency", "ea_notified"}),
}
COUNTING = """\
Unless a rule says otherwise: the day of the event is not counted, days are calendar days, a period
ends at 23:59:59 of its last day in the provider's time zone, it does not roll off a weekend, and it
runs on while the demand's clock is suspended. Where business days count, the public holidays are
those of the place whose zone it is.
"""


def page() -> str:
    """The whole page, in the active language of the caller."""
    parts = (
        beginning(),
        matrix(),
        processes(),
        own_categories(),
        _clocks(),
        _e_evidence(),
        _gags(),
        _ladder(),
        _grounds(),
        watch_list(),
        changing_the_law(),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


# --- Clocks --------------------------------------------------------------------------------------


def _clocks() -> Iterator[str]:
    yield "## 3. Clocks\n"
    yield COUNTING
    titles = {file.jurisdiction: file.title for file in law.catalogue().files}
    for code, title in titles.items():
        rules = [
            law.clock(r.code) for r in law.catalogue().clocks.values() if r.jurisdiction == code
        ]
        if rules:
            yield f"### Clocks: {title}\n"
            yield from table(
                ("What", "When", "Whose duty", "Only if", "Source"),
                [_clock(rule) for rule in rules],
            )


def _clock(rule: ClockRule) -> tuple[str, ...]:
    name = f"{rule.name}. {rule.note}" if rule.note else rule.name
    when = clock_period(rule)
    if rule.unit is not Unit.AT_ONCE:
        when = f"{meanings.BOUND[rule.bound]} {when}"
    duty = str(rule.obliges)
    if rule.place is not Place.PROVIDER:
        duty += f", in the {rule.place}'s zone"
    return (name, when, duty, condition(rule), source(rule))


def _e_evidence() -> Iterator[str]:
    yield "### When a European Production Order is answered\n"
    yield "Computed from the clocks above for an order for traffic or content data (Art 10).\n"
    rows = [(name, "at once", *_bounds(facts)) for name, facts in SITUATIONS.items()]
    yield from table(("Situation", "Data preserved", "Not before", "No later than"), rows)


def _bounds(facts: frozenset[str]) -> tuple[str, str]:
    rules = [
        rule
        for rule in law.clocks_for("eu_epoc_traffic", facts)
        if rule.trigger is Trigger.RECEIVED and rule.unit is not Unit.AT_ONCE
    ]
    bounds = {rule.bound: moment(rule) for rule in rules}
    if Bound.LATEST not in bounds:  # a ground was raised: nothing is sent (Art 12(2))
        return "never: nothing is sent", "—"
    return bounds.get(Bound.EARLIEST, "at any time"), bounds[Bound.LATEST]


# --- Gags, challenges and grounds ----------------------------------------------------------------


def _gags() -> Iterator[str]:
    yield "## 4. What may silence the provider\n"
    for gag in law.gag_authorities(binding=True):
        yield from _gag(gag)
    yield "### What only looks like a gag\n"
    yield 'Recorded as "asserted, not binding", and never a reason to stay silent.\n'
    rows = [(g.name, g.trigger, g.binds, source(g)) for g in law.gag_authorities(binding=False)]
    yield from table(("Asserted", "What it is", "Whom it binds", "Source"), rows)


def _gag(gag: GagAuthority) -> Iterator[str]:
    yield f"### {gag.name}\n"
    rows = [
        ("Source", source(gag)),
        ("Rests on", gag.trigger),
        ("Lasts", f"{gag.duration} {_longest(gag)}".strip()),
        ("Ends", meanings.GAG_END[gag.ends]),
        ("Binds", gag.binds),
        ("Exceptions", gag.exceptions),
        ("Policy check", f"{gag.policy_check} {gag.policy_citation}".strip()),
        ("Reviewed", law.clock(gag.review_clock).name if gag.review_clock else ""),
        ("In the figures", meanings.REPORTING[gag.reporting_class]),
        ("Challenge", gag.challenge_route),
        ("Note", gag.note),
    ]
    yield from table(("", ""), [(name, value) for name, value in rows if value])


def _longest(gag: GagAuthority) -> str:
    if gag.longest_days:
        more = f", an extension beyond {gag.extension_days}," if gag.extension_days else ""
        return f"An order beyond {gag.longest_days} days{more} is questioned."
    return "An order without an end is possible." if gag.indefinite_allowed else ""


def _ladder() -> Iterator[str]:
    yield "## 5. The challenge ladder\n"
    rows = [
        (step.rung, step.name, step.text, step.forum, step.effect_on_clock, source(step))
        for step in law.ladder()
    ]
    yield from table(("", "Step", "What is done", "Where", "Effect on the clock", "Source"), rows)


def _grounds() -> Iterator[str]:
    yield "## 6. Grounds\n"
    yield "The sentence is what the letter says, or what the signed reason means.\n"
    for kind in GroundKind:
        yield f"### {meanings.GROUND[kind]}\n"
        rows = [(g.name, g.sentence, codes(g.processes), source(g)) for g in law.grounds(kind)]
        yield from table(("Ground", "Sentence", "Only for", "Source"), rows)
