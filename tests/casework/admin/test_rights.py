"""Who may do what, asked with real and with forged forms: the page is no wall, the door is."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from casework import access, moves, records
from casework.access import ROLES
from casework.admin import addresses
from casework.admin.forms import ACTS
from casework.models import AuditEntry, Demand, Document
from casework.states import State
from tests import makers
from tests.casework.admin.staff import Desk, upload
from tests.makers import NOW

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
ROLE_NAMES = [role.name for role in ROLES]
LISTS = (
    "casework_demand_changelist",
    "casework_demand_add",
    "casework_agency_changelist",
    "casework_agency_add",
    "casework_officer_changelist",
    "casework_officer_add",
    "casework_denylistentry_changelist",
    "casework_denylistentry_add",
    "casework_customer_changelist",
    "casework_customer_add",
    "casework_account_changelist",
    "casework_account_add",
    "casework_service_changelist",
    "casework_service_add",
    "casework_document_changelist",
    "casework_auditentry_changelist",
    "auth_user_changelist",
    "auth_user_add",
    "auth_group_changelist",
)


def snapshot(demand: Demand) -> tuple[object, ...]:
    now = Demand.objects.values_list("state", "version").get(pk=demand.pk)
    return (*now, AuditEntry.objects.count(), Document.objects.count())


def test_every_move_and_every_fact_of_the_door_has_its_form():
    assert set(ACTS) == set(moves.LABELS) | set(records.BETWEEN_MOVES)


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_forged_form_of_a_role_without_the_ability_changes_nothing(role):
    desk, demand = Desk(makers.person(role), NOW), makers.reviewed()
    before = snapshot(demand)
    refusal = 403 if access.has(desk.person, access.Ability.SEE) else 404
    for name, act in ACTS.items():
        if not access.has(desk.person, act.ability) or refusal == 404:
            forged = {"version": demand.version, "explanation": "forged", "ground": "expired"}
            answer = desk.post(addresses.act(demand, name), forged)
            assert (name, answer.status_code) == (name, refusal)
    assert snapshot(demand) == before


def test_a_role_without_the_ability_reads_which_roles_have_it():
    desk, demand = Desk(makers.person("approver"), NOW), makers.reviewed()
    answer = desk.get(addresses.act(demand, "deny"))
    assert answer.status_code == 403
    assert "It takes: Counsel, National security officer" in answer.content.decode()


def test_the_offered_moves_are_those_that_were_reviewed():
    """A difference is read line by line; what the failure prints is then the new file."""
    offered = "".join(f"{line}\n" for line in _offered_lines())
    assert offered == (HERE / "offered_moves.txt").read_text(), offered


def _offered_lines():
    in_state = _a_demand_in_each_state()
    yield "# What the page offers: + a button, - greyed by a guard, x greyed because of the role"
    for role in ROLE_NAMES:
        desk = Desk(makers.person(role), NOW)
        for state, demand in in_state.items():
            page = desk.page(demand)
            if page.status_code == 404:
                yield f"{role:18} {state:13} does not exist"
                continue
            yield f"{role:18} {state:13} {_marks(page.context['moves'])}".rstrip()


def _marks(offered):
    marks = []
    for move in sorted(offered, key=lambda each: each.name):
        by_role = any(reason.startswith("Your role") for reason in move.reasons)
        marks.append(("x" if by_role else "-" if move.reasons else "+") + move.name)
    return " ".join(marks)


def _a_demand_in_each_state():
    def moved(name, **facts):
        made = makers.reviewed()
        moves.record(made.pk, "determine_nondisclosure", actor=None, now=NOW)
        moves.make(made.pk, name, actor=None, now=NOW, facts=facts)
        return Demand.objects.get(pk=made.pk)

    deny = {"ground": "expired", "explanation": "It had expired."}
    challenge = {
        "rung": "narrowing",
        "ground": "overbroad",
        "forum": "The agency",
        "filed_on": NOW.date(),
        "decided_by": "Counsel",
    }
    redirect = {
        "ground": "enterprise_first",
        "contact_name": "Robin",
        "contact_email": "r@example.org",
    }
    return {
        State.RECEIVED: makers.demand(),
        State.LEGAL_REVIEW: makers.reviewed(),
        State.CHALLENGED: moved("challenge", **challenge),
        State.REDIRECTED: moved("redirect", **redirect),
        State.DISCLOSED: _disclosed(),
        State.DENIED: moved("deny", **deny),
        State.WITHDRAWN: _withdrawn(),
    }


def _disclosed():
    made = makers.reviewed(process="us_2703d_order", categories=("non_content",))
    makers.gag(made)
    by, second = makers.person("counsel"), makers.person("approver")
    makers.package(made, "non_content", now=NOW, by=by, approved_by=second)
    return moves.make(made.pk, "disclose", actor=None, now=NOW)


def _withdrawn():
    made = makers.reviewed()
    paper = {"upload": makers.paper(), "kind": "agency_letter"}
    letter = moves.record(made.pk, "document", actor=None, now=NOW, facts=paper)
    facts = {"words": "Withdrawn.", "withdrawn_on": NOW.date(), "document": letter}
    return moves.make(made.pk, "withdraw", actor=None, now=NOW, facts=facts)


def test_the_pages_each_role_may_open_are_those_that_were_reviewed():
    opened = "".join(f"{line}\n" for line in _page_lines())
    assert opened == (HERE / "pages_by_role.txt").read_text(), opened


def _page_lines():
    yield "# page: the roles that may open it; everyone else is answered 403"
    desks = {role: Desk(makers.person(role), NOW) for role in ROLE_NAMES}
    for name in LISTS:
        address = reverse(f"admin:{name}")
        answers = {role: desk.get(address).status_code for role, desk in desks.items()}
        assert set(answers.values()) <= {200, 403}, (name, answers)
        yield f"{name}: {' '.join(role for role, status in answers.items() if status == 200)}"


@pytest.mark.parametrize("name", [name for name in LISTS if name.endswith("_add")])
def test_a_forged_addition_of_a_role_that_may_not_is_refused(name):
    desk = Desk(makers.person("auditor"), NOW)
    answer = desk.post(reverse(f"admin:{name}"), {"name": "Forged", "country": "US"})
    assert answer.status_code == 403


def test_a_person_signed_out_is_sent_to_sign_in():
    demand = makers.demand()
    for address in (addresses.demand_page(demand), addresses.act(demand, "deny")):
        answer = Client().get(address)
        assert (answer.status_code, "/admin/login/" in answer.url) == (302, True)


def test_a_form_without_its_token_changes_nothing():
    demand, client = makers.demand(), Client(enforce_csrf_checks=True)
    client.force_login(makers.person("counsel"))
    before = snapshot(demand)
    answer = client.post(addresses.act(demand, "deny"), {"version": 1, "ground": "expired"})
    assert answer.status_code == 403
    assert snapshot(demand) == before


def test_looking_at_a_form_changes_nothing():
    demand, desk = makers.reviewed(), Desk(makers.person("counsel", "approver"), NOW)
    before = snapshot(demand)
    for name in ACTS:
        assert desk.get(addresses.act(demand, name)).status_code == 200, name
    assert snapshot(demand) == before


def test_a_state_smuggled_into_a_form_is_not_read():
    demand, desk = makers.demand(), Desk(makers.person("counsel"), NOW)
    desk.does(
        demand,
        "details",
        state="disclosed",
        version_="9",
        outcome="content",
        officer_name="New Officer",
        verified_at="2026-01-01T00:00",
        reference="D-0000-0000-0000",
    )
    after = Demand.objects.get(pk=demand.pk)
    assert (after.state, after.officer_name) == (State.RECEIVED, "New Officer")
    assert (after.verified_at, after.reference) == (None, demand.reference)


def test_a_move_sent_from_a_state_it_does_not_start_from_is_refused():
    demand = makers.demand()
    desk = Desk(makers.person("national_security"), NOW)
    before = snapshot(demand)
    for name in sorted(set(moves.LABELS) - {"start_review", "deny", "withdraw"}):
        answer = desk.post(addresses.act(demand, name), {"version": 1})
        assert (name, answer.status_code) == (name, 422)
    assert "this demand is in Received" in answer.content.decode()
    assert snapshot(demand) == before


def test_nothing_can_be_deleted_or_listed_for_editing():
    desk, demand = Desk(makers.person("counsel", "operator"), NOW), makers.demand()
    person = makers.person("intake")
    for address in (
        f"/admin/casework/demand/{demand.reference}/delete/",
        f"/admin/casework/agency/{demand.agency.reference}/delete/",
        f"/admin/auth/user/{person.username}/delete/",
        f"/admin/casework/agency/{demand.agency.reference}/history/",
    ):
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"post": "yes"}).status_code == 404
    forged = {"action": "delete_selected", "_selected_action": [str(demand.pk)], "post": "yes"}
    desk.post(reverse("admin:casework_demand_changelist"), forged)
    assert Demand.objects.filter(pk=demand.pk).exists()


def test_a_pop_up_which_would_answer_with_a_primary_key_does_not_exist():
    desk = Desk(makers.person("counsel"), NOW)
    for query in ("_popup=1", "_to_field=id"):
        assert desk.get(f"{reverse('admin:casework_agency_add')}?{query}").status_code == 404


def test_an_upload_of_a_refused_form_leaves_no_file_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    demand, desk = makers.demand(), Desk(makers.person("counsel"), NOW)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    moves.record(demand.pk, "assignment", actor=None, now=NOW, facts={"assigned_to": None})
    answer = desk.post(
        addresses.act(demand, "withdraw"),
        {
            "version": demand.version,
            "words": "Withdrawn.",
            "withdrawn_on": "2026-03-02",
            "document_upload": upload(),
        },
    )
    assert answer.status_code == 409
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == files
