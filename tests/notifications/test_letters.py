"""Letters to an agency hold no more than they must, and are the same bytes each time."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from notifications import letters
from notifications.letters import Item, Letter

LETTER = Letter(
    reference="D-7K3M-Q9XT-2VBN",
    agency="Office of the District Attorney",
    dated=date(2026, 3, 5),
    process="Grand-jury subpoena",
    received_on=date(2026, 3, 2),
    signed_by="Maren Okafor",
    signed_as="Counsel",
    issued_on=date(2026, 2, 27),
    agency_reference="GJ-2026-0417",
    address="1 Court Street\nBrooklyn, NY 11201",
)
FACTS = {
    "grounds": ["A subpoena cannot compel content (18 USC 2703(a), (b))."],
    "argument": "The law reserves content to a warrant.",
    "narrow_to": "Basic subscriber information.",
    "explanation": "It may be asked for by mutual legal assistance.",
    "next_step": "Address the central authority.",
    "missing": ["the order itself"],
    "answer_by": date(2026, 3, 16),
    "preserved": True,
    "customer": "Harbour Logistics GmbH",
    "contact_name": "General Counsel",
    "contact_email": "legal@harbour.example",
    "items": [Item("ops@harbour.example", "Basic subscriber information", "1.csv", 9, "ab" * 32)],
    "nothing_found": ["old@harbour.example"],
    "not_produced": ["The content of messages."],
    "manifest_sha256": "cd" * 32,
}
NAMES = ["acknowledgement", "redirect", "objection", "denial", "disclosure"]


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_says_to_whom_about_what_and_who_signed(name):
    page = letters.html(name, LETTER, FACTS)
    for said in (
        "Office of the District Attorney",
        "1 Court Street<br>Brooklyn, NY 11201",
        "Grand-jury subpoena of 27 February 2026",
        "GJ-2026-0417",
        "D-7K3M-Q9XT-2VBN",
        "5 March 2026",
        "Maren Okafor",
        "for Northlake Cloud Ltd",
    ):
        assert said in page


@pytest.mark.parametrize("name", NAMES)
def test_the_customer_is_named_in_a_redirection_only(name):
    named = "Harbour Logistics GmbH" in letters.html(name, LETTER, FACTS)
    assert named is (name == "redirect")


@pytest.mark.parametrize("name", NAMES)
def test_an_account_is_named_in_a_production_only(name):
    page = letters.html(name, LETTER, FACTS)
    named = "ops@harbour.example" in page or "old@harbour.example" in page
    assert named is (name == "disclosure")


@pytest.mark.parametrize("name", ["acknowledgement", "objection", "denial"])
def test_a_letter_without_data_does_not_say_whether_an_account_exists(name):
    assert "does not say whether the accounts exist" in letters.html(name, LETTER, FACTS)


def test_a_demand_without_a_date_is_named_by_the_day_it_came():
    page = letters.html("denial", replace(LETTER, issued_on=None), FACTS)
    assert "Grand-jury subpoena, received on 2 March 2026" in page


def test_a_production_lists_each_file_with_its_hash_and_what_was_left_out():
    page = letters.html("disclosure", LETTER, FACTS)
    for said in ("1.csv", "ab" * 32, "cd" * 32, "old@harbour.example", "The content of messages."):
        assert said in page


def test_a_strangers_words_stay_words_in_a_letter():
    page = letters.html("denial", replace(LETTER, agency="<script>x</script>"), FACTS)
    assert "<script" not in page


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_made_and_its_signature_does_not_stand_alone(name):
    made = letters.pdf(name, LETTER, FACTS)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.docinfo["/Title"]) == LETTER.reference
        assert str(document.Root.Lang) == "en"
        assert 1 <= len(document.pages) <= 2


def test_the_same_letter_is_the_same_bytes():
    assert letters.pdf("denial", LETTER, FACTS) == letters.pdf("denial", LETTER, FACTS)
