"""What was said stays as it was said, whoever asks the database to change it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.models import Attempt, Notice
from tests.notifications.world import World, notice_of, tellable

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mail_server):
    demand = tellable(now=datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    World().sweep(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    World().sweep(datetime(2026, 3, 3, 9, 10, tzinfo=UTC))
    notice = notice_of(demand)
    assert notice.status == "sent"
    return notice


@pytest.mark.parametrize(
    "changed",
    [
        {"message": b"something else"},
        {"sha256": "0" * 64},
        {"recipient_address": "someone.else@example.org"},
        {"message_id": "<another@northlake.example.org>"},
        {"status": "planned"},
        {"sent_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_notice_that_was_sent_is_never_changed(sent, changed):
    with pytest.raises(IntegrityError, match="is evidence"), transaction.atomic():
        Notice.objects.filter(pk=sent.pk).update(**changed)


def test_an_attempt_that_ended_is_never_changed(sent):
    with pytest.raises(IntegrityError, match="is evidence"), transaction.atomic():
        Attempt.objects.filter(notice=sent).update(answer="550 it was not me")


@pytest.mark.parametrize("table", ["notifications_notice", "notifications_attempt"])
@pytest.mark.parametrize("how", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_notice_and_no_attempt_is_removed(sent, table, how):
    with (
        pytest.raises(IntegrityError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(how.format(table))
