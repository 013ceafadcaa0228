"""What a register brings along sends no mail, and stays true when the demand is worked on."""

import pytest

from casework import moves
from casework.models import Demand
from casework.states import NoticePosition
from notifications import sweeping
from notifications.models import Notice
from notifications.words import Status
from tests import makers
from tests.casework.register.files import OPEN, row
from tests.casework.register.test_import import EXAMPLE, at, imported, run
from tests.casework.register.test_rules import GAG
from tests.makers import NOW

pytestmark = pytest.mark.django_db

TOLD = {"gag": "none", "notice": "told_before", "notice_on": "2025-03-04"}
ADDRESS = {"notice_email": "ada@example.org"}


def verify(demand: Demand) -> None:
    moves.record(demand.pk, "verify", actor=None, now=NOW, facts={"method": "served"})


def swept() -> list[object]:
    due: list[object] = []
    sweeping.sweep(lambda: NOW, due.append)
    return due


def test_an_import_owes_nothing_and_sends_nothing(mailoutbox):
    run(EXAMPLE)
    assert not Notice.objects.exists()
    assert (swept(), mailoutbox) == ([], [])


def test_a_customer_told_before_the_import_stays_told_when_work_goes_on(tmp_path):
    demand = imported(tmp_path, row(OPEN, state="legal_review", **TOLD, **ADDRESS))
    verify(demand)
    target = demand.targets.get()
    assert (target.notice_position, target.notified_at) == (NoticePosition.SENT, at("2025-03-04"))
    assert not Notice.objects.filter(target=target).exists()


def test_a_customer_not_told_yet_waits_for_a_person(tmp_path):
    demand = imported(tmp_path, row(OPEN, state="legal_review", gag="none", **ADDRESS))
    upload = {"upload": makers.paper(), "kind": "demand"}
    moves.record(demand.pk, "document", actor=None, now=NOW, facts=upload)
    verify(demand)
    notice = Notice.objects.get(target__demand=demand)
    assert notice.status == Status.HELD
    assert "It came from an imported register, which sends no mail" in notice.note
    assert swept() == []


def test_when_an_imported_gag_has_ended_a_person_is_asked_and_no_mail_leaves(tmp_path):
    demand = imported(tmp_path, row(**{**GAG, **ADDRESS, "gag_end": "2026-03-01"}))
    assert demand.targets.get().notice_position == NoticePosition.BARRED
    assert swept() == []
    assert demand.targets.get().notice_position == NoticePosition.HELD
    assert Notice.objects.get().status == Status.HELD
