"""Domains that pretend: told by the exact A-label and by what the eye sees."""

# ruff: noqa: RUF001, RUF003 (letters that look alike are what is tested)

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import lookalike
from casework.lookalike import BadDomain, Trick

PRETENDERS = [
    ("fbі.gov", "fbi.gov", Trick.CONFUSABLE),  # Cyrillic і
    ("xn--fb-ioc.gov", "fbi.gov", Trick.CONFUSABLE),  # the same, as the DNS has it
    ("justlce.gov", "justice.gov", Trick.CONFUSABLE),
    ("interpo1.int", "interpol.int", Trick.CONFUSABLE),
    ("eur0pol.europa.eu", "europol.europa.eu", Trick.CONFUSABLE),
    ("rnet.police.uk", "met.police.uk", Trick.CONFUSABLE),
    ("ｆｂｉ.gov.example", "fbi.gov", Trick.INSIDE),  # full width
    ("gárda.example", "garda.example", Trick.CONFUSABLE),
    ("ΡΟLICE.example", "police.example", Trick.CONFUSABLE),  # Greek capitals
    ("straße.example", "strasse.example", Trick.CONFUSABLE),
    ("fbi.gov.example.org", "fbi.gov", Trick.INSIDE),
    ("mail.fbi.gov.example.org", "fbi.gov", Trick.INSIDE),
    ("fbi.example", "fbi.gov", Trick.OTHER_ENDING),
    ("interpol.com", "interpol.int", Trick.OTHER_ENDING),
    ("fbi-gov.example", "fbi.gov", Trick.ADDED_WORD),
    ("fbi-legal.example", "fbi.gov", Trick.ADDED_WORD),
    ("kent-police.uk", "kent.police.uk", Trick.ADDED_WORD),
    ("usdoj-justice.example", "justice.gov", Trick.ADDED_WORD),
    ("myinterpol.example", "interpol.int", Trick.ADDED_WORD),
    ("intrepol.int", "interpol.int", Trick.ONE_CHARACTER),
    ("interpl.int", "interpol.int", Trick.ONE_CHARACTER),
    ("interpal.int", "interpol.int", Trick.ONE_CHARACTER),
]
STRANGERS = [
    ("ebi.ac.uk", "fbi.gov"),
    ("northlake.example", "fbi.gov"),
    ("afbi.example", "fbi.gov"),  # three letters occur in many names
    ("gouvernement.fr", "gouv.fr"),
    ("police.example", "sheriff.example"),
]


@pytest.mark.parametrize(("domain", "genuine", "trick"), PRETENDERS)
def test_a_pretender_is_named_with_its_trick(domain, genuine, trick):
    found = lookalike.resemblance(domain, genuine)
    assert (found.trick if found else None) == trick


@pytest.mark.parametrize(("domain", "genuine"), STRANGERS)
def test_a_stranger_is_no_pretender(domain, genuine):
    assert lookalike.resemblance(domain, genuine) is None


@pytest.mark.parametrize("own", ["fbi.gov", "FBI.gov", "fbi.gov.", "mail.fbi.gov", "ic.fbi.gov"])
def test_what_is_in_the_agencys_own_hands_is_no_pretender(own):
    assert lookalike.resemblance(own, "fbi.gov") is None


def test_a_subdomain_is_not_the_exact_domain():
    assert not lookalike.same("mail.fbi.gov", "fbi.gov")
    assert lookalike.same("FBI.GOV.", "fbi.gov")


def test_the_german_sharp_s_stays_another_domain_as_in_the_dns():
    assert lookalike.a_labels("straße.example") == "xn--strae-oqa.example"
    assert not lookalike.same("straße.example", "strasse.example")


@pytest.mark.parametrize(
    "bad", ["", "fb i.gov", "fbi..gov", "-fbi.gov", "fbi_.gov", "xn--zz.example", "a" * 64, "fbi@x"]
)
def test_what_cannot_stand_in_the_dns_is_refused(bad):
    with pytest.raises(BadDomain):
        lookalike.a_labels(bad)


def test_the_domain_of_an_address_is_what_follows_the_last_at():
    assert lookalike.domain_of('"a@fbi.gov"@Example.ORG') == "example.org"
    with pytest.raises(BadDomain):
        lookalike.domain_of("no address")


def test_a_label_of_several_scripts_is_noticed():
    assert lookalike.mixes_scripts("fbі.gov")
    assert not lookalike.mixes_scripts("полиция.example")


def test_every_known_domain_that_is_resembled_is_listed():
    found = lookalike.look_alikes("fbi-gov.example", ["fbi.gov", "interpol.int", "fbi-gov.example"])
    assert [(each.genuine, each.trick) for each in found] == [("fbi.gov", Trick.ADDED_WORD)]


@given(st.from_regex(r"[a-z]{2,12}(\.[a-z]{2,6}){1,2}", fullmatch=True))
def test_no_domain_pretends_to_be_itself_or_to_be_above_its_subdomains(domain):
    assert lookalike.resemblance(domain, domain) is None
    assert lookalike.resemblance(f"mail.{domain}", domain) is None


@given(st.text(max_size=40))
def test_any_text_is_an_answer_or_a_bad_domain(text):
    with contextlib.suppress(BadDomain):
        lookalike.resemblance(text, "interpol.int")
