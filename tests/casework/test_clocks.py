"""How dates of law are counted, with the dates of the worked cases C01 to C11."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from casework import clocks, law
from casework.clock_words import EVENTS

IE = {"country": "IE"}  # the provider's public holidays in the worked cases


def at(year, month, day, hour=0, minute=0, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def through(year, month, day):
    return at(year, month, day, 23, 59, 59)


def due(code, trigger, zone="UTC", **given):
    return clocks.compute(law.clock(code), trigger, zone, **given).at


def rule(**changes):
    plain = law.ClockRule(
        code="plain",
        name="A plain rule",
        bound=law.Bound.LATEST,
        trigger=law.Trigger.SERVED,
        unit=law.Unit.CALENDAR_DAYS,
        amount=14,
        citation="Fed. R. Civ. P. 45(d)(2)(B)",
        certainty=law.Certainty.G,
    )
    return replace(plain, **changes)


# --- The worked cases ----------------------------------------------------------------------------


def test_c01_a_notice_is_due_the_next_business_day_and_release_waits_ten_days():
    assert due("policy_notice_due", at(2026, 3, 2, 9), **IE) == through(2026, 3, 3)
    assert due("policy_waiting_period", at(2026, 3, 3, 10)) == at(2026, 3, 13)
    assert due("us_face_date", date(2026, 3, 20), "America/New_York") == at(2026, 3, 21, 3, 59, 59)


def test_c02_a_one_year_gag_is_reminded_ends_and_is_followed_by_notice():
    end = clocks.add_months(date(2026, 4, 8), 12)
    assert end == date(2027, 4, 8)
    assert due("policy_gag_reminder", end) == through(2027, 3, 9)
    assert due("policy_delayed_notice", end) == at(2027, 4, 9)


def test_c03_a_bank_holiday_is_no_business_day_of_the_provider():
    # 4 May 2026, the day the warrant came, is the May holiday in Ireland.
    assert not clocks.is_business_day(date(2026, 5, 4), "IE")
    assert due("policy_notice_due", at(2026, 5, 4, 9), **IE) == through(2026, 5, 5)
    assert due("policy_waiting_period", at(2026, 5, 5, 9)) == at(2026, 5, 15)


def test_c05_narrowing_leaves_the_waiting_period_where_it_was():
    assert due("policy_notice_due", at(2026, 6, 15, 9), **IE) == through(2026, 6, 16)
    assert due("policy_waiting_period", at(2026, 6, 16, 9)) == at(2026, 6, 26)
    assert due("us_face_date", date(2026, 6, 29)) == through(2026, 6, 29)


def test_c08_a_preservation_is_extended_once_and_then_shown_to_a_person():
    received = at(2026, 1, 12, 9)
    hold = clocks.compute(law.clock("us_preservation_hold"), received, "UTC")
    assert hold.at == through(2026, 4, 12)
    renewals = [at(2026, 4, 6, 9), at(2026, 7, 1, 9)]
    extension = law.clock("us_preservation_extension")
    first, second = clocks.extend(hold, extension, renewals, "UTC")
    assert first.end.at == through(2026, 7, 11)
    assert second.end is None
    assert "18 USC 2703(f)(2) knows 1 extension and it is used up" in second.refusal
    secrecy = due("policy_preservation_secrecy", received)
    assert secrecy == through(2026, 2, 26)
    assert due("policy_delayed_notice", secrecy) == at(2026, 2, 27)


def test_c10_an_emergency_has_three_hours_and_its_notice_a_day_and_a_cap():
    received = at(2026, 8, 2, 14, 5)
    assert due("policy_emergency_answer", received) == at(2026, 8, 2, 17, 5)
    assert due("policy_emergency_notice", at(2026, 8, 5, 18), **IE) == through(2026, 8, 6)
    assert due("policy_emergency_notice_cap", at(2026, 8, 2, 15, 50)) == through(2026, 10, 31)
    notice = due("us_ca_agency_notice_after_emergency", received, "UTC", country="US")
    assert notice == through(2026, 8, 5)


def test_c11_both_bounds_of_an_epoc_meet_until_the_enforcing_authority_clears():
    received = at(2026, 10, 5, 9, 15)
    silent = frozenset({"ea_notified"})
    bounds = {
        each.bound: clocks.compute(each, received, "UTC").at
        for each in law.clocks_for("eu_epoc_traffic", silent)
        if each.trigger == "received" and each.unit != "at_once"
    }
    assert bounds == {"latest": through(2026, 10, 15), "earliest": through(2026, 10, 15)}
    cleared = law.clocks_for("eu_epoc_traffic", silent | {"ea_cleared"})
    assert "eu_epoc_not_before" not in [each.code for each in cleared]
    assert due("policy_controller_notice", at(2026, 10, 9, 16), **IE) == through(2026, 10, 12)
    assert due("policy_dispatch_tolerance", through(2026, 10, 15)) == at(2026, 10, 16, 0, 14, 59)


def test_c11b_a_clarification_stops_the_clock_and_the_authority_has_five_days():
    received, asked = at(2026, 10, 5, 9, 15), at(2026, 10, 6, 11)
    answer = law.clock("eu_epoc_answer_after_notification")
    open_pause = clocks.Pause(asked, None, "Annex III sent")
    standing = clocks.compute(answer, received, "UTC", pauses=[open_pause])
    assert standing.at is None
    assert "it stands still since Tue 6 Oct 2026 (Annex III sent)" in standing.working_out
    assert due("eu_epoc_clarification", asked) == through(2026, 10, 11)
    ended = clocks.Pause(asked, at(2026, 10, 9, 8), "Annex III sent")
    assert due("eu_epoc_answer_after_notification", received, pauses=[ended]) == through(
        2026, 10, 18
    )


def test_c11c_a_request_to_keep_the_controller_in_the_dark_is_reviewed_monthly():
    assert due("policy_controller_silence_review", date(2026, 10, 31)) == through(2026, 11, 30)


# --- Single rules --------------------------------------------------------------------------------


def test_an_epoc_in_an_emergency_has_eight_hours_by_the_minute():
    rules = law.clocks_for("eu_epoc_content", frozenset({"emergency"}))
    answers = [each for each in rules if each.trigger == "received" and each.unit == "hours"]
    assert [each.code for each in answers] == ["eu_epoc_emergency_answer"]
    assert clocks.compute(answers[0], at(2026, 10, 5, 20, 7), "UTC").at == at(2026, 10, 6, 4, 7)


def test_three_months_beginning_with_a_day_end_the_day_before_it():
    # COPOA 2019 s. 9: the day on which the order was made counts.
    made = date(2026, 3, 2)
    assert due("uk_opo_service", made, "Europe/London") == at(2026, 6, 1, 22, 59, 59)


def test_only_a_court_rule_rolls_to_the_next_business_day():
    served = at(2026, 6, 20, 12)  # fourteen days on is Saturday 4 July
    rolled = due("us_frcp45_objection", served, "America/New_York", country="US", subdivision="NY")
    assert rolled == at(2026, 7, 7, 3, 59, 59)
    assert due("us_2703h_motion", served, "America/New_York", country="US") == at(
        2026, 7, 5, 3, 59, 59
    )


def test_an_objection_is_due_no_later_than_the_time_for_compliance():
    served, stated = at(2026, 3, 2, 12), date(2026, 3, 9)
    computed = clocks.compute(law.clock("us_frcp45_objection"), served, "UTC", face_date=stated)
    assert computed.at == through(2026, 3, 9)
    assert "the instrument states Mon 9 Mar 2026, which is earlier and counts" in (
        computed.working_out
    )


def test_a_day_ends_in_the_zone_of_the_court_also_when_summer_time_begins():
    received = at(2026, 3, 1, 3)  # still 28 February in Los Angeles
    assert clocks.compute(rule(amount=7), received, "America/Los_Angeles").at == at(
        2026, 3, 8, 7, 59, 59
    )
    assert clocks.compute(rule(amount=8), received, "America/Los_Angeles").at == at(
        2026, 3, 9, 6, 59, 59
    )


def test_a_day_on_which_the_last_hour_comes_twice_ends_with_the_second():
    assert clocks.end_of_day(date(2026, 4, 4), "America/Santiago") == at(2026, 4, 5, 3, 59, 59)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_instant():
    assert clocks.start_of_day(date(2026, 9, 6), "America/Santiago") == at(2026, 9, 6, 4)


@pytest.mark.parametrize(
    ("day", "months", "landed"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(day, months, landed):
    assert clocks.add_months(day, months) == landed


def test_business_days_skip_weekends_and_the_holidays_of_the_place():
    friday = date(2026, 7, 3)  # Independence Day observed
    assert clocks.add_business_days(date(2026, 7, 2), 1, "US") == date(2026, 7, 6)
    assert clocks.add_business_days(date(2026, 7, 2), 1, "IE") == friday
    assert clocks.add_business_days(date(2026, 1, 5), 1, "DE", "BY") == date(2026, 1, 7)
    assert clocks.add_business_days(date(2026, 1, 5), 1, "DE", "BE") == date(2026, 1, 6)
    assert clocks.add_business_days(date(2026, 7, 6), -1, "US") == date(2026, 7, 2)
    assert clocks.add_business_days(date(2026, 7, 2), 1, None) == friday


def test_hours_stand_still_and_go_on_by_the_minute():
    started = at(2026, 10, 5, 9)
    pauses = [clocks.Pause(at(2026, 10, 5, 10), at(2026, 10, 5, 12, 30), "line disrupted")]
    answered = due("eu_epoc_emergency_answer", started, pauses=pauses)
    assert answered == started + timedelta(hours=10, minutes=30)


def test_a_renewal_that_came_after_the_end_revives_nothing():
    hold = clocks.compute(law.clock("us_preservation_hold"), at(2026, 1, 12, 9), "UTC")
    extension = law.clock("us_preservation_extension")
    (link,) = clocks.extend(hold, extension, [at(2026, 4, 13, 0, 1)], "UTC")
    assert link.end is None
    assert "The renewal of Mon 13 Apr 2026 came after the end on Sun 12 Apr 2026" in link.refusal


def test_wiretap_extensions_run_on_without_a_number_in_the_law():
    first = clocks.compute(law.clock("us_wiretap_duration"), date(2026, 1, 5), "UTC")
    renewals = [at(2026, 2, 1), at(2026, 3, 1), at(2026, 4, 1)]
    chain = clocks.extend(first, law.clock("us_wiretap_extension"), renewals, "UTC")
    assert [link.end.at.date() for link in chain] == [
        date(2026, 3, 6),
        date(2026, 4, 5),
        date(2026, 5, 5),
    ]


# --- The working-out and the refusals ------------------------------------------------------------


def test_the_working_out_says_in_a_sentence_how_a_date_came_about():
    computed = clocks.compute(law.clock("eu_epoc_answer"), at(2026, 10, 5, 9, 15), "UTC")
    assert computed.working_out == (
        "10 calendar days after receipt on Mon 5 Oct 2026: Thu 15 Oct 2026 23:59:59 UTC."
    )
    assert computed.citation == "Reg. (EU) 2023/1543 Art 10(3)"


def test_the_working_out_names_the_calendar_and_the_roll():
    computed = clocks.compute(
        law.clock("us_frcp45_objection"),
        at(2026, 6, 20, 12),
        "America/New_York",
        country="US",
        subdivision="NY",
    )
    assert computed.working_out == (
        "14 calendar days after service on Sat 20 Jun 2026: Sat 4 Jul 2026; that is no "
        "business day, so it moves to Mon 6 Jul 2026 23:59:59."
    )
    notice = clocks.compute(law.clock("policy_notice_due"), at(2026, 3, 2, 9), "UTC", **IE)
    assert notice.working_out == (
        "1 business day (IE) after the verification of authenticity on Mon 2 Mar 2026: "
        "Tue 3 Mar 2026 23:59:59 UTC."
    )


def test_the_working_out_is_written_in_the_active_language():
    with translation.override("de"):
        computed = clocks.compute(law.clock("eu_epoc_answer"), at(2026, 10, 5, 9, 15), "UTC")
    assert "Do 15 Okt 2026" in computed.working_out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"zone": "Europe/Atlantis"}, "Europe/Atlantis is not a time zone"),
        ({"zone": "UTC", "country": "XX"}, "no calendar of public holidays for XX"),
        ({"zone": "UTC", "country": "US", "subdivision": "ZZ"}, "public holidays for US-ZZ"),
    ],
)
def test_a_place_nobody_knows_is_refused_with_a_sentence(given, sentence):
    assert sentence in clocks.fault_of_place(**{"country": None, **given})
    with pytest.raises(clocks.ClockError, match=sentence):
        clocks.compute(rule(unit=law.Unit.BUSINESS_DAYS), at(2026, 3, 2), **given)


def test_a_known_place_has_no_fault_and_calendar_days_ask_for_no_calendar():
    assert clocks.fault_of_place("Europe/Madrid", "ES", "CT") == ""
    assert clocks.compute(rule(), at(2026, 3, 2), "UTC", country="XX").at == through(2026, 3, 16)


def test_hours_need_a_time_of_day():
    with pytest.raises(clocks.ClockError, match="give the time of day"):
        clocks.compute(law.clock("policy_emergency_answer"), date(2026, 8, 2), "UTC")


def test_a_clock_cannot_go_on_before_it_stopped():
    with pytest.raises(clocks.ClockError, match="cannot go on before it stopped"):
        clocks.Pause(at(2026, 3, 3), at(2026, 3, 2), "a slip")


def test_every_event_a_clock_counts_from_has_its_words():
    assert set(EVENTS) == set(law.Trigger)
