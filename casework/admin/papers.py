"""Every document of every demand the person may see: to find one, not to change it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.admin.addresses import demand_page, download
from casework.admin.base import ReadOnlyAdmin, column
from casework.models import Document


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin[Document]):
    list_display = ("name_", "kind", "demand_", "size_", "added_at", "sha256_")
    list_filter = ("kind",)
    search_fields = ("name", "sha256__startswith", "demand__reference__iexact")
    search_help_text = _("File name, SHA-256 or the demand's reference")
    list_select_related = ("demand",)
    ordering = ("-added_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        seen = access.visible_to(request.user, "demand__")
        return super().get_queryset(request).filter(seen)

    @column(_("file"), "name")
    def name_(self, document: Document) -> SafeString:
        return format_html('<a href="{}">{}</a>', download(document), document.name)

    @column(_("demand"), "demand__reference")
    def demand_(self, document: Document) -> SafeString:
        page = demand_page(document.demand, "documents")
        return format_html('<a class="mono" href="{}">{}</a>', page, document.demand)

    @column(_("bytes"), "size")
    def size_(self, document: Document) -> str:
        return f"{document.size:,}"

    @column("SHA-256")
    def sha256_(self, document: Document) -> SafeString:
        return format_html(
            '<span class="mono" title="{0}">{1}…</span>', document.sha256, document.sha256[:12]
        )
