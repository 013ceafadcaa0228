"""The development mail server and its page: every mail kept, hostile ones shown harmlessly."""

import smtplib
from email.message import EmailMessage

import pytest
from django.urls import reverse

from config.devmail import Keeper, LoopbackServer

PDF = b"%PDF-1.7 synthetic"


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "mail"


@pytest.fixture
def sink(mail_folder):
    server = LoopbackServer(Keeper(mail_folder))
    server.start()
    yield server
    server.stop()


def notice(subject="A demand for your data", html="<p>A <b>demand</b>.</p>"):
    message = EmailMessage()
    message["From"], message["To"] = "notices@example.org", "customer@example.org"
    message["Subject"], message["Message-ID"] = subject, "<one@example.org>"
    message.set_content("A demand.\n")
    message.add_alternative(html, subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="demand.pdf")
    return message


def deliver(sink, message, to="customer@example.org"):
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.send_message(message, "notices@example.org", [to])


def only_name(mail_folder):
    (file,) = mail_folder.glob("*.eml")
    return file.stem


def test_a_mail_is_on_disk_before_it_is_acknowledged(sink, mail_folder):
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.ehlo()
        client.mail("notices@example.org")
        client.rcpt("customer@example.org")
        code, _said = client.data(notice().as_bytes())
        assert code == 250
        (file,) = mail_folder.glob("*.eml")
        assert b"A demand for your data" in file.read_bytes()


def test_the_list_names_the_real_recipient_and_not_only_the_header(client, sink, mail_folder):
    deliver(sink, notice(), to="someone-else@example.org")
    page = client.get(reverse("development:mails")).content.decode()
    assert "someone-else@example.org" in page
    assert "A demand for your data" in page


def test_an_empty_list_says_what_to_do(client, mail_folder):
    assert "No mail yet." in client.get(reverse("development:mails")).content.decode()


def test_a_mail_shows_headers_text_and_attachment(client, sink, mail_folder):
    deliver(sink, notice())
    name = only_name(mail_folder)
    page = client.get(reverse("development:mail", args=[name])).content.decode()
    assert "&lt;one@example.org&gt;" in page
    assert "A demand.\n" in page
    download = client.get(reverse("development:mail-attachment", args=[name, 0]))
    assert download.content == PDF
    assert download["Content-Disposition"] == 'attachment; filename="demand.pdf"'
    whole = client.get(reverse("development:mail-eml", args=[name]))
    assert b"Message-ID: <one@example.org>" in whole.content


def test_hostile_html_is_shown_without_script_form_or_network(client, sink, mail_folder):
    hostile = '<script>alert(1)</script><img src="https://tracker.example/x.png">'
    deliver(sink, notice(subject="<script>alert(2)</script>", html=hostile))
    name = only_name(mail_folder)
    page = client.get(reverse("development:mail", args=[name]))
    assert b"<script>alert(" not in page.content
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = client.get(reverse("development:mail-html", args=[name]))
    policy = {part.strip() for part in frame["Content-Security-Policy"].split(";")}
    assert {"default-src 'none'", "img-src data:", "sandbox", "frame-ancestors 'self'"} <= policy
    assert not any(part.startswith("script-src") for part in policy)
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_that_is_not_there_is_not_there(client, mail_folder):
    assert client.get(reverse("development:mail", args=["nothing"])).status_code == 404
    assert client.get("/development/mails/..%2fsecret-key/").status_code == 404


def test_an_attachment_that_is_not_there_is_not_there(client, sink, mail_folder):
    deliver(sink, notice())
    address = reverse("development:mail-attachment", args=[only_name(mail_folder), 7])
    assert client.get(address).status_code == 404
