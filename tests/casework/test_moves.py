"""The door: edges, guards with sentences, versions, access, audit, all in one transaction."""

from datetime import timedelta

import pytest

from casework import audit, moves, notice_position
from casework.models import AuditEntry, Demand
from casework.states import EDGES, NoticePosition, State
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db


def test_a_received_demand_offers_review_and_denial_with_reasons():
    demand = makers.demand()
    offers = {offer.move: offer for offer in moves.available(demand, makers.person("counsel"), NOW)}
    assert set(offers) == {"start_review", "deny", "withdraw"}
    assert offers["start_review"].allowed


def test_a_move_names_the_roles_that_may_make_it():
    demand = makers.demand()
    with pytest.raises(moves.Refused, match="It takes: Reviewer, Counsel"):
        moves.make(demand.pk, "start_review", actor=makers.person("intake"), now=NOW)


def test_review_needs_the_paper_itself():
    demand = makers.demand()
    Demand.objects.filter(pk=demand.pk).update(process="")
    with pytest.raises(moves.Refused, match="Choose the process"):
        moves.make(demand.pk, "start_review", actor=None, now=NOW)


def test_a_move_raises_the_version_and_writes_its_audit_entry_in_the_same_transaction():
    demand = makers.demand()
    counsel = makers.person("counsel", name="ada")
    moved = moves.make(demand.pk, "start_review", actor=counsel, now=NOW)
    entry = AuditEntry.objects.get(chain=demand.pk, event="start_review")
    assert (moved.state, moved.version) == (State.LEGAL_REVIEW, 2)
    assert (entry.actor_name, entry.demand_version) == ("ada", 2)
    assert entry.facts == {"from": "received", "to": "legal_review"}
    assert list(audit.verify(demand.pk)) == []


def test_the_second_of_two_people_reads_who_did_what_and_when():
    demand = makers.demand()
    first, second = makers.person("counsel", name="ada"), makers.person("counsel", name="grace")
    moves.make(demand.pk, "start_review", actor=first, now=NOW, version=1)
    with pytest.raises(moves.Overtaken, match="ada was faster: Start review on 2 March 2026"):
        moves.make(demand.pk, "start_review", actor=second, now=NOW, version=1)


def test_a_refused_move_changes_nothing():
    demand = makers.demand()
    moves.make(demand.pk, "start_review", actor=None, now=NOW)
    before = AuditEntry.objects.count()
    with pytest.raises(moves.Refused):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)
    after = Demand.objects.get(pk=demand.pk)
    assert (after.state, after.version) == (State.LEGAL_REVIEW, 2)
    assert AuditEntry.objects.count() == before


def test_a_bad_field_is_named_and_nothing_is_half_saved():
    demand = makers.reviewed()
    with pytest.raises(moves.Refused) as refusal:
        moves.make(demand.pk, "challenge", actor=None, now=NOW, facts={"rung": "nonsense"})
    assert {"rung", "ground", "forum", "filed_on", "decided_by"} <= set(refusal.value.errors)
    assert Demand.objects.get(pk=demand.pk).state == State.LEGAL_REVIEW


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.move)
def test_no_move_starts_from_a_state_outside_the_edge_table(edge):
    demand = makers.demand()
    if State.RECEIVED not in edge.sources:
        with pytest.raises(moves.Refused, match="this demand is in Received"):
            moves.make(demand.pk, edge.move, actor=None, now=NOW)


def told(demand, *, days_ago, now):
    """What delivery writes back when the customer's mail server has accepted the notice."""
    for target in demand.targets.all():
        notice_position.settle(
            target.pk, NoticePosition.SENT, notified_at=now - timedelta(days=days_ago)
        )


def ready_to_disclose(**facts):
    demand = makers.reviewed(**facts)
    moves.record(demand.pk, "determine_nondisclosure", actor=None, now=NOW)
    return demand


def test_data_leaves_only_through_the_release_lock():
    demand = ready_to_disclose()
    told(demand, days_ago=10, now=NOW)
    makers.package(
        demand,
        "basic",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    moved = moves.make(demand.pk, "disclose", actor=makers.person("counsel"), now=NOW)
    target = moved.targets.get()
    assert (moved.state, moved.outcome) == (State.DISCLOSED, "non_content")
    assert target.categories_disclosed == ["basic"]
    assert moved.productions.get().manifest[0]["sha256"]


def test_the_customer_has_the_waiting_period_to_object():
    demand = ready_to_disclose()
    told(demand, days_ago=9, now=NOW)
    reasons = {
        offer.move: offer.reasons
        for offer in moves.available(demand, makers.person("counsel"), NOW)
    }["disclose"]
    assert any("release is possible from 3 March 2026" in reason for reason in reasons)


def test_content_beyond_the_power_of_a_subpoena_is_refused_with_its_citation():
    demand = ready_to_disclose(categories=("basic", "content"))
    told(demand, days_ago=10, now=NOW)
    makers.package(
        demand,
        "content",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    with pytest.raises(moves.Refused, match="cannot compel Stored content"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)


def test_nobody_approves_what_they_prepared():
    demand = ready_to_disclose()
    both = makers.person("counsel", "approver")
    with pytest.raises(moves.Refused, match="Nobody approves a production that they prepared"):
        makers.package(demand, "basic", now=NOW, by=both, approved_by=both)


def test_an_enterprise_demand_needs_redirection_and_challenge_or_signed_reasons():
    demand = ready_to_disclose(customers=[makers.customer("enterprise")])
    told(demand, days_ago=10, now=NOW)
    makers.package(
        demand,
        "basic",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    with pytest.raises(moves.Refused) as refusal:
        moves.make(demand.pk, "disclose", actor=None, now=NOW)
    assert len(refusal.value.reasons) == 2
    for duty in ("redirect_first", "challenge_first"):
        moves.record(
            demand.pk, "waiver", actor=None, now=NOW, facts={"duty": duty, "reason": "None lawful."}
        )
    assert moves.make(demand.pk, "disclose", actor=None, now=NOW).state == State.DISCLOSED


def test_a_gagged_target_needs_no_notice_and_its_file_may_go():
    demand = makers.reviewed(process="us_2703d_order")
    makers.gag(demand)
    makers.package(
        demand,
        "non_content",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    with pytest.raises(moves.Refused, match="not in the demand's scope"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)


def test_an_uncleared_person_does_not_see_national_security_process():
    demand = makers.demand("us_nsl")
    with pytest.raises(Demand.DoesNotExist):
        moves.make(demand.pk, "start_review", actor=makers.person("counsel"), now=NOW)
    officer = makers.person("national_security")
    assert moves.make(demand.pk, "start_review", actor=officer, now=NOW).version == 2


def test_a_fraudulent_demand_is_denied_with_its_own_outcome():
    demand = makers.demand()
    moved = moves.make(
        demand.pk,
        "deny",
        actor=makers.person("counsel"),
        now=NOW,
        facts={"ground": "fraud", "fraudulent": True, "explanation": "The court does not exist."},
    )
    assert (moved.state, moved.outcome) == (State.DENIED, "fraudulent")
