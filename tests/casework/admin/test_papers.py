"""Documents go out as attachments that no browser runs, on record, and only as they came in."""

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse

from casework import moves
from casework.admin import addresses
from casework.models import AuditEntry, Document
from tests import makers
from tests.casework.admin.staff import Desk, upload
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(makers.person("reviewer", name="grace"), NOW)


def downloaded(desk: Desk, document: Document):
    answer = desk.get(addresses.download(document))
    content = b"".join(answer.streaming_content)
    # Closing it ends a request, and the end of a request closes the test's own connection.
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    return answer, content


def test_a_download_is_an_attachment_in_a_sandbox(desk):
    document = makers.demand().documents.get()
    answer, content = downloaded(desk, document)
    assert content == b"%PDF-1.7 synthetic"
    assert answer["Content-Disposition"] == 'attachment; filename="demand.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_a_page_of_html_among_the_papers_is_handed_out_as_bytes(desk):
    demand = makers.demand()
    evil = upload("<img src=x onerror=alert(1)>.html", b"<script>alert(1)</script>")
    desk.does(demand, "document", kind="other", upload=evil)
    document = Document.objects.get(demand=demand, kind="other")
    answer, _content = downloaded(desk, document)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<img src=x" not in desk.page(demand).content.decode()


def test_each_download_is_on_record_with_its_person(desk):
    demand = makers.demand()
    downloaded(desk, demand.documents.get())
    entry = AuditEntry.objects.get(chain=demand.pk, event="download")
    assert (entry.actor, entry.facts) == (desk.person, {"sha256": demand.documents.get().sha256})
    assert "Document downloaded" in desk.page(demand).content.decode()


def test_a_file_that_is_not_what_came_in_is_not_handed_out(desk):
    document = makers.demand().documents.get()
    with open(document.file.path, "wb") as stored:
        stored.write(b"something else")
    answer = desk.get(addresses.download(document))
    assert answer.status_code == 500
    assert "their SHA-256 differs" in answer.content.decode()
    assert not AuditEntry.objects.filter(event="download").exists()


def test_a_document_of_another_demand_is_not_found_under_this_one(desk):
    mine, other = makers.demand(), makers.demand()
    facts = {"upload": makers.paper("other.pdf", b"%PDF other"), "kind": "other"}
    document = moves.record(other.pk, "document", actor=None, now=NOW, facts=facts)
    address = reverse("admin:casework_demand_document", args=[mine.reference, document.sha256])
    assert desk.get(address).status_code == 404


def test_the_list_of_documents_leads_to_their_demands(desk):
    demand = makers.demand()
    page = desk.get(reverse("admin:casework_document_changelist")).content.decode()
    assert addresses.demand_page(demand, "documents") in page
    assert demand.documents.get().sha256 in page
