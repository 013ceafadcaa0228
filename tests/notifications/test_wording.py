"""What the mails say: the same in both parts, all of it, and nothing a stranger slipped in."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from notifications import wording
from notifications.wording import Matter, Silence, mail

MATTER = Matter(
    reference="D-7K3M-Q9XT-2VBN",
    account="j.rivera@mail.example.org",
    customer="Jo Rivera",
    organisation=False,
    agency="Office of the District Attorney (United States)",
    agency_reference="GJ-2026-0417",
    process="Grand-jury subpoena",
    law="18 USC 2703(c)(2)",
    asked="The name and address of the account's holder.",
    received_on=date(2026, 3, 2),
    not_before=date(2026, 3, 13),
)
SILENCE = Silence(
    court="United States District Court for the Southern District of New York",
    docket="26-mc-0412",
    law="18 USC 2705(b)",
    issued_on=date(2026, 4, 8),
    ended_on=date(2027, 4, 8),
)
LATE = replace(MATTER, not_before=None)
DISCLOSED = {"disclosed": ["Basic subscriber information"], "disclosed_on": date(2026, 4, 24)}
MAILS = {
    "customer_notice": {"matter": MATTER},
    "delayed_notice": {"matter": LATE, "silence": SILENCE, **DISCLOSED},
    "supplement": {"matter": MATTER, "widened": False},
    "emergency_notice": {"matter": LATE, **DISCLOSED},
    "controller_notice": {"matter": LATE, **DISCLOSED},
    "closed_notice": {"matter": LATE, "withdrawn": True, "closed_on": date(2026, 5, 15)},
    "letter": {"reference": MATTER.reference, "agency_reference": "GJ-2026-0417"},
    "alarm": {
        "title": "A notice failed and needs a person",
        "sentence": "The mail server refused it.",
        "next_step": "Open the demand.",
        "facts": [("Demand", "D-7K3M-Q9XT-2VBN"), ("Answer", "550 5.1.1")],
    },
}


def words(text: str) -> list[str]:
    return re.findall(r"[\w.@-]*\w", text)


def body_of(page: str) -> str:
    """The words of the HTML part below its heading."""
    body = page.split("</h1>", 1)[1]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def flat(text: str) -> str:
    return " ".join(text.replace("\n> ", " ").split())


@pytest.mark.parametrize("name", MAILS)
def test_text_and_html_say_the_same_words(name):
    made = mail(name, MAILS[name])
    assert words(body_of(made.html)) == words(made.text)


@pytest.mark.parametrize("name", MAILS)
def test_the_text_holds_on_a_narrow_screen(name):
    assert max(len(line) for line in mail(name, MAILS[name]).text.splitlines()) <= wording.WIDTH


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_carries_no_link_picture_or_script(name):
    assert not re.search(
        r"<(a|img|script|link|iframe|form)\b|url\(|https?:", mail(name, MAILS[name]).html
    )


@pytest.mark.parametrize("name", [n for n in MAILS if n.endswith("notice")])
def test_the_subject_tells_a_glance_at_the_screen_neither_who_asks_nor_whom(name):
    subject = mail(name, MAILS[name]).subject
    assert "\n" not in subject
    assert MATTER.reference in subject
    assert "District Attorney" not in subject
    assert MATTER.account not in subject


def test_the_notice_says_who_asks_for_what_under_which_law_and_until_when_to_object():
    text = flat(mail("customer_notice", {"matter": MATTER}).text)
    for said in (
        "Who asks: Office of the District Attorney (United States)",
        "Its reference: GJ-2026-0417",
        "Kind of demand: Grand-jury subpoena",
        "Under which law: 18 USC 2703(c)(2)",
        "The name and address of the account's holder.",
        "A copy of the demand is attached, as we received it.",
        "We hand over nothing before 13 March 2026.",
        "Tell us why by the end of 12 March 2026 (UTC)",
        "legal@northlake.example.org",
        "We have not handed over anything.",
    ):
        assert said in text


def test_a_redacted_copy_is_called_one():
    text = mail("customer_notice", {"matter": replace(MATTER, copy_redacted=True)}).text
    assert "blacked out" in text
    assert "as we received it" not in text


def test_an_organisation_is_told_that_it_decides_and_may_answer_itself():
    text = flat(mail("customer_notice", {"matter": replace(MATTER, organisation=True)}).text)
    assert "an account of your organisation" in text
    assert "Answer the requester yourself" in text


def test_the_late_notice_says_which_order_forbade_it_when_it_ended_and_what_was_handed_over():
    text = flat(mail("delayed_notice", MAILS["delayed_notice"]).text)
    for said in (
        "Ordered by: United States District Court for the Southern District of New York",
        "Its number: 26-mc-0412",
        "Date of the order: 8 April 2026",
        "In force through: 8 April 2027",
        "This court order forbade us to tell anyone of the demand.",
        "On 24 April 2026 we handed over",
        "- Basic subscriber information",
    ):
        assert said in text


def test_the_late_notice_says_so_where_nothing_was_handed_over():
    made = mail(
        "delayed_notice",
        {"matter": LATE, "silence": SILENCE, "disclosed": [], "disclosed_on": None},
    )
    assert "Nothing. We handed over no data of this account." in made.text


def test_a_customer_told_late_of_an_open_demand_can_still_object():
    facts = {"silence": SILENCE, "disclosed": [], "disclosed_on": None, "open": True}
    text = flat(mail("delayed_notice", {"matter": MATTER, **facts}).text)
    assert "Nothing so far. The demand is still open." in text
    assert "Tell us why by the end of 12 March 2026 (UTC)" in text
    assert "what became of the data" not in text


def test_an_order_that_was_lifted_is_not_said_to_have_run_out():
    lifted = replace(SILENCE, lifted=True, by_court=False)
    made = mail("delayed_notice", {"matter": LATE, "silence": lifted, **DISCLOSED})
    assert "Lifted on:" in made.text
    assert "In force through" not in made.text
    assert "court order forbade" not in made.text


def test_an_agency_that_may_not_be_named_is_nowhere_in_the_mail():
    made = mail("customer_notice", {"matter": replace(MATTER, agency="")})
    assert "We are forbidden to say who asks" in made.text
    assert "GJ-2026-0417" not in made.text + made.html


def test_every_fact_in_a_template_begins_with_its_mark():
    templates = (settings.BASE_DIR / "templates" / "notifications").glob("*.txt")
    lines = [line for path in templates for line in path.read_text().splitlines()]
    assert [line for line in lines if "}::" in line and "= {" not in line] == []


HOSTILE = (
    "Harmless Office\n\n## You have won\n\n- item\nLabel:: value <b>x</b> & <script>y</script>"
)


def test_what_a_stranger_wrote_cannot_make_a_heading_a_list_or_a_tag():
    matter = replace(MATTER, agency=HOSTILE, asked=HOSTILE, customer=HOSTILE)
    made = mail("customer_notice", {"matter": matter})
    assert "You have won\n---" not in made.text
    assert "<script" not in made.html
    assert "<b>" not in made.html
    assert made.html.count("<h2") == mail("customer_notice", {"matter": MATTER}).html.count("<h2")
    assert made.html.count("<dt") == mail("customer_notice", {"matter": MATTER}).html.count("<dt")


def test_characters_that_turn_a_line_around_do_not_reach_the_customer():
    turned = "Office of\u202ered\u2066 Tape\u200b\x1b"
    made = mail("customer_notice", {"matter": replace(MATTER, agency=turned, asked=turned)})
    assert "Office ofred Tape" in made.text
    assert not re.search("[\u200b\u202e\u2066\x1b]", made.text + made.html)


def test_a_demand_that_nobody_described_yet_leaves_no_empty_quote():
    made = mail("customer_notice", {"matter": replace(MATTER, asked="")})
    assert "It asks us for" not in made.text
    assert "A copy of the demand is attached" in made.text


def test_an_identifier_is_never_broken_over_two_lines():
    account = "a-" * 50 + "z@mail.example.org"
    assert account in mail("customer_notice", {"matter": replace(MATTER, account=account)}).text


def test_the_words_are_translated_when_a_language_is_active():
    from django.utils import translation

    with translation.override("de"):
        assert mail("customer_notice", {"matter": MATTER}).html.count('lang="de"') == 2
