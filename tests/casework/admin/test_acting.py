"""Forms of moves and facts: what the door refuses stands on the page, and nothing is half saved."""

import pytest

from casework import moves
from casework.admin import addresses
from casework.admin.forms.gags import authority_choices
from casework.models import AuditEntry, Demand, Document, NondisclosureOrder
from casework.states import Nondisclosure, State
from tests import makers
from tests.casework.admin.staff import Desk, filled, said_by, upload
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(makers.person("counsel", name="ada"), NOW)


GAG = {
    "standing": "binding",
    "authority": "us_2705b",
    "issuing_body": "S.D.N.Y.",
    "docket": "26-mj-1",
    "starts_on": "2026-03-02",
    "end_kind": "fixed",
    "ends_on": "2027-03-01",
    "time_zone": "UTC",
}


# --- Two people at once ------------------------------------------------------------------------


def test_the_second_of_two_people_reads_who_was_faster_and_keeps_the_input(desk):
    demand = makers.demand()
    mine = desk.form(demand, "deny")
    Desk(makers.person("counsel", name="grace"), NOW).does(demand, "start_review")
    mine |= {"ground": "expired", "explanation": "It expired on 1 March."}
    answer = desk.post(addresses.act(demand, "deny"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "grace was faster: Start review on 2 March 2026" in page
    assert "It expired on 1 March." in page
    assert Demand.objects.get(pk=demand.pk).state == State.LEGAL_REVIEW


def test_who_has_looked_may_send_the_same_form_again(desk):
    demand = makers.demand()
    mine = desk.form(demand, "deny")
    Desk(makers.person("counsel", name="grace"), NOW).does(demand, "start_review")
    mine |= {"ground": "expired", "explanation": "It expired on 1 March."}
    answer = desk.post(addresses.act(demand, "deny"), mine)
    again = filled(answer.context["form"])
    assert again["version"] == "2"
    assert desk.post(addresses.act(demand, "deny"), again).status_code == 302
    assert Demand.objects.get(pk=demand.pk).state == State.DENIED


def test_a_form_without_a_version_is_refused(desk):
    demand = makers.demand()
    answer = desk.post(addresses.act(demand, "start_review"), {})
    assert answer.status_code == 422
    assert Demand.objects.get(pk=demand.pk).state == State.RECEIVED


# --- Sentences ---------------------------------------------------------------------------------


def test_a_refused_move_is_greyed_with_every_reason_under_it(desk):
    demand = makers.reviewed(customers=[makers.customer("enterprise")])
    page = desk.page(demand)
    disclose = next(move for move in page.context["moves"] if move.name == "disclose")
    assert disclose.lock is not None
    shut = [bolt.reason for bolt in disclose.lock.bolts if bolt.reason]
    assert set(disclose.reasons) <= set(shut)
    for reason in shut:
        assert reason.split("“")[0][:40] in page.content.decode()


def test_the_release_lock_says_of_no_package_that_it_was_approved(desk):
    page = desk.page(makers.reviewed())
    lock = next(m for m in page.context["moves"] if m.name == "disclose").lock
    by_label = {str(bolt.label): bolt.reason for bolt in lock.bolts}
    assert by_label["Package approved by a second person"]
    assert by_label["Package within power and scope"]


def test_every_rule_of_the_release_lock_has_its_words():
    from casework.admin.lock import HOLDS
    from casework.release_lock import RELEASE_LOCK

    assert {guard.__name__ for guard in RELEASE_LOCK} <= set(HOLDS)


def test_every_event_has_its_words():
    from casework import records
    from casework.admin.timeline import HAPPENED

    assert set(moves.LABELS) | set(records.BETWEEN_MOVES) <= set(HAPPENED)


def test_what_the_door_refuses_stands_at_its_field(desk):
    demand = makers.demand()
    answer = desk.act(demand, "verify", method="call_back", number_dialled="+1 900 555 0199",
                      genuine="yes")  # fmt: skip
    assert answer.status_code == 422
    assert "is not the switchboard" in str(answer.context["form"].errors["number_dialled"])


# --- Gag orders --------------------------------------------------------------------------------


def test_a_gag_order_is_recorded_with_its_document(desk):
    demand = makers.reviewed()
    desk.does(demand, "gag_order", **GAG, document_upload=upload("order.pdf", b"%PDF order"))
    order = NondisclosureOrder.objects.get()
    assert (order.docket, order.document.name, order.recorded_by) == (
        "26-mj-1",
        "order.pdf",
        desk.person,
    )
    assert Demand.objects.get(pk=demand.pk).nondisclosure == Nondisclosure.RECORDED
    page = desk.page(demand).content.decode()
    assert "the notice is withheld" in page
    assert "In force through 1 Mar 2027" in page


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"ends_on": ""}, "ends_on", "needs that date"),
        ({"end_kind": "indefinite"}, "ends_on", "leave it empty"),
        ({"ends_on": "2026-01-01"}, "ends_on", "cannot end before it starts"),
        ({"authority": "asserted_cover_letter"}, "standing", "binds nobody"),
        ({"covers_whole_demand": "no"}, "targets", "Tick the accounts"),
        ({"authority": "invented"}, "authority", "not one of the available choices"),
        ({"starts_on": "31 June"}, "starts_on", "valid date"),
    ],
)
def test_a_gag_order_that_cannot_be_is_refused_at_its_field(desk, given, field, sentence):
    demand = makers.reviewed()
    answer = desk.act(demand, "gag_order", **{**GAG, **given})
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field]), said_by(answer)
    assert not NondisclosureOrder.objects.exists()


def test_a_gag_may_cover_listed_accounts_only(desk):
    demand = makers.reviewed(customers=[makers.customer(), makers.customer()])
    first = demand.targets.first()
    desk.does(
        demand,
        "gag_order",
        **{**GAG, "covers_whole_demand": "no", "targets": [first.account.reference]},
    )
    order = NondisclosureOrder.objects.get()
    assert (order.covers_whole_demand, list(order.targets.all())) == (False, [first])


def test_an_extension_starts_the_day_after_and_stands_beside_its_order(desk):
    demand = makers.reviewed()
    desk.does(demand, "gag_order", **GAG)
    page = f"{addresses.act(demand, 'gag_extension')}?extends=1"
    form = filled(desk.get(page).context["form"])
    assert form["starts_on"] == "2027-03-02"
    answer = desk.post(page, {**form, "end_kind": "fixed", "ends_on": "2027-09-01"})
    assert answer.status_code == 302
    first, second = NondisclosureOrder.objects.order_by("recorded_at", "starts_on")
    assert (second.extends, second.docket, str(second.ends_on)) == (first, "26-mj-1", "2027-09-01")
    cards = desk.page(demand).context["orders"]
    assert [card.can_extend for card in cards] == [True, False]


def test_a_lift_ends_an_order_and_its_button_is_gone(desk):
    demand = makers.reviewed()
    desk.does(demand, "gag_order", **GAG)
    desk.does(demand, "gag_lift", kind="lifted", note="By order of the court.")
    card = desk.page(demand).context["orders"][0]
    assert (card.look, card.can_lift) == ("ended", False)
    assert "Lifted by the issuer on 2 Mar 2026" in card.stands


def test_what_only_looks_like_a_gag_stands_apart_in_the_list():
    groups = dict(authority_choices())
    assert "us_2705b" in dict(groups["Binding"])
    assert "asserted_cover_letter" in dict(groups["Looks like one, and binds nobody"])


def test_the_page_says_that_a_notice_left_before_the_order_was_recorded(desk):
    from casework import notice_position
    from casework.states import NoticePosition

    demand = makers.reviewed()
    target = demand.targets.get()
    notice_position.settle(
        target.pk, NoticePosition.SENT, notified_at=NOW.replace(hour=8, minute=30)
    )
    desk.does(demand, "gag_order", **GAG)
    page = desk.page(demand).content.decode()
    assert "was sent on 2 Mar 2026 08:30:00 UTC, before the order was recorded" in page


# --- Review ------------------------------------------------------------------------------------


def test_only_changed_answers_of_the_checklist_are_recorded(desk):
    demand = makers.demand()
    desk.does(demand, "start_review")
    points = desk.get(addresses.act(demand, "review_item")).context["form"].points
    first, second = (point.code for point in points[:2])
    desk.does(demand, "review_item", **{f"result_{first}": "passed"})
    desk.does(demand, "review_item", **{f"result_{second}": "failed", f"note_{second}": "No."})
    answers = demand.review_items.values_list("code", "result", "recorded_by__username")
    assert list(answers) == [(first, "passed", "ada"), (second, "failed", "ada")]
    unchanged = desk.act(demand, "review_item")
    assert "No answer was changed" in said_by(unchanged)


def test_a_point_fails_with_a_reason(desk):
    demand = makers.reviewed()
    code = desk.get(addresses.act(demand, "review_item")).context["form"].points[0].code
    answer = desk.act(demand, "review_item", **{f"result_{code}": "failed"})
    assert "Say what failed" in said_by(answer)


def test_a_narrowing_unticks_what_the_agency_gave_up(desk):
    demand = makers.reviewed(categories=("basic", "content"))
    reference = demand.targets.get().account.reference
    desk.does(
        demand,
        "narrowing",
        **{f"scope_{reference}": ["basic"]},
        letter_upload=upload("letter.pdf", b"%PDF letter"),
    )
    target = demand.targets.get()
    assert (target.scope, target.categories_asked) == (["basic"], ["basic", "content"])
    assert Document.objects.filter(demand=demand, kind="agency_letter").exists()


def test_more_than_the_process_can_compel_is_flagged_and_not_offered(desk):
    demand = makers.reviewed(categories=("basic", "content"))
    asked = {str(each.label): each.beyond for each in desk.page(demand).context["targets"][0].asked}
    assert not asked["Basic subscriber information"]
    assert "18 USC 2703(b)(1)(B)" in asked["Stored content"]
    form = desk.get(addresses.act(demand, "production"))
    reference = demand.targets.get().account.reference
    assert f"file_{reference}_basic" in form.context["form"].fields
    assert f"file_{reference}_content" not in form.context["form"].fields
    assert "cannot compel Stored content" in form.content.decode()


def test_a_forged_file_for_a_category_that_is_not_offered_is_not_read(desk):
    demand = makers.reviewed(categories=("basic", "content"))
    reference = demand.targets.get().account.reference
    answer = desk.act(
        demand, "production", **{f"file_{reference}_content": upload("content.mbox", b"From")}
    )
    assert answer.status_code == 422
    assert not demand.productions.exists()


# --- Production --------------------------------------------------------------------------------


def test_nobody_approves_the_package_they_prepared():
    both = Desk(makers.person("counsel", "approver"), NOW)
    demand = makers.reviewed()
    reference = demand.targets.get().account.reference
    both.does(demand, "production", **{f"nothing_{reference}": "on"})
    answer = both.act(demand, "production_approval", read="on")
    assert answer.status_code == 422
    assert "Nobody approves a production that they prepared themselves" in said_by(answer)


def test_a_package_shows_what_the_second_person_approves(desk):
    demand = makers.reviewed()
    reference = demand.targets.get().account.reference
    desk.does(demand, "production", **{f"file_{reference}_basic": upload("a.csv", b"a\n")})
    second = Desk(makers.person("approver"), NOW)
    page = second.get(addresses.act(demand, "production_approval")).content.decode()
    assert "a.csv" in page
    assert Document.objects.get(name="a.csv").sha256 in page
    unread = second.act(demand, "production_approval")
    assert unread.status_code == 422
    second.does(demand, "production_approval", read="on")
    assert demand.productions.get().approved_by == second.person


def test_a_file_and_the_word_that_nothing_was_found_exclude_each_other(desk):
    demand = makers.reviewed()
    reference = demand.targets.get().account.reference
    answer = desk.act(
        demand,
        "production",
        **{f"file_{reference}_basic": upload("a.csv", b"a"), f"nothing_{reference}": "on"},
    )
    assert "There is a file: untick this" in said_by(answer)


def test_a_replaced_package_keeps_the_files_that_stay(desk):
    demand = makers.reviewed(customers=[makers.customer(), makers.customer()])
    one, two = (target.account.reference for target in demand.targets.all())
    desk.does(
        demand,
        "production",
        **{f"file_{one}_basic": upload("one.csv", b"1"), f"file_{two}_basic": upload("two", b"2")},
    )
    desk.does(
        demand,
        "production",
        **{f"keep_{one}_basic": "on", f"file_{two}_basic": upload("new.csv", b"3")},
    )
    names = {
        frozenset(item.document.name for item in each.items.all())
        for each in demand.productions.all()
    }
    assert frozenset({"one.csv", "new.csv"}) in names


# --- Reasons, customers, assignment ------------------------------------------------------------


def test_a_signed_reason_holds_the_catalogues_sentence_and_what_makes_it_true(desk):
    demand = makers.reviewed(customers=[makers.customer("enterprise")])
    desk.does(
        demand,
        "waiver",
        duty="redirect_first",
        ground="redirect_customer_suspected",
        words="The administrator is the subject.",
    )
    waiver = demand.waivers.get()
    assert waiver.reason.endswith("The administrator is the subject.")
    assert waiver.recorded_by == desk.person
    assert waiver.target is None


def test_a_reason_of_another_duty_is_refused(desk):
    demand = makers.reviewed()
    answer = desk.act(
        demand, "waiver", duty="notice", ground="challenge_emergency", words="Because."
    )
    assert "belongs to another duty" in said_by(answer)


def test_a_direction_takes_the_customers_letter(desk):
    demand = makers.reviewed()
    customer = demand.targets.get().account.customer.reference
    given = {"customer": customer, "given_on": "2026-03-02", "categories": ["content"]}
    assert "takes its document" in said_by(desk.act(demand, "direction", **given))
    desk.does(demand, "direction", **given, document_upload=upload())
    assert demand.directions.get().categories == ["content"]


def test_a_demand_is_put_on_a_desk_of_someone_who_may_see_it(desk):
    demand = makers.demand()
    makers.person("compliance", name="cleo")
    desk.does(demand, "assignment", assigned_to="ada")
    assert Demand.objects.get(pk=demand.pk).assigned_to == desk.person
    refused = desk.act(demand, "assignment", assigned_to="cleo")
    assert refused.status_code == 422


def test_only_what_was_changed_of_the_details_is_written(desk):
    demand = makers.demand()
    desk.does(demand, "details", officer_name="A. Clerk")
    entry = AuditEntry.objects.get(chain=demand.pk, event="details")
    assert set(entry.facts) <= {"officer_name", "row"}
    assert "Nothing was changed" in said_by(desk.act(demand, "details"))


def test_a_privileged_note_is_read_by_counsel_and_by_nobody_else(desk):
    demand = makers.demand()
    desk.does(demand, "privileged_note", text="Canary: settle this quietly.")
    assert "Canary" in desk.page(demand).content.decode()
    for role in ("reviewer", "approver", "auditor", "notice_officer", "intake"):
        assert "Canary" not in Desk(makers.person(role), NOW).page(demand).content.decode(), role
