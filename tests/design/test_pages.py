"""Every page keeps the strict policy by its own make: nothing inline, nothing from outside."""

import runpy
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client, override_settings

from config.admin_site import NAVIGATION

PAGES = [
    "/admin/",
    "/admin/casework/demand/",
    "/admin/casework/demand/add/",
    "/admin/casework/agency/add/",
    "/admin/casework/auditentry/",
    "/admin/auth/user/",
    "/admin/auth/user/?is_active__exact=1",
    "/admin/auth/user/?q=nobody-of-that-name",
    "/admin/auth/user/add/",
    "/admin/password_change/",
]
OUTSIDE = ["/admin/login/", "/development/specimens/"]


class Inline(HTMLParser):
    """What a strict policy would block, or an outside host would serve."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [
            f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")
        ]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        for name in ("src", "href", "action"):
            value = given.get(name) or ""
            if value.startswith(("http:", "https:", "//", "javascript:")):
                self.found.append(f"<{tag} {name}={value}>")


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    return answer.content.decode()


@pytest.mark.parametrize("url", PAGES + OUTSIDE)
def test_nothing_on_a_page_is_inline_or_from_outside(url, staff):
    parser = Inline()
    parser.feed(page(Client() if url in OUTSIDE else staff, url))
    assert parser.found == []


@pytest.mark.parametrize("url", PAGES + OUTSIDE)
def test_no_stylesheet_of_django_is_loaded(url, staff):
    html = page(Client() if url in OUTSIDE else staff, url)
    # The one exception only hides what does not apply, and has no looks.
    assert "admin/css/" not in html.replace("admin/css/unusable_password_field.css", "")


def test_the_search_for_inline_code_finds_it():
    parser = Inline()
    parser.feed('<p style="x" onclick="y"><script>z</script><img src="https://a.example/b">')
    assert len(parser.found) == 4


def test_the_navigation_is_grouped_and_marks_where_one_is(staff):
    html = page(staff, "/admin/auth/user/")
    assert "People" in html
    assert (
        '<a href="/admin/auth/user/" data-go="People" data-icon="users" aria-current="page">'
        in (html)
    )


def test_everything_registered_has_its_place_in_the_navigation():
    placed = {model for _label, entries in NAVIGATION for model, _icon in entries}
    registered = {model._meta.label for model in admin.site._registry}
    assert registered - placed == set()


def test_who_works_on_demands_starts_with_what_needs_them(person_for):
    client = Client()
    client.force_login(person_for("counsel"))
    assert "Next deadlines" in page(client, "/admin/")


def test_the_start_page_offers_what_a_person_may_open(person_for):
    client = Client()
    client.force_login(person_for("operator"))
    assert "/admin/auth/user/" in page(client, "/admin/")


def test_a_person_sees_only_what_they_may_view(db):
    client = Client()
    client.force_login(User.objects.create_user("new", is_staff=True))
    html = page(client, "/admin/")
    assert "/admin/auth/user/" not in html


def test_the_filters_in_force_are_named_above_the_list_and_can_be_taken_off(staff):
    html = page(staff, "/admin/auth/user/?is_active__exact=1")
    assert '<a class="chip" href="?">' in html
    assert "Active: Yes" in html


def test_a_list_without_a_match_says_so_and_leads_back(staff):
    assert "Nothing matches." in page(staff, "/admin/auth/user/?q=nobody-of-that-name")


def test_a_refused_form_says_how_much_needs_attention(staff):
    answer = staff.post("/admin/auth/user/add/", {"username": ""})
    assert "Nothing was saved" in answer.content.decode()


def test_every_field_of_a_form_has_a_label(staff):
    html = page(staff, "/admin/auth/user/add/")
    assert '<label class="form-label required" for="id_username">Username</label>' in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_a_page_that_says_no_keeps_the_policy_too(name):
    parser = Inline()
    parser.feed(render_to_string(name))
    assert parser.found == []


def test_an_address_without_a_page_is_answered_in_a_sentence(staff):
    answer = staff.get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.content.decode()


def test_who_signs_out_is_told_so(staff):
    assert "You are signed out." in staff.post("/admin/logout/").content.decode()


@pytest.mark.parametrize(("development", "served"), [(True, True), (False, False)])
def test_specimens_are_served_in_development_only(development, served):
    with override_settings(DEVELOPMENT=development):
        urls = runpy.run_path(str(settings.BASE_DIR / "config" / "urls.py"))["urlpatterns"]
    assert any("development/specimens" in str(url.pattern) for url in urls) is served
