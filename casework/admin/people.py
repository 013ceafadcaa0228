"""Members of staff and their roles. Roles are made by code (casework/access.py) and only shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from casework.access import ABILITY_NAMES, ROLES, Ability
from casework.admin.base import AbilityAdmin, ReadOnlyAdmin, column

admin.site.unregister(User)
admin.site.unregister(Group)

_ROLE_LABELS = {role.name: role.label for role in ROLES}


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles by name, in the order of the table in casework/access.py."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        roles = Group.objects.filter(name__in=_ROLE_LABELS).order_by("name")
        super().__init__(roles, to_field_name="name", required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(_ROLE_LABELS.get(obj.name, obj.name))


class PersonForm(forms.ModelForm[User]):
    groups = RolesField(label=_("Roles"))

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_active", "groups")


class NewPersonForm(AdminUserCreationForm[User]):
    groups = RolesField(label=_("Roles"))

    class Meta(AdminUserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email")


@admin.register(User)
class PersonAdmin(AbilityAdmin[User], DjangoUserAdmin[User]):
    """A person is deactivated, never deleted: the record names them."""

    seen_with = Ability.MANAGE_PEOPLE
    added_with = changed_with = Ability.MANAGE_PEOPLE
    named_by = "username"
    form = PersonForm
    add_form = NewPersonForm
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active",)
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (_("What they may do"), {"fields": ("is_active", "groups")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
        (_("What they may do"), {"fields": ("groups",)}),
    )
    filter_horizontal = ()

    def get_urls(self) -> list[URLPattern]:
        password = self.admin_site.admin_view(self.user_change_password)
        own = path("<str:id>/password/", password, name="auth_user_password_change")
        return [own, *AbilityAdmin.get_urls(self)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """A superuser, who stands outside the roles, is managed from the command line only."""
        people = super().get_queryset(request).filter(is_superuser=False)
        return people.prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody changes their own rights."""
        return ("is_active", "groups") if obj == request.user else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        answer = super().user_change_password(request, id, form_url)
        if isinstance(answer, HttpResponseRedirect):  # Django's own would name the primary key
            return HttpResponseRedirect("../")
        return answer

    @column(_("name"), "last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @column(_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(str(_ROLE_LABELS.get(each.name, each.name)) for each in user.groups.all())


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin[Group]):
    """The table of roles, to read."""

    seen_with = Ability.MANAGE_PEOPLE
    list_display = ("role", "may")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).filter(name__in=_ROLE_LABELS)

    @column(_("role"))
    def role(self, group: Group) -> str:
        return str(_ROLE_LABELS[group.name])

    @column(_("may"))
    def may(self, group: Group) -> str:
        abilities = next(role.abilities for role in ROLES if role.name == group.name)
        return " · ".join(str(ABILITY_NAMES[ability]) for ability in abilities)
