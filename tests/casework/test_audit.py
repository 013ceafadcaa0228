"""The record is one chain a demand, and tampering shows (P12)."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from casework import audit, moves
from casework.models import AuditEntry
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@contextmanager
def walls_down():
    """What only the owner of the database can do, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE casework_auditentry DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("ALTER TABLE casework_auditentry ENABLE TRIGGER USER")


def sound_record():
    demand = makers.reviewed()
    makers.gag(demand)
    assert list(audit.verify()) == []
    return demand


TAMPERINGS = {
    "a fact": "UPDATE casework_auditentry SET facts = '{}' WHERE event = 'start_review'",
    "an actor": "UPDATE casework_auditentry SET actor_name = 'eve' WHERE event = 'verify'",
    "a time": "UPDATE casework_auditentry SET at = at - interval '1 day' WHERE event = 'verify'",
    "an event": "UPDATE casework_auditentry SET event = 'gag_lift' WHERE event = 'gag_order'",
    "one in the middle": "DELETE FROM casework_auditentry WHERE event = 'start_review'",
    "the first": "DELETE FROM casework_auditentry WHERE sequence = 1",
    "the tail": "DELETE FROM casework_auditentry WHERE event = 'gag_order'",
    "all of it": "DELETE FROM casework_auditentry",
    "the order": (
        "UPDATE casework_auditentry SET sequence = "
        "CASE sequence WHEN 2 THEN 1002 WHEN 3 THEN 2 ELSE sequence END"
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_with_it_shows(what):
    sound_record()
    with walls_down() as cursor:
        cursor.execute(TAMPERINGS[what])
    assert list(audit.verify())
    with pytest.raises(CommandError, match="flaws"):
        call_command("verify_audit")


def test_a_sound_record_verifies():
    sound_record()
    call_command("verify_audit")


def test_an_entry_cannot_outlive_a_change_that_was_rolled_back():
    demand = sound_record()
    before = AuditEntry.objects.count()
    with pytest.raises(moves.Refused):
        moves.record(demand.pk, "waiver", actor=None, now=NOW, facts={"duty": "no such duty"})
    assert AuditEntry.objects.count() == before


def test_the_record_keeps_codes_and_keys_but_no_free_text_or_names():
    demand = sound_record()
    moves.record(
        demand.pk,
        "waiver",
        actor=None,
        now=NOW,
        facts={"duty": "challenge_first", "reason": "Robin Example said so."},
    )
    entry = AuditEntry.objects.get(chain=demand.pk, event="waiver")
    assert entry.facts["duty"] == "challenge_first"
    assert "Robin" not in str(entry.facts)
