"""The power check: over-reach has a sentence, target by target."""

from dataclasses import replace

from casework import law
from casework.law import reach
from casework.states import Category


def test_c05_an_administrative_subpoena_cannot_have_content():
    process = law.process("us_administrative_subpoena")
    (found,) = reach.over_reach(process, {"ana@mail.example.org": ["basic", "content"]})
    assert (found.target, found.category) == ("ana@mail.example.org", "content")
    assert found.sentence == (
        "Administrative subpoena cannot compel Stored content (18 USC 2703(b)(1)(B)). "
        "Have the demand narrowed, or challenge it."
    )


def test_a_warrant_reaches_stored_data_of_every_kind_and_nothing_live():
    process = law.process("us_search_warrant")
    asked = {"a": list(Category.values), "b": ["content"]}
    assert {(o.target, o.category) for o in reach.over_reach(process, asked)} == {
        ("a", "realtime_non_content"),
        ("a", "realtime_content"),
    }


def test_a_preservation_discloses_nothing():
    sentence = reach.beyond(law.process("us_preservation_letter"), "basic")
    assert "has Basic subscriber information kept and nothing disclosed" in sentence


def test_a_foreign_letter_compels_nothing_by_itself():
    sentence = reach.beyond(law.process("foreign_direct_letter"), "basic")
    assert sentence.startswith("Direct letter of a foreign authority compels nothing by itself")


def test_an_eu_category_is_checked_as_its_common_one_and_named_as_its_own():
    process = law.process("eu_epoc_subscriber")
    assert reach.beyond(process, "eu_identification_only") is None
    assert "cannot compel Traffic data" in reach.beyond(process, "eu_traffic")


def test_what_is_limited_or_voluntary_comes_with_a_caution():
    letter = reach.caution(law.process("us_nsl"), "basic")
    assert letter.endswith("Name, address, length of service and toll billing records only.")
    emergency = reach.caution(law.process("us_emergency_request"), "content")
    assert "you may, and need not" in emergency
    assert reach.caution(law.process("us_search_warrant"), "content") is None


def test_every_answer_of_every_process_has_a_sentence_or_may_be_released():
    for versions in law.catalogue().processes.values():
        for process in versions:
            for category in Category.values:
                releasable = law.power(process, category).power in reach.RELEASABLE
                barred = reach.beyond(process, category)
                assert bool(barred) is not (releasable and process.valid_alone)
                assert barred is None or process.name in barred


def test_a_process_that_is_not_valid_alone_releases_nothing_whatever_its_power():
    warrant = replace(law.process("us_search_warrant"), valid_alone=False)
    assert "compels nothing by itself" in reach.beyond(warrant, "content")
