"""What the agency gets: one archive, hashed line by line, approved as it leaves (P9)."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest

from casework import moves, notice_position, package, release_lock
from casework.models import Demand, Production
from casework.states import NoticePosition, State
from tests import makers
from tests.makers import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=14)


@pytest.fixture
def told():
    """A reviewed demand for two accounts whose customers were told two weeks ago."""
    demand = makers.reviewed(customers=[makers.customer(), makers.customer()])
    moves.record(demand.pk, "determine_nondisclosure", actor=None, now=NOW)
    for target in demand.targets.all():
        notice_position.settle(target.pk, NoticePosition.SENT, notified_at=NOW)
    return demand


def prepare(demand, targets, content=b"name,address\r\n", **facts):
    counsel = makers.person("counsel")
    items = [
        {
            "target": target,
            "category": "basic",
            "document": moves.record(
                demand.pk,
                "document",
                actor=counsel,
                now=NOW,
                facts={"upload": makers.paper("records.csv", content), "kind": "production"},
            ),
            **facts,
        }
        for target in targets
    ]
    moves.record(demand.pk, "production", actor=counsel, now=NOW, facts={"items": items})
    return moves.record(demand.pk, "production_approval", actor=makers.person("approver"), now=NOW)


def test_every_line_of_the_manifest_is_the_hash_of_the_file_it_names(told):
    row = prepare(told, told.targets.all())
    with row.package.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        lines = list(csv.DictReader(io.StringIO(archive.read("MANIFEST.csv").decode())))
        assert len(lines) == 2
        for line in lines:
            assert hashlib.sha256(archive.read(line["file"])).hexdigest() == line["sha256"]
        assert "902(14)" in archive.read("CERTIFICATE.txt").decode()
        assert told.reference in archive.read("README.txt").decode()


def test_the_same_production_gives_the_same_bytes(told):
    row = prepare(told, told.targets.all())
    assert hashlib.sha256(package.build(row)).hexdigest() == row.package.sha256


def test_a_file_changed_after_approval_stops_the_release(told):
    row = prepare(told, told.targets.all())
    with open(row.package.file.path, "ab") as stored:
        stored.write(b"one byte more")
    with pytest.raises(moves.Refused, match="SHA-256 differs"):
        moves.make(told.pk, "disclose", actor=None, now=LATER)
    assert Demand.objects.get(pk=told.pk).state == State.LEGAL_REVIEW


def test_a_part_may_leave_while_the_demand_goes_on(told):
    first, second = told.targets.all()
    prepare(told, [first])
    with pytest.raises(moves.Refused, match="says nothing about"):
        moves.make(told.pk, "disclose", actor=None, now=LATER)
    moves.record(told.pk, "part_release", actor=makers.person("counsel"), now=LATER)
    assert Demand.objects.get(pk=told.pk).state == State.LEGAL_REVIEW
    prepare(told, [second])
    moved = moves.make(told.pk, "disclose", actor=None, now=LATER)
    assert moved.outcome == "non_content"
    assert {target.outcome for target in moved.targets.all()} == {"non_content"}


def test_a_part_leaves_under_the_same_lock(told):
    first, _second = told.targets.all()
    prepare(told, [first])
    with pytest.raises(moves.Refused, match="release is possible from 12 March 2026"):
        moves.record(told.pk, "part_release", actor=None, now=NOW + timedelta(days=2))


def test_delivery_is_recorded_once_and_not_before_the_release(told):
    prepare(told, told.targets.all())
    moves.make(told.pk, "disclose", actor=None, now=LATER)
    facts = {"delivered_at": NOW, "delivered_by": "secure download"}
    with pytest.raises(moves.Refused, match="cannot be delivered before its release"):
        moves.record(told.pk, "delivery", actor=None, now=LATER, facts=facts)
    moves.record(told.pk, "delivery", actor=None, now=LATER, facts={**facts, "delivered_at": LATER})
    with pytest.raises(moves.Refused, match="No released production waits"):
        moves.record(
            told.pk, "delivery", actor=None, now=LATER, facts={**facts, "delivered_at": LATER}
        )


def test_names_in_the_archive_are_only_names(told):
    account = told.targets.first().account
    type(account).objects.filter(pk=account.pk).update(identifier="../../etc/=cmd|x")
    row = prepare(told, told.targets.all())
    with row.package.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
        assert all(".." not in name.split("/") for name in archive.namelist())


def test_what_was_in_a_replaced_package_is_not_counted_as_disclosed(told):
    """A package that a later one replaced never leaves, and nothing in it did."""
    makers.package(
        told,
        "basic",
        now=NOW,
        by=makers.person("counsel"),
        approved_by=makers.person("approver"),
    )
    replaced = told.productions.get()
    again = NOW + timedelta(hours=1)
    by, second = makers.person("counsel"), makers.person("approver")
    makers.package(told, now=again, by=by, approved_by=second)  # nothing was found
    moved = moves.make(told.pk, "disclose", actor=None, now=LATER)
    assert moved.outcome == "no_data"
    assert Production.objects.get(pk=replaced.pk).released_at is None
    assert release_lock.pending_production(moved) is None
