"""What every record shares: a valid new row, an answer filled in once, an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django_stubs_ext import StrOrPromise

from casework.access import Ability
from casework.models.demand import Demand, Target
from casework.states import CONTENT_CATEGORIES, Outcome

Actor = User | None
Facts = Mapping[str, Any]
Store = Callable[[Demand, Facts, Actor, datetime], models.Model | None]


@dataclass(frozen=True)
class Record:
    """A fact that can be recorded about a demand: who may, in which words, and how it is stored."""

    name: str
    label: StrOrPromise
    ability: Ability
    store: Store


def new_row(
    model: type[models.Model], demand: Demand, facts: Facts, actor: Actor, now: datetime
) -> Any:
    """A new, valid row of `model`. Raises ValidationError with every field that is wrong."""
    row = model(demand=demand, recorded_by=actor, recorded_at=now, **facts)
    row.full_clean()
    row.save(force_insert=True)
    return row


def fill_in(row: models.Model, facts: Facts, names: tuple[str, ...]) -> None:
    """Fill in an answer once; what is there already is never written over."""
    given = [name for name in names if name in facts]
    for name in given:
        setattr(row, name, facts[name])
    row.full_clean()
    row.save(update_fields=given)


def end_all(demand: Demand, outcome: Outcome) -> None:
    demand.targets.update(outcome=outcome, categories_disclosed=[])


def end(target: Target, outcome: Outcome, categories: list[str]) -> None:
    Target.objects.filter(pk=target.pk).update(
        outcome=outcome, categories_disclosed=sorted(set(categories))
    )


def outcome_of(categories: list[str]) -> Outcome:
    if not categories:
        return Outcome.NO_DATA
    if any(category in CONTENT_CATEGORIES for category in categories):
        return Outcome.CONTENT
    return Outcome.NON_CONTENT
