"""The pieces: every value has a look of its own, and a stranger's words stay words."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from casework.models.gags import Standing
from casework.states import NoticePosition, Outcome, Segment, State
from casework.templatetags import ui
from config.admin_site import NAVIGATION

SHAPES = set(
    re.findall(r'<symbol id="([\w-]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text())
)
HOSTILE = '<script>alert(1)</script>" onload="x'


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("state", State.values),
        ("outcome", Outcome.values),
        ("notice", NoticePosition.values),
        ("segment", Segment.values),
        ("gag", Standing.values),
    ],
)
def test_every_value_that_the_record_knows_has_a_look(kind, values):
    assert [value for value in values if (kind, value) not in ui.LOOKS] == []


def test_a_state_is_called_on_its_badge_what_it_is_called_in_the_record():
    for state in State:
        assert str(ui.look("state", state.value).label) == str(state.label)


@pytest.mark.parametrize("kind", ["state", "urgency", "gag", "segment", "report"])
def test_no_two_values_of_a_kind_share_a_shape(kind):
    shapes = [look.icon for (of, _value), look in ui.LOOKS.items() if of == kind]
    assert len(shapes) == len(set(shapes))


def test_every_shape_that_is_named_is_drawn():
    templates = "".join(
        path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")
    )
    named = {look.icon for look in ui.LOOKS.values()}
    named |= {icon for _label, entries in NAVIGATION for _model, icon in entries}
    named |= set(re.findall(r'{% icon "([\w-]+)"', templates))
    assert named - SHAPES == set()


def test_a_badge_says_tone_shape_and_word():
    html = ui.badge("notice", "barred")
    assert "tone-ink" in html
    assert "#lock" in html
    assert "Barred" in html


def test_a_value_nobody_drew_is_still_shown_as_a_word():
    assert "unheard-of" in ui.badge("state", "unheard-of")


def test_a_strangers_words_on_a_badge_stay_words():
    assert "<script" not in ui.badge("state", HOSTILE)
    assert "<script" not in ui.badge("state", "received", HOSTILE)


def test_a_strangers_words_in_a_card_and_a_tab_stay_words():
    source = (
        "{% tabs words %}{% tab 'a' words %}{% card title=words %}{{ words }}{% endcard %}"
        "{% endtab %}{% endtabs %}"
    )
    assert "<script" not in drawn(source, words=HOSTILE)


def test_tabs_are_links_to_their_panels_until_a_script_comes():
    html = drawn(
        "{% tabs 'Demand' %}{% tab 'facts' 'Facts' %}x{% endtab %}"
        "{% tab 'targets' 'Targets' count=0 %}y{% endtab %}{% endtabs %}"
    )
    assert re.findall(r'<a href="#(\w+)"', html) == ["facts", "targets"]
    assert re.findall(r'<section class="tab-panel" id="(\w+)"', html) == ["facts", "targets"]
    assert '<span class="count">0</span>' in html


def test_two_groups_of_tabs_on_a_page_keep_their_own():
    one = "{% tabs 'A' %}{% tab 'a' 'A' %}{% endtab %}{% endtabs %}"
    two = "{% tabs 'B' %}{% tab 'b' 'B' %}{% endtab %}{% endtabs %}"
    lists = drawn(one + two).split('<nav class="tabs-list"')
    assert 'href="#a"' not in lists[2]
    assert 'href="#b"' not in lists[1]


def test_a_move_that_is_not_allowed_stays_in_sight_with_its_reason():
    html = render_to_string(
        "ui/move_button.html", {"name": "disclose", "label": "Disclose…", "reason": "Not yet."}
    )
    assert 'disabled aria-describedby="why-disclose"' in html
    assert 'id="why-disclose"' in html
    assert "Not yet." in html
    assert "<a " not in html


def test_a_move_that_is_allowed_leads_to_its_form():
    html = render_to_string("ui/move_button.html", {"name": "deny", "label": "Deny…", "url": "/x"})
    assert 'href="/x"' in html
    assert "disabled" not in html
