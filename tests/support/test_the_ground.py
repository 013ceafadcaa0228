"""What the other tests stand on, tested itself: the mail server, the worker, the flush."""

import smtplib
import time
from threading import Event

import pytest
from django.core.mail import EmailMessage

from casework.models import AuditEntry
from config.celery import app
from tests import makers
from tests.support.worker import broker_client


def send(recipient="customer@example.org"):
    message = EmailMessage("Notice", "A demand names you.", "notices@example.org", [recipient])
    return message.send()


def test_a_mail_is_remembered_with_its_bytes_and_the_moment_of_acceptance(mail_server):
    before = time.monotonic()
    send()
    (received,) = mail_server.received
    assert received.recipients == ("customer@example.org",)
    assert received.message["Subject"] == "Notice"
    assert before < received.accepted_at < time.monotonic()


def test_a_refusal_is_what_the_client_hears_and_nothing_is_accepted(mail_server):
    mail_server.refuse_content("451 4.3.0 Try again later")
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send()
    mail_server.refuse_recipients("550 5.1.1 No such user")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send()
    assert mail_server.received == []
    send()
    assert len(mail_server.received) == 1


def test_a_stall_after_data_leaves_the_client_without_an_answer(mail_server, settings):
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.stall_after_data(accept=True)
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send()
    assert len(mail_server.received) == 1


def test_a_hang_up_after_data_leaves_the_client_without_an_answer(mail_server):
    mail_server.hang_up_after_data(accept=False)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send()
    assert mail_server.received == []


def test_a_hook_runs_between_the_data_and_the_answer(mail_server):
    seen = Event()
    mail_server.before_answering = lambda envelope: seen.set()
    send()
    assert seen.is_set()


@pytest.mark.django_db(transaction=True)
def test_the_flush_after_a_committing_test_passes_the_walls_first_half():
    makers.demand()
    assert AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_flush_after_a_committing_test_passes_the_walls_second_half():
    assert not AuditEntry.objects.exists()


def test_a_worker_takes_work_is_killed_and_comes_back(celery_worker_process):
    assert celery_worker_process.answers()
    celery_worker_process.kill()
    app.send_task("a.task.nobody.knows", ["an id"])
    assert broker_client().llen("celery") == 1
    celery_worker_process.start()
    deadline = time.monotonic() + 30
    while broker_client().llen("celery") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert broker_client().llen("celery") == 0
