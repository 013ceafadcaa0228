"""The columns of a register. docs/register-format.md explains them to people, in this order."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from casework import law
from casework.models.decisions import Challenge, Redirection
from casework.register import values
from casework.states import Category, Outcome, Segment, State

# What a register can say of a gag order: how it ends, that there is none, or a mere plea.
GAGS = ("none", "fixed", "indefinite", "statutory", "asserted")
BINDING_GAGS = ("fixed", "indefinite", "statutory")
GAG_SCOPES = ("demand", "target")
# What a register can say of the notice to the customer.
NOTICES = ("told_before", "told_after", "barred", "exigent", "waived")


@dataclass(frozen=True)
class Column:
    """One column: whether it speaks of the whole demand, and how its cells are read."""

    name: str
    parse: values.Parse
    of_demand: bool = True
    required: bool = False


def _processes() -> Collection[str]:
    return law.catalogue().processes.keys()


def _gag_authorities() -> Collection[str]:
    return law.catalogue().gag_authorities.keys()


@cache
def _grounds(kind: str) -> values.Codes:
    return lambda: tuple(ground.code for ground in law.grounds(kind))


def _one_of(*allowed: str) -> values.Parse:
    return values.code(lambda: allowed)


_categories = values.codes(lambda: Category.values)
_any_length = values.text(20_000)

OF_DEMAND = (
    Column("external_reference", values.text(200), required=True),
    Column("service", values.slug, required=True),
    Column("process", values.code(_processes), required=True),
    Column("received", values.instant, required=True),
    Column("state", _one_of(*State.values)),
    Column("decided", values.instant),
    Column("agency", values.text(300)),
    Column("country", values.country),
    Column("agency_reference", values.text(200)),
    Column("issued", values.day),
    Column("due", values.day),
    Column("legal_basis", values.text(300)),
    Column("asked", _any_length),
    Column("duplicate_of", values.text(200)),
    Column("reviewed", values.instant),
    Column("redirected", values.instant),
    Column("redirection_ground", values.code(_grounds("redirection"))),
    Column("redirection_contact", values.text(200)),
    Column("redirection_email", values.email),
    Column("redirection_answer", _one_of(*Redirection.Answer.values)),
    Column("redirection_answered", values.day),
    Column("challenged", values.instant),
    Column("challenge_kind", _one_of(*Challenge.Rung.values)),
    Column("challenge_ground", values.code(_grounds("challenge"))),
    Column("challenge_forum", values.text(300)),
    Column("challenge_result", _one_of(*Challenge.Result.values)),
    Column("challenge_ended", values.day),
    Column("denial_ground", values.code(_grounds("denial"))),
    Column("denial_explanation", _any_length),
)

OF_TARGET = tuple(
    Column(name, parse, of_demand=False, required=name in ("account", "categories_asked"))
    for name, parse in (
        ("account", values.text(320)),
        ("customer", values.text(300)),
        ("segment", _one_of(*Segment.values)),
        ("notice_email", values.email),
        ("categories_asked", _categories),
        ("period_from", values.day),
        ("period_to", values.day),
        ("categories_disclosed", _categories),
        ("outcome", _one_of(*Outcome.values)),
        ("gag", _one_of(*GAGS)),
        ("gag_authority", values.code(_gag_authorities)),
        ("gag_issuer", values.text(300)),
        ("gag_docket", values.text(200)),
        ("gag_scope", _one_of(*GAG_SCOPES)),
        ("gag_start", values.day),
        ("gag_end", values.day),
        ("gag_lifted", values.instant),
        ("notice", _one_of(*NOTICES)),
        ("notice_on", values.instant),
        ("notice_reason", values.text(500)),
    )
)

COLUMNS = (*OF_DEMAND, *OF_TARGET)


@lru_cache(maxsize=1)
def by_name() -> dict[str, Column]:
    return {column.name: column for column in COLUMNS}
