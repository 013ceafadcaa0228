"""Holds: how long, renewed, ended (18 USC 2703(f); Reg. (EU) 2023/1543 Art 11; case C08)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework import moves, preservation, sweeps
from casework.models import Demand, Document
from casework.models.preservation import Preservation
from tests import makers

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 1, 12, 10, tzinfo=UTC)


def at(year, month, day, hour=9, minute=0, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def record(demand, name, now, **facts):
    return moves.record(demand.pk, name, actor=None, now=now, facts=facts)


def refused(demand, name, now, **facts):
    with pytest.raises(moves.Refused) as refusal:
        record(demand, name, now, **facts)
    return refusal.value


def letter(process="us_preservation_letter", received=RECEIVED, **facts):
    """A reviewed preservation letter whose data is kept."""
    demand = makers.reviewed(
        received, process=process, categories=("basic", "content"), received_at=received, **facts
    )
    record(demand, "preservation", received)
    return Demand.objects.get(pk=demand.pk)


def hold_of(demand):
    return Preservation.objects.get(demand=demand)


def open_deadlines(demand):
    return {row.rule: row.at for row in demand.deadlines.all() if row.is_open}


# --- How long ------------------------------------------------------------------------------------


def test_a_hold_runs_for_ninety_days_and_one_extension_18_usc_2703_f():
    demand = letter()
    assert preservation.term(demand).ends_at == at(2026, 4, 12, 23, 59, 59)
    renewal = record(demand, "preservation_renewal", at(2026, 4, 6))
    assert renewal.counted
    assert preservation.term(demand).ends_at == at(2026, 7, 11, 23, 59, 59)


def test_a_third_renewal_is_flagged_and_moves_nothing():
    demand = letter()
    record(demand, "preservation_renewal", at(2026, 4, 6))
    third = record(demand, "preservation_renewal", at(2026, 7, 6))
    assert not third.counted
    assert "18 USC 2703(f)(2)" in third.flag
    assert preservation.term(demand).ends_at == at(2026, 7, 11, 23, 59, 59)


def test_a_renewal_after_the_end_revives_nothing():
    demand = letter()
    late = record(demand, "preservation_renewal", at(2026, 4, 13))
    assert not late.counted
    assert "came after the end" in late.flag


def test_the_extension_takes_the_place_of_the_first_date():
    demand = letter()
    assert open_deadlines(demand)["us_preservation_hold"] == at(2026, 4, 12, 23, 59, 59)
    record(demand, "preservation_renewal", at(2026, 4, 6))
    rows = open_deadlines(demand)
    assert rows["us_preservation_extension"] == at(2026, 7, 11, 23, 59, 59)
    assert "us_preservation_hold" not in rows


def test_a_european_preservation_order_runs_sixty_days_thirty_more_and_then_without_end():
    received = at(2026, 9, 1, 10)
    demand = letter("eu_epoc_pr", received, agency=makers.agency(country="ES"))
    assert preservation.term(demand).ends_at == at(2026, 10, 31, 23, 59, 59)
    assert record(demand, "preservation_renewal", at(2026, 10, 20)).counted
    assert preservation.term(demand).ends_at == at(2026, 11, 30, 23, 59, 59)
    record(demand, "circumstance", at(2026, 11, 25), code="production_request_confirmed")
    assert preservation.term(demand).ends_at is None
    assert not record(demand, "preservation_renewal", at(2026, 11, 26)).counted


def test_a_renewal_needs_a_running_hold_and_a_date_that_can_be():
    demand = letter()
    early = refused(demand, "preservation_renewal", at(2026, 4, 1), received_at=at(2026, 1, 1))
    assert "received_at" in early.errors
    record(demand, "preservation_release", at(2026, 4, 2), release_reason="agency")
    gone = refused(demand, "preservation_renewal", at(2026, 4, 3))
    assert "No hold is running" in gone.reasons[0]


# --- One hold a target ---------------------------------------------------------------------------


def test_data_is_kept_once_and_for_every_account_by_default():
    two = [makers.customer(), makers.customer()]
    demand = letter(customers=two)
    assert demand.preservations.count() == 2
    assert "kept already" in refused(demand, "preservation", RECEIVED).reasons[0]


def test_any_demand_may_have_its_data_kept_while_it_is_disputed():
    demand = makers.reviewed(process="us_search_warrant", categories=("content",))
    record(demand, "preservation", makers.NOW)
    assert preservation.term(demand).ends_at is None
    early = refused(demand, "preservation_release", makers.NOW, release_reason="lapsed")
    assert "no end of its own" in early.errors["release_reason"][0]


def test_an_order_to_preserve_at_once_is_met_by_the_hold_art_10_1():
    received = at(2026, 10, 5, 9, 15)
    demand = makers.demand("eu_epoc_traffic", now=received)
    assert "eu_epoc_preserve" in open_deadlines(demand)
    record(demand, "preservation", received)
    assert demand.deadlines.get(rule="eu_epoc_preserve").met_at == received


# --- How it ends (docs/decisions/006) ------------------------------------------------------------


def test_nothing_is_disclosed_on_a_letter_that_asks_to_keep():
    demand = letter()
    with pytest.raises(moves.Refused, match="has data kept and nothing disclosed"):
        moves.make(demand.pk, "disclose", actor=None, now=RECEIVED)


@pytest.mark.parametrize("move", ["withdraw", "deny"])
def test_it_does_not_end_while_data_is_kept(move):
    demand = letter()
    with pytest.raises(moves.Refused, match="still kept, until 12 April 2026"):
        moves.make(demand.pk, move, actor=None, now=RECEIVED, facts={})


def test_a_hold_does_not_lapse_before_its_end():
    demand = letter()
    last_second = at(2026, 4, 12, 23, 59, 59)
    refusal = refused(demand, "preservation_release", last_second, release_reason="lapsed")
    assert "The hold runs through 12 April 2026" in refusal.errors["release_reason"][0]
    assert sweeps.release_lapsed_holds(last_second) == []


def test_the_sweep_releases_what_has_lapsed_and_only_that():
    demand = letter()
    other = letter(received=RECEIVED + timedelta(days=1))
    now = at(2026, 4, 13, 0, 0, 1)
    assert sweeps.release_lapsed_holds(now) == [demand]
    assert (hold_of(demand).released_at, hold_of(demand).release_reason) == (now, "lapsed")
    assert hold_of(other).released_at is None
    assert sweeps.release_lapsed_holds(now) == []


def test_the_copy_is_deleted_with_a_certificate_in_time():
    demand = letter()
    released = at(2026, 4, 13, 0, 1)
    sweeps.release_lapsed_holds(released)
    assert open_deadlines(demand)["policy_copy_deleted"] == at(2026, 5, 13, 23, 59, 59)
    assert "us_preservation_hold" not in open_deadlines(demand)
    certificate = record(
        demand, "deletion", at(2026, 4, 14), deleted_on=date(2026, 4, 14), deleted_by="Storage team"
    )
    with certificate.file.open("rb") as stored:
        text = stored.read().decode()
    assert "CERTIFICATE OF DELETION" in text
    assert "deleted:     14 April 2026, by Storage team" in text
    assert certificate.kind == Document.Kind.OUR_LETTER
    assert "policy_copy_deleted" not in open_deadlines(demand)


def test_no_copy_is_deleted_before_its_release():
    demand = letter()
    none = refused(demand, "deletion", RECEIVED, deleted_on=date(2026, 1, 12), deleted_by="Me")
    assert "No released copy" in none.reasons[0]
    record(demand, "preservation_release", at(2026, 2, 1), release_reason="agency")
    early = refused(
        demand, "deletion", at(2026, 2, 2), deleted_on=date(2026, 1, 31), deleted_by="Me"
    )
    assert "deleted_on" in early.errors


def test_a_letter_that_lapsed_ends_as_withdrawn_with_its_certificate():
    demand = letter()
    sweeps.release_lapsed_holds(at(2026, 4, 13, 0, 1))
    record(
        demand, "deletion", at(2026, 4, 14), deleted_on=date(2026, 4, 14), deleted_by="Storage team"
    )
    ended = moves.make(demand.pk, "withdraw", actor=None, now=at(2026, 4, 14), facts={})
    row = ended.withdrawals.get()
    assert (ended.state, ended.outcome) == ("withdrawn", "withdrawn")
    assert row.withdrawn_on == date(2026, 4, 13)
    assert "no process followed" in row.words
    assert row.document.name.endswith("-deletion.txt")


# --- Secrecy -------------------------------------------------------------------------------------


def test_a_plea_for_secrecy_is_honoured_for_forty_five_days():
    demand = letter()
    assert preservation.quiet_through(demand) is None
    record(demand, "circumstance", RECEIVED, code="secrecy_asked")
    assert preservation.quiet_through(demand) == date(2026, 2, 26)
    assert open_deadlines(demand)["policy_preservation_secrecy"] == at(2026, 2, 26, 23, 59, 59)
