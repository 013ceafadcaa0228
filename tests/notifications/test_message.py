"""What may stand in a mail: hostile addresses and names are refused, the copy is whole or nothing
leaves, and a notice never says a word of anyone else."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from casework import moves
from casework.models import Account, Customer, Demand
from notifications import message
from notifications.addresses import Unmailable, checked_address, checked_name
from notifications.approval import write
from notifications.message import Attachment, Envelope, build
from notifications.models import Notice
from notifications.wording import Mail
from notifications.words import Status
from tests import makers
from tests.notifications.world import World, customers_mail, notice_of, target_of, tellable

VERIFIED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LEAVES = datetime(2026, 3, 3, 9, 10, tzinfo=UTC)

HOSTILE = [
    "",
    "plain",
    "@example.org",
    "a@",
    "a@b",
    "a@example.org\r\nBcc: c@example.org",
    "a@example.org\nBcc: c@example.org",
    "a\r@example.org",
    "a@example.org\x00",
    "a@example.org\u2028Bcc: c@example.org",
    "a@example.org\u2029",
    "a\u0085@example.org",
    "a@example.org,c@example.org",
    "a@example.org c@example.org",
    "a@example.org;c@example.org",
    "<a@example.org>",
    "Name <a@example.org>",
    '"a b"@example.org',
    '"a@c"@example.org',
    "a@b@example.org",
    "a%0aBcc@example.org",
    "a%c.example@example.org",
    "c!a@example.org",
    "a(comment)@example.org",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    "a@-example.org",
    "a@example..org",
    ".a@example.org",
    "a.@example.org",
    "a..b@example.org",
    "ä@example.org",
    "a\u202eb@example.org",
    "a\u200b@example.org",
    "a@exam\tple.org",
    "a" * 65 + "@example.org",
    "a@" + "b" * 64 + ".org",
    "a@" + ".".join(["b" * 60] * 5) + ".org",
    "a@\udcff.org",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_is_refused_with_a_sentence_that_carries_no_control(address):
    with pytest.raises(Unmailable) as refusal:
        checked_address(address)
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("robin@example.org", "robin@example.org"),
        ("Robin.O'Neill+legal@Mail.Example.ORG", "Robin.O'Neill+legal@mail.example.org"),
        ("post@bücher.example", "post@xn--bcher-kva.example"),
    ],
)
def test_an_ordinary_address_passes_its_domain_in_ascii(address, on_the_wire):
    assert checked_address(address) == on_the_wire


@given(st.text(alphabet=st.characters(), max_size=40), st.text(max_size=20))
def test_whatever_is_accepted_is_one_plain_recipient(local, domain):
    address = f"{local}@{domain}.example.org"
    try:
        accepted = checked_address(address)
    except Unmailable:
        return
    assert re.fullmatch(r"[!-~]+@[a-z0-9.-]+", accepted)
    assert not set(accepted) & set('<>()[],;:\\" \r\n')


@pytest.mark.parametrize("name", ["A\r\nBcc: c@example.org", "A\x00", "A\u2028B", "A\u202eB"])
def test_a_name_with_control_characters_is_refused(name):
    with pytest.raises(Unmailable):
        checked_name(name)


def envelope(**changed):
    given = {
        "address": "robin@example.org",
        "name": "Robin Example",
        "message_id": "<1@northlake.example.org>",
        "at": DUE,
        "language": "en",
        "attachments": (Attachment("copy.pdf", "application/pdf", b"%PDF"),),
    }
    return Envelope(**{**given, **changed})


MAIL = Mail("A legal demand", "Hello,\n\n.\nwords ä\n", "<p>words ä</p>")


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_subject_and_no_name_makes_a_header_or_a_recipient(name, subject):
    """Read back with another parser policy than the one that wrote it."""
    try:
        written = build(MAIL._replace(subject=subject), envelope(name=name))
    except Unmailable:
        return
    for parsed in (message_from_bytes(written), message_from_bytes(written, policy=policy.SMTP)):
        assert sorted(parsed.keys()) == sorted(message.HEADERS)
    assert written.count(b"\r\nTo: ") == 1


def test_a_message_is_ascii_with_short_lines_and_crlf():
    written = build(MAIL, envelope())
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_a_generator_that_adds_a_header_is_caught(monkeypatch):
    """Our own proof does not trust the library (CVE-2026-1299)."""
    real = message.EmailMessage.as_bytes
    monkeypatch.setattr(
        message.EmailMessage, "as_bytes", lambda self: b"Bcc: c@example.org\r\n" + real(self)
    )
    with pytest.raises(Unmailable, match="headers that nobody wrote"):
        build(MAIL, envelope())


def test_what_is_too_large_for_mail_is_said_so(monkeypatch):
    monkeypatch.setattr(message, "BIGGEST", 1000)
    with pytest.raises(Unmailable, match="larger than mail can carry"):
        build(MAIL, envelope())


# --- The copy ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_copy_is_attached_byte_for_byte_under_a_name_of_ours(mail_server):
    demand = tellable(now=VERIFIED)
    World().sweep(DUE)
    World().sweep(LEAVES)
    (received,) = customers_mail(mail_server)
    (attached,) = received.message.iter_attachments()
    assert attached.get_filename() == f"{demand.reference}-1.pdf"
    assert attached.get_payload(decode=True) == b"%PDF-1.7 synthetic"
    assert attached.get_content_type() == "application/pdf"


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_without_its_intact_copy_no_notice_leaves(mail_server, harm):
    demand = tellable(now=VERIFIED)
    path = default_storage.path(demand.documents.get().file.name)
    if harm == "changed":
        with open(path, "ab") as stored:
            stored.write(b" and one byte more")
    else:
        default_storage.delete(demand.documents.get().file.name)
    World().sweep(DUE)
    World().sweep(LEAVES)
    notice = notice_of(demand)
    assert notice.status == Status.FAILED
    assert ("SHA-256 differs" if harm == "changed" else "cannot be read") in notice.note
    assert not customers_mail(mail_server)
    assert target_of(demand).notice_position == "failed"


@pytest.mark.django_db
def test_a_hostile_customer_name_fails_on_a_desk_and_sends_nothing(mail_server):
    demand = tellable(now=VERIFIED)
    Customer.objects.filter(accounts__targets__demand=demand).update(
        name="Robin\r\nBcc: c@example.org"
    )
    World().sweep(DUE)
    World().sweep(LEAVES)
    assert notice_of(demand).status == Status.FAILED
    assert "characters that a mail forbids" in notice_of(demand).note
    assert not customers_mail(mail_server)


# --- What is said ------------------------------------------------------------------------------


def words_of(demand):
    """Everything readable in the notice as it would be written now, decoded."""
    notice = Notice.objects.get(demand=demand, audience="customer")
    parsed = message_from_bytes(write(notice, DUE).message, policy=policy.default)
    parts = [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]
    names = [part.get_filename() or "" for part in parsed.walk()]
    return "\n".join([*(f"{name}: {value}" for name, value in parsed.items()), *parts, *names])


@pytest.mark.django_db
def test_the_notice_says_what_the_customer_needs_to_know():
    demand = tellable(
        now=VERIFIED,
        agency=makers.agency(name="U.S. Attorney's Office, E.D.N.Y."),
        agency_reference="GJ-2026-0417",
        due_on=datetime(2026, 3, 20, tzinfo=UTC).date(),
    )
    words = words_of(demand)
    for needed in (
        demand.reference,
        "U.S. Attorney's Office, E.D.N.Y.",
        "GJ-2026-0417",
        "Grand jury subpoena",
        "18 USC 2703",
        "Name and address of the account's holder.",
        "Basic subscriber information",
        "an answer by 20 March 2026",
        "nothing before 13 March 2026",
        "by the end of 12 March 2026",
        "Object.",
        settings.PROVIDER["legal_email"],
        "A copy of the demand is attached",
    ):
        assert needed in words, needed


@pytest.mark.django_db
def test_the_notice_comes_in_the_customers_language_where_it_is_there():
    demand = tellable(now=VERIFIED, customers=[makers.customer(language="de")])
    assert "Content-Language: de" in words_of(demand)


CANARY = "CANARY7Q"


@pytest.mark.django_db
def test_a_notice_never_says_a_word_of_another_demand_or_another_account():
    """Every field of everything else carries a canary; the notice's own bytes carry none."""
    mine = makers.customer()
    demand = tellable(now=VERIFIED, customers=[mine, makers.customer(name=f"{CANARY} Two")])
    Account.objects.filter(customer__name__contains=CANARY).update(identifier=f"{CANARY}@x.example")
    gagged = tellable(
        now=VERIFIED,
        customers=[mine],
        agency=makers.agency(name=f"{CANARY} Bureau"),
        agency_reference=f"{CANARY}-77",
        asked=f"{CANARY} everything",
        legal_basis=f"{CANARY} statute",
        officer_name=f"{CANARY} Officer",
    )
    makers.gag(gagged, now=VERIFIED, docket=f"{CANARY}-mj-1", note=CANARY)
    moves.record(
        demand.pk,
        "document",
        actor=None,
        now=VERIFIED,
        facts={"upload": makers.paper(f"{CANARY}.pdf", CANARY.encode()), "kind": "other"},
    )
    own = Notice.objects.get(demand=demand, target__account__customer=mine)
    said = write(own, DUE)
    assert CANARY not in said.subject
    assert CANARY.encode() not in said.message
    assert gagged.reference.encode() not in said.message
    parsed = message_from_bytes(said.message, policy=policy.default)
    for part in parsed.walk():
        if not part.is_multipart():
            assert CANARY.encode() not in part.get_payload(decode=True)


@pytest.mark.django_db
def test_the_message_id_says_nothing_and_is_fixed_when_the_notice_is_planned():
    demand = tellable(now=VERIFIED)
    planned = notice_of(demand).message_id
    assert re.fullmatch(r"<[0-9a-f]{32}@northlake\.example\.org>", planned)
    moves.record(demand.pk, "details", actor=None, now=VERIFIED, facts={"asked": "Something else."})
    assert f"Message-ID: {planned}" in words_of(demand)
    assert "Something else." in words_of(Demand.objects.get(pk=demand.pk))
