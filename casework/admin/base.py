"""What every page of our admin has in common: rights from abilities, addresses without keys.

Rights are those of casework/access.py, not Django's add/change/delete permissions per model.
Nothing is deleted here. What is changed goes to our audit record instead of Django's log, whose
texts anyone with a link could read.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Generic, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR, ShowFacets
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from casework import access, audit
from casework.access import Ability

Row = TypeVar("Row", bound=models.Model)
Column = TypeVar("Column", bound=Callable[..., object])


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than anyone will page: a full count of a long table costs more than it."""

    cap: ClassVar[int] = 5000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: self.cap].count())


class NamedChangeList(ChangeList):
    """A list whose links name rows by reference."""

    def url_for_result(self, result: models.Model) -> str:
        found: str = self.model_admin.address(result)  # type: ignore[attr-defined]
        return found


class AbilityAdmin(admin.ModelAdmin[Row], Generic[Row]):
    """Rights are abilities; a row is named by `named_by`, never by its primary key."""

    seen_with: ClassVar[Ability] = Ability.SEE
    added_with: ClassVar[Ability | None] = None
    changed_with: ClassVar[Ability | None] = None
    named_by: ClassVar[str] = "reference"
    opens_a_page: ClassVar[bool] = True

    actions = None
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    list_per_page = 50
    paginator = CappedPaginator
    list_max_show_all = 0

    # --- Rights --------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return access.has(request.user, self.seen_with)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.added_with is not None and access.has(request.user, self.added_with)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.changed_with is not None and access.has(request.user, self.changed_with)

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters on the page. Django allows more: `?targets__isnull=0` would tell of
        demands that the person may not see."""
        name = lookup.partition("__")[0]
        return name in {filter_name(each) for each in self.list_filter}

    # --- Addresses -----------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """List, add and one page: no history (ours is the audit record), no deletion."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        urls = [path("", view(self.changelist_view), name=f"{name}_changelist")]
        if self.added_with is not None:
            urls.append(path("add/", view(self.add_view), name=f"{name}_add"))
        if self.opens_a_page:
            urls.append(path("<str:object_id>/", view(self.change_view), name=f"{name}_change"))
        return urls

    def address(self, obj: models.Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[quote(str(getattr(obj, self.named_by)))])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedChangeList

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        return self.get_queryset(request).filter(**{self.named_by: object_id}).first()

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> HttpResponse:
        raise Http404

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Django's form page without its pop-ups, which answer with primary keys."""
        asked = {*request.GET, *request.POST}
        if asked & {IS_POPUP_VAR, TO_FIELD_VAR, "_saveasnew"}:
            raise Http404
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(
        self, request: HttpRequest, obj: Row, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._saved(request, obj, _("%(what)s “%(name)s” was added."))

    def response_change(self, request: HttpRequest, obj: Row) -> HttpResponse:
        return self._saved(request, obj, _("%(what)s “%(name)s” was changed."))

    def _saved(self, request: HttpRequest, obj: Row, sentence: str) -> HttpResponse:
        what = str(self.opts.verbose_name).capitalize()
        messages.success(request, sentence % {"what": what, "name": obj})
        if "_addanother" in request.POST:
            return HttpResponseRedirect(request.path)
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.address(obj))
        return self.response_post_save_change(request, obj)

    # --- The record ----------------------------------------------------------------------------

    def construct_change_message(
        self, request: HttpRequest, form: Form, formsets: Any, add: bool = False
    ) -> list[dict[str, dict[str, list[str]]]]:
        return [{"changed": {"fields": list(form.changed_data)}}]

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        write_audit(actor_of(request), obj, "added", changed_fields(message))

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        write_audit(actor_of(request), obj, "changed", changed_fields(message))


def actor_of(request: HttpRequest) -> User:
    """Who is signed in. The admin site lets nobody else this far."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def filter_name(each: Any) -> str:
    """The parameter of one entry of `list_filter`: a field's name or a filter class's own."""
    return str(getattr(each, "parameter_name", each))


def changed_fields(message: Any) -> list[str]:
    """The names in what Django calls a change message (a password's is a sentence)."""
    if isinstance(message, list) and message and "changed" in message[0]:
        return list(message[0]["changed"]["fields"])
    return []


def write_audit(actor: User, obj: models.Model, what: str, fields: Iterable[str]) -> None:
    """Which fields, not their values: the record holds no more personal data than it needs."""
    with transaction.atomic():
        audit.write(
            chain_of(obj),
            f"{obj._meta.model_name}_{what}",
            actor=actor,
            now=timezone.now(),
            facts={"fields": sorted(fields)},
        )


def chain_of(obj: models.Model) -> UUID:
    """The audit chain of a row; one without a UUID of its own (a user) gets one from its key."""
    if isinstance(obj.pk, UUID):
        return obj.pk
    return uuid5(NAMESPACE_OID, f"{obj._meta.label_lower}:{obj.pk}")


class ReadOnlyAdmin(AbilityAdmin[Row], Generic[Row]):
    """A list to look at: no form, no page of its own."""

    opens_a_page = False
    list_display_links = None


def column(label: StrOrPromise, order: str | None = None) -> Callable[[Column], Column]:
    """A column of a list with its heading and, if it can be sorted, the field it sorts by."""
    decorated: Callable[[Column], Column] = admin.display(description=label, ordering=order)
    return decorated
