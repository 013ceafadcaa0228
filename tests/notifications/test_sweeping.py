"""The sweep: everything is found by columns, whatever became of brokers and workers."""

import ast
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings

from casework import moves
from casework.models import Deadline, Demand
from casework.states import NoticePosition
from notifications import alarms, sweeping, tasks
from notifications.models import Notice
from notifications.words import Status
from tests import makers
from tests.notifications.world import World, customers_mail, notice_of, target_of, tellable

VERIFIED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LEAVES = datetime(2026, 3, 3, 9, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_a_sweep_rings_for_what_is_due_and_for_nothing_else():
    due, later = tellable(now=VERIFIED), tellable(now=VERIFIED + timedelta(days=7))
    rung = []
    sweeping.sweep(World(LEAVES), do=rung.append)
    assert rung == [notice_of(due).pk]
    assert notice_of(later).pk not in rung


@pytest.mark.django_db
def test_without_a_broker_a_click_still_succeeds(settings, django_capture_on_commit_callbacks):
    settings.NOTICE_HOLD_MINUTES = 0
    demand = tellable(now=VERIFIED)
    with (
        mock.patch.object(
            tasks.deliver, "apply_async", side_effect=tasks.OperationalError("no broker")
        ),
        django_capture_on_commit_callbacks(execute=True),
    ):
        moves.record(
            demand.pk, "verify", actor=None, now=VERIFIED - timedelta(days=9),
            facts=makers.CALL_BACK,
        )  # fmt: skip
    assert notice_of(demand).status == Status.PLANNED


@pytest.mark.django_db
def test_a_busy_demand_does_not_hold_the_sweep_up(mail_server):
    """A target whose gag has ended is looked at a minute later when its demand is locked."""
    demand = makers.reviewed(now=VERIFIED)
    makers.gag(demand, now=VERIFIED, end_kind="fixed", ends_on=VERIFIED.date())
    after = datetime(2026, 3, 4, tzinfo=UTC)
    with mock.patch.object(sweeping, "_locked", return_value=False):
        World().sweep(after)
    assert target_of(demand).notice_position == NoticePosition.BARRED
    World().sweep(after)
    assert target_of(demand).notice_position == NoticePosition.PLANNED


@pytest.mark.django_db
def test_no_two_sweeps_send_the_same_notice(mail_server):
    demand = tellable(now=VERIFIED)
    first, second = World(), World()
    first.sweep(LEAVES - timedelta(minutes=10))
    first.sweep(LEAVES)
    second.sweep(LEAVES)
    assert len(customers_mail(mail_server)) == 1
    assert notice_of(demand).attempts.count() == 1


# --- Deadlines ---------------------------------------------------------------------------------


def alarms_in(mail_server):
    return [each for each in mail_server.received if each.recipients == (settings.ALARM_EMAIL,)]


@pytest.mark.django_db
def test_an_overdue_duty_of_ours_raises_one_alarm_with_the_reference_alone(mail_server):
    demand = makers.demand(now=VERIFIED, due_on=datetime(2026, 3, 20, tzinfo=UTC).date())
    deadline = demand.deadlines.filter(bound="latest", obliges="provider").latest("at")
    alarms.overdue_deadlines(lambda: deadline.at)
    assert not alarms_in(mail_server)
    for _sweep in range(3):
        alarms.overdue_deadlines(lambda: deadline.at + timedelta(seconds=1))
    (alarm,) = alarms_in(mail_server)
    assert demand.reference in alarm.content.decode()
    assert str(target_of(demand).account) not in alarm.content.decode()
    deadline.refresh_from_db()
    assert deadline.alarmed_at == deadline.at + timedelta(seconds=1)


@pytest.mark.django_db
def test_c02_staff_are_reminded_thirty_days_before_the_gag_ends(mail_server):
    demand = makers.reviewed(process="us_2703d_order", now=datetime(2026, 4, 10, 14, tzinfo=UTC))
    makers.gag(
        demand,
        now=datetime(2026, 4, 10, 14, tzinfo=UTC),
        starts_on=datetime(2026, 4, 8, tzinfo=UTC).date(),
        end_kind="fixed",
        ends_on=datetime(2027, 4, 8, tzinfo=UTC).date(),
    )
    reminder = demand.deadlines.get(rule="policy_gag_reminder")
    assert reminder.at.date() == datetime(2027, 3, 9, tzinfo=UTC).date()
    Deadline.objects.exclude(pk=reminder.pk).update(alarmed_at=reminder.at)
    alarms.overdue_deadlines(lambda: reminder.at + timedelta(minutes=1))
    assert len(alarms_in(mail_server)) == 1


@pytest.mark.django_db
def test_an_alarm_that_could_not_be_mailed_rings_again(mail_server, settings):
    demand = makers.demand(now=VERIFIED, due_on=datetime(2026, 3, 20, tzinfo=UTC).date())
    late = datetime(2026, 4, 20, tzinfo=UTC)
    settings.EMAIL_PORT = 1
    alarms.overdue_deadlines(lambda: late)
    assert not demand.deadlines.filter(alarmed_at__isnull=False).exists()
    settings.EMAIL_PORT = mail_server.port
    alarms.overdue_deadlines(lambda: late)
    assert len(alarms_in(mail_server)) == 1


# --- Rules for the code ------------------------------------------------------------------------

NOTIFICATIONS = Path(sweeping.__file__).parent


def calls_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node


@pytest.mark.parametrize("path", sorted(NOTIFICATIONS.rglob("*.py")), ids=lambda path: path.name)
def test_no_date_of_law_is_left_to_a_queue(path):
    """No ETA, no countdown, no delayed retry: Redis hands those out again, or loses them."""
    for call in calls_in(path):
        assert not {"eta", "countdown"} & {word.arg for word in call.keywords}
        assert getattr(call.func, "attr", "") != "retry"


def test_the_broker_hands_nothing_out_twice_while_the_longest_task_runs():
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


@pytest.mark.django_db
def test_a_broker_message_holds_one_opaque_id():
    demand = tellable(now=VERIFIED)
    with mock.patch.object(tasks.deliver, "apply_async") as sent:
        tasks.ring(notice_of(demand).pk)
    assert sent.call_args.args == ((str(notice_of(demand).pk),),)


# --- The whole way -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_and_sends_what_the_sweep_finds(celery_worker_process, mail_server):
    demand = tellable(now=datetime.now(UTC) - timedelta(days=30))
    Notice.objects.filter(demand=demand).update(leave_after=datetime.now(UTC))
    for _minute in range(20):
        tasks.sweep.delay()
        if notice_of(demand).status == Status.SENT:
            break
        _wait_for(lambda: notice_of(demand).status == Status.SENT, seconds=3)
    assert notice_of(demand).status == Status.SENT
    (received,) = customers_mail(mail_server)
    assert received.message_id == notice_of(demand).message_id
    assert Demand.objects.get(pk=demand.pk).targets.get().notified_at is not None


def _wait_for(truth, *, seconds):
    until = time.monotonic() + seconds
    while not truth() and time.monotonic() < until:
        time.sleep(0.05)
