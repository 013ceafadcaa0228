"""Members of staff: managed by operators, never deleted, and nobody raises their own rights."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from casework.models import AuditEntry
from tests import makers
from tests.casework.admin.staff import Desk
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(makers.person("operator", name="omar"), NOW)


def sheet(desk: Desk, username: str) -> dict[str, object]:
    form = desk.get(f"/admin/auth/user/{username}/").context["adminform"].form
    return {
        name: form[name].value() or ""
        for name in form.fields
        if name not in ("groups", "is_active")
    }


def test_a_person_is_given_roles_and_the_change_is_on_record(desk):
    made = makers.person("intake", name="tim")
    data = {**sheet(desk, "tim"), "is_active": "on", "groups": ["reviewer", "approver"]}
    assert desk.post("/admin/auth/user/tim/", data).status_code == 302
    assert set(made.groups.values_list("name", flat=True)) == {"reviewer", "approver"}
    entry = AuditEntry.objects.get(event="user_changed")
    assert (entry.actor, entry.facts) == (desk.person, {"fields": ["groups"]})


def test_nobody_changes_their_own_roles(desk):
    data = {**sheet(desk, "omar"), "is_active": "on", "groups": ["counsel"]}
    desk.post("/admin/auth/user/omar/", data)
    assert list(desk.person.groups.values_list("name", flat=True)) == ["operator"]


def test_rights_outside_the_roles_are_in_no_form(desk):
    makers.person("intake", name="tim")
    forged = {
        **sheet(desk, "tim"),
        "is_active": "on",
        "groups": ["intake"],
        "is_superuser": "on",
        "user_permissions": ["1"],
    }
    desk.post("/admin/auth/user/tim/", forged)
    person = User.objects.get(username="tim")
    assert not person.is_superuser
    assert not person.user_permissions.exists()


def test_a_superuser_is_managed_from_the_command_line_only(desk):
    User.objects.create_superuser("root", password="a long synthetic passphrase")
    assert desk.get("/admin/auth/user/root/").status_code == 404
    assert desk.get("/admin/auth/user/root/password/").status_code == 404
    assert "root" not in desk.get(reverse("admin:auth_user_changelist")).content.decode()


def test_a_new_person_is_staff_with_the_roles_chosen(desk):
    answer = desk.post(
        reverse("admin:auth_user_add"),
        {
            "username": "grace",
            "usable_password": "true",
            "password1": "a long synthetic passphrase",
            "password2": "a long synthetic passphrase",
            "groups": ["reviewer"],
        },
    )
    assert answer.status_code == 302
    person = User.objects.get(username="grace")
    assert person.is_staff
    assert [group.name for group in person.groups.all()] == ["reviewer"]


def test_setting_a_password_leads_back_by_name(desk):
    makers.person("intake", name="tim")
    answer = desk.post(
        "/admin/auth/user/tim/password/",
        {
            "usable_password": "true",
            "password1": "another long synthetic passphrase",
            "password2": "another long synthetic passphrase",
        },
    )
    assert (answer.status_code, answer.url) == (302, "../")
    assert AuditEntry.objects.filter(event="user_changed").exists()


def test_roles_are_shown_and_not_edited(desk):
    page = desk.get(reverse("admin:auth_group_changelist"))
    assert "Approve productions as the second person" in page.content.decode()
    assert desk.get("/admin/auth/group/counsel/").status_code == 404


def test_the_audit_record_names_demands_and_shows_no_key():
    demand = makers.demand()
    desk = Desk(makers.person("auditor"), NOW)
    page = desk.get(reverse("admin:casework_auditentry_changelist")).content.decode()
    assert demand.reference in page
    assert str(demand.pk) not in page
    found = desk.get(f"{reverse('admin:casework_auditentry_changelist')}?q={demand.reference}")
    assert found.context["cl"].result_count == AuditEntry.objects.filter(chain=demand.pk).count()
