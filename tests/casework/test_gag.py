"""May we tell? The whole truth table of casework/gag.py, and its edges in time (P7, P8)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import gag, moves
from casework.gag import Answer, Listener, OrderTerms, decide
from casework.models.gags import Audience, Fact, Standing
from casework.states import Nondisclosure
from tests import makers

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
OPEN_ENDED = OrderTerms(
    id=uuid4(),
    standing=Standing.BINDING,
    covers=True,
    facts=frozenset({"existence", "content", "agency"}),
    audience=Audience.EVERYONE,
    named_persons=frozenset(),
    starts_on=date(2026, 5, 1),
    end_kind="indefinite",
    ends_on=None,
    time_zone="UTC",
    lifted_at=None,
    name="18 USC 2705(b)",
)


def ask(*orders, nondisclosure="recorded", listener=Listener.SUBJECT, at=AT, **asked):
    return decide(nondisclosure, orders, listener=listener, at=at, **asked).answer


WHEN = {
    "future": {"starts_on": date(2026, 6, 2)},
    "past": {"ends_on": date(2026, 5, 31), "end_kind": "fixed"},
    "last day": {"ends_on": date(2026, 6, 1), "end_kind": "fixed"},
    "dated": {"ends_on": date(2027, 1, 1), "end_kind": "fixed"},
    "open": {},
    "lifted": {"lifted_at": AT - timedelta(seconds=1)},
    "lift to come": {"lifted_at": AT + timedelta(days=1)},
}
IN_FORCE = {"last day", "dated", "open", "lift to come"}


def expected(standing, covers, when, audience, listener, nondisclosure):
    """The table in words, written apart from the code it checks."""
    reaches = (
        covers and when in IN_FORCE and (audience != "subject" or listener == Listener.SUBJECT)
    )
    if reaches and standing == "binding":
        return Answer.BARRED if when == "open" else Answer.BARRED_UNTIL
    if reaches and standing != "asserted":
        return Answer.UNKNOWN
    known = nondisclosure in ("none", "recorded")
    return Answer.ALLOWED if known else Answer.UNKNOWN


@pytest.mark.parametrize("standing", [*Standing.values, "a value of tomorrow"])
def test_the_truth_table(standing):
    cells = product(
        [True, False],
        WHEN,
        [*Audience.values, "a value of tomorrow"],
        Listener,
        [*Nondisclosure.values, "a value of tomorrow"],
    )
    for covers, when, audience, listener, nondisclosure in cells:
        order = replace(
            OPEN_ENDED, standing=standing, covers=covers, audience=audience, **WHEN[when]
        )
        cell = (standing, covers, when, audience, listener, nondisclosure)
        answer = ask(order, nondisclosure=nondisclosure, listener=listener)
        assert answer == expected(*cell), cell


def test_without_any_order_only_a_determination_allows():
    assert ask(nondisclosure="undetermined") == Answer.UNKNOWN
    assert ask(nondisclosure="none") == Answer.ALLOWED


def test_a_person_named_in_the_order_may_be_told():
    order = replace(
        OPEN_ENDED, audience="all_but_named", named_persons=frozenset({"Robin Example"})
    )
    assert ask(order) == Answer.BARRED
    assert ask(order, person="Robin Example") == Answer.ALLOWED
    assert ask(order, person="Someone Else") == Answer.BARRED


@pytest.mark.parametrize("fact", Fact.values)
def test_who_may_not_say_that_it_exists_may_say_nothing_about_it(fact):
    order = replace(OPEN_ENDED, facts=frozenset({"existence"}))
    assert ask(order, tells=[fact]) == Answer.BARRED


def test_an_order_about_the_agencys_name_alone_leaves_the_rest_free():
    order = replace(OPEN_ENDED, facts=frozenset({"agency"}))
    assert ask(order, tells=["content"]) == Answer.ALLOWED
    assert ask(order, tells=["agency"]) == Answer.BARRED
    assert ask(order) == Answer.BARRED  # a notice names the agency


@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"]
)
@pytest.mark.parametrize("day", [date(2027, 4, 8), date(2026, 3, 8), date(2028, 2, 29)])
def test_an_order_is_in_force_through_the_last_second_of_its_last_day(zone, day):
    order = replace(
        OPEN_ENDED,
        starts_on=date(2026, 1, 1),
        ends_on=day,
        end_kind="fixed",
        time_zone=zone,
    )
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    assert ask(order, at=midnight - timedelta(seconds=1)) == Answer.BARRED_UNTIL
    assert ask(order, at=midnight) == Answer.ALLOWED


def test_the_latest_end_counts_and_an_open_order_beats_every_date():
    short = replace(OPEN_ENDED, ends_on=date(2026, 7, 1), end_kind="fixed")
    long = replace(OPEN_ENDED, ends_on=date(2026, 9, 1), end_kind="fixed")
    both = decide("recorded", [short, long], listener=Listener.SUBJECT, at=AT)
    assert both.until == datetime(2026, 9, 2, tzinfo=UTC)
    assert ask(short, OPEN_ENDED) == Answer.BARRED


ORDERS = st.builds(
    replace,
    st.just(OPEN_ENDED),
    standing=st.sampled_from([*Standing.values, "unknown"]),
    covers=st.booleans(),
    audience=st.sampled_from(Audience.values),
    starts_on=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ends_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    lifted_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(ORDERS, max_size=4), ORDERS, st.sampled_from(Nondisclosure.values))
def test_one_order_more_never_makes_a_notice_lawful(orders, more, nondisclosure):
    before, after = (
        ask(*orders, nondisclosure=nondisclosure),
        ask(*orders, more, nondisclosure=nondisclosure),
    )
    assert after != Answer.ALLOWED or before == Answer.ALLOWED


@pytest.mark.django_db
def test_a_listed_target_is_barred_and_its_neighbour_is_not():
    demand = makers.reviewed(customers=[makers.customer(), makers.customer()])
    first, second = demand.targets.all()
    makers.gag(demand, covers_whole_demand=False, targets=[first])
    assert gag.verdict(first, at=makers.NOW).answer == Answer.BARRED
    assert gag.verdict(second, at=makers.NOW).answer == Answer.ALLOWED


@pytest.mark.django_db
def test_an_extension_keeps_the_order_it_extends_and_bars_on():
    demand = makers.reviewed()
    order = makers.gag(demand, end_kind="fixed", ends_on=date(2026, 3, 31))
    moves.record(
        demand.pk,
        "gag_extension",
        actor=None,
        now=makers.NOW,
        facts={
            "extends": order,
            "starts_on": date(2026, 4, 1),
            "end_kind": "fixed",
            "ends_on": date(2026, 6, 30),
        },
    )
    target = demand.targets.get()
    assert gag.verdict(target, at=AT).until == datetime(2026, 7, 1, tzinfo=UTC)
    assert demand.nondisclosure_orders.count() == 2


@pytest.mark.django_db
def test_lifting_an_order_lifts_its_extensions_and_overwrites_nothing():
    demand = makers.reviewed()
    order = makers.gag(demand)
    moves.record(
        demand.pk,
        "gag_lift",
        actor=None,
        now=makers.NOW,
        facts={"order": order, "kind": "lifted", "effective_at": makers.NOW},
    )
    assert gag.verdict(demand.targets.get(), at=makers.NOW).allowed
    with pytest.raises(moves.Refused, match="lifted already"):
        moves.record(
            demand.pk,
            "gag_lift",
            actor=None,
            now=makers.NOW,
            facts={"order": order, "kind": "lifted", "effective_at": makers.NOW},
        )


@pytest.mark.django_db
def test_a_process_that_forbids_notice_itself_cannot_be_called_free_of_gags():
    demand = makers.reviewed(process="us_pen_register")
    with pytest.raises(moves.Refused, match="itself forbids notice"):
        moves.record(demand.pk, "determine_nondisclosure", actor=None, now=makers.NOW)
