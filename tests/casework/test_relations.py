"""Related demands: linked both ways on paper, counted once, never in a circle."""

import pytest

from casework import moves
from casework.models import Demand
from casework.records.relations import leads_to
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def link(demand, kind, other, actor=None):
    facts = {"kind": kind, "other": other}
    return moves.record(demand.pk, "relation", actor=actor, now=NOW, facts=facts)


def refused(demand, kind, other, actor=None):
    with pytest.raises(moves.Refused) as refusal:
        link(demand, kind, other, actor)
    return refusal.value


@pytest.mark.parametrize("kind", ["duplicate", "further_letter"])
def test_one_instrument_that_came_twice_is_counted_once(kind):
    first, second = makers.demand(), makers.demand()
    link(second, kind, first)
    assert Demand.objects.get(pk=second.pk).duplicate_of == first


@pytest.mark.parametrize(
    ("kind", "process"),
    [
        ("follows_preservation", "us_preservation_letter"),
        ("follows_preservation", "eu_epoc_pr"),
        ("follows_emergency", "us_emergency_request"),
        ("same_letter", "us_search_warrant"),
        ("executes_request", "mlat_request"),
    ],
)
def test_what_belongs_together_is_linked_and_both_are_counted(kind, process):
    other, demand = makers.demand(process), makers.demand()
    row = link(demand, kind, other)
    assert Demand.objects.get(pk=demand.pk).duplicate_of is None
    assert list(other.related_from.all()) == [row]


def test_a_relation_is_true_of_the_other_demand():
    refusal = refused(makers.demand(), "follows_preservation", makers.demand())
    assert "not a demand of that kind" in refusal.errors["kind"][0]


def test_nothing_runs_in_a_circle():
    one, two, three = makers.demand(), makers.demand(), makers.demand()
    link(two, "duplicate", one)
    link(three, "duplicate", two)
    assert leads_to(three, one)
    assert "run in a circle" in refused(one, "duplicate", three).errors["other"][0]
    assert "other" in refused(one, "executes_request", one).errors


def test_two_are_related_once():
    one, two = makers.demand(), makers.demand()
    link(two, "same_letter", one)
    assert "related so already" in refused(two, "same_letter", one).reasons[0]


def test_nobody_links_to_a_demand_that_does_not_exist_for_them():
    secret = makers.demand("us_nsl")
    refusal = refused(makers.demand(), "same_letter", secret, makers.person("counsel"))
    assert "No such demand" in refusal.errors["other"][0]


def test_the_copy_key_cannot_be_set_in_a_circle_either():
    one, two = makers.demand(), makers.demand()
    moves.record(two.pk, "details", actor=None, now=NOW, facts={"duplicate_of": one})
    with pytest.raises(moves.Refused) as refusal:
        moves.record(one.pk, "details", actor=None, now=NOW, facts={"duplicate_of": two})
    assert "duplicate_of" in refusal.value.errors
