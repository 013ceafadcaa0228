"""Documents leave as attachments the browser may not run, and each download is on record."""

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from casework import audit
from casework.admin.acting import seen
from casework.admin.base import actor_of
from casework.models import Document

DAMAGED = 500


def download(
    request: HttpRequest, reference: str, sha256: str, context: dict[str, Any]
) -> HttpResponseBase:
    """The bytes of that hash among the demand's documents, if they still are what came in."""
    demand = seen(request, reference)
    document = next((each for each in demand.documents.all() if each.sha256 == sha256), None)
    if document is None:
        raise Http404
    if not document.is_intact():
        context = {**context, "title": document.name, "document": document, "demand": demand}
        return TemplateResponse(
            request, "admin/casework/demand/damaged.html", context, status=DAMAGED
        )
    with transaction.atomic():
        audit.write(
            demand.pk,
            "download",
            actor=actor_of(request),
            now=timezone.now(),
            facts={"sha256": document.sha256},
        )
    return attachment(document)


def attachment(document: Document) -> FileResponse:
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
