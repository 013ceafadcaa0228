"""manage.py import_register: through the door, all or nothing, and the same a second time."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from casework import audit, gag, moves
from casework.management.progress import Progress
from casework.models import Account, AuditEntry, Demand, RegisterEntry, Target
from casework.register.replay import Replay
from casework.signals import happened
from casework.states import NoticePosition, Outcome, State
from tests import makers
from tests.casework.register.files import GOOD, OPEN, register, row
from tests.casework.register.test_rules import CHALLENGE, GAG, REDIRECTION
from tests.makers import NOW

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).parents[3] / "docs" / "register-example.csv"


def run(path: Path, *options: str) -> str:
    said = StringIO()
    call_command("import_register", str(path), *options, stdout=said, stderr=said)
    return said.getvalue()


def refusal(path: Path) -> str:
    said = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_register", str(path), stdout=said, stderr=said)
    return f"{said.getvalue()}{error.value}"


def imported(folder: Path, *rows: dict[str, str]) -> Demand:
    run(register(folder, *rows))
    return Demand.objects.get(external_reference="R-1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- What becomes of a row ---------------------------------------------------------------------


def test_a_decided_demand_ends_as_the_register_says_on_its_historic_dates(tmp_path):
    demand = imported(tmp_path, row(issued="2025-03-01", asked="=1+1", agency_reference="7/25"))
    target = demand.targets.get()
    assert (demand.state, demand.outcome) == (State.DISCLOSED, Outcome.NON_CONTENT)
    assert (demand.received_at, demand.decided_at) == (at("2025-03-03"), at("2025-03-20"))
    assert (demand.channel, demand.asked, demand.agency_reference) == ("register", "=1+1", "7/25")
    assert str(demand.agency) == "Office of Examples (US)"
    assert target.categories_disclosed == ["basic"]
    assert (target.notice_position, target.notified_at) == (NoticePosition.SENT, at("2025-03-04"))
    assert target.account.customer.segment == "consumer"


def test_the_record_says_what_was_imported_and_when_it_happened(tmp_path):
    demand = imported(tmp_path)
    entries = AuditEntry.objects.filter(chain=demand.pk).order_by("sequence")
    assert [(entry.event, entry.facts.get("happened_at", "")[:10]) for entry in entries[:5]] == [
        ("receive", ""),
        ("determine_nondisclosure", "2025-03-03"),
        ("start_review", "2025-03-03"),
        ("past_notices", "2025-03-04"),
        ("disclose", "2025-03-20"),
    ]
    assert entries[5].event == "arrival"
    assert all(entry.facts.get("imported") for entry in entries[1:])
    assert list(audit.verify(demand.pk)) == []
    assert demand.register_entry.first_row == 2


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("rejected", State.DENIED),
        ("fraudulent", State.DENIED),
        ("withdrawn", State.WITHDRAWN),
        ("redirected", State.WITHDRAWN),
        ("no_data", State.DISCLOSED),
    ],
)
def test_the_state_follows_from_the_outcome(tmp_path, outcome, state):
    demand = imported(tmp_path, row(outcome=outcome, categories_disclosed=""))
    assert (demand.state, demand.outcome) == (state, outcome)


def test_targets_of_one_demand_end_each_in_its_own_way(tmp_path):
    other = row(account="b@example.org", outcome="rejected", categories_disclosed="")
    demand = imported(tmp_path, row(), other)
    assert demand.outcome == Outcome.NON_CONTENT
    assert set(demand.targets.values_list("account__identifier", "outcome")) == {
        ("ada@example.org", "non_content"),
        ("b@example.org", "rejected"),
    }


def test_an_unknown_agency_and_country_stay_unknown(tmp_path):
    assert imported(tmp_path, row(agency="", country="")).agency is None


def test_a_country_alone_is_enough_to_be_counted(tmp_path):
    demand = imported(tmp_path, row(agency="", country="fr"))
    assert str(demand.agency) == "Not recorded (FR)"


def test_a_challenge_and_a_redirection_keep_their_facts_and_their_order(tmp_path):
    facts = {
        **CHALLENGE,
        **REDIRECTION,
        "redirected": "2025-03-05",
        "redirection_answer": "agency_insists",
        "redirection_answered": "2025-03-10",
        "challenged": "2025-03-07",
        "challenge_result": "narrowed",
        "challenge_ended": "2025-03-12",
    }
    demand = imported(tmp_path, row(**facts))
    events = AuditEntry.objects.filter(chain=demand.pk).order_by("sequence")
    assert list(events.values_list("event", flat=True))[2:] == [
        "start_review",
        "past_notices",
        "redirect",
        "challenge",
        "redirection_answer",
        "challenge_result",
        "disclose",
        "arrival",
    ]
    assert demand.redirections.get().answer == "agency_insists"
    assert demand.challenges.get().result == "narrowed"


def test_a_redirection_after_a_challenge_goes_back_through_review(tmp_path):
    facts = {**CHALLENGE, **REDIRECTION, "redirected": "2025-03-09", "challenged": "2025-03-07"}
    ended = {"challenge_result": "denied", "challenge_ended": "2025-03-08"}
    demand = imported(tmp_path, row(**facts, **ended))
    events = AuditEntry.objects.filter(chain=demand.pk).values_list("event", flat=True)
    assert [event for event in events.order_by("sequence") if event in moves.LABELS] == [
        "start_review",
        "challenge",
        "resume",
        "redirect",
        "disclose",
    ]
    assert demand.state == State.DISCLOSED


def test_a_duplicate_is_linked_even_when_it_stands_before_its_original(tmp_path):
    first = row(external_reference="R-0", duplicate_of="R-1")
    demand = imported(tmp_path, first, row())
    assert demand.duplicates.get().external_reference == "R-0"


# --- Gag orders and notices --------------------------------------------------------------------


def test_an_imported_gag_answers_as_if_it_had_been_recorded_here(tmp_path):
    demand = imported(tmp_path, row(**GAG, gag_start="2025-03-01"))
    target = demand.targets.get()
    assert gag.verdict(target, at=at("2026-03-03")).barred
    assert not gag.verdict(target, at=at("2026-03-04")).barred
    assert target.notice_position == NoticePosition.BARRED
    assert target.notice_due_at == at("2026-03-04")


@pytest.mark.parametrize(("ends", "asked"), [("2026-03-03", False), ("2045-12-31", True)])
def test_an_imported_gag_is_reviewed_while_it_is_not_over(tmp_path, ends, asked):
    demand = imported(tmp_path, row(**{**GAG, "gag_end": ends}, gag_start="2025-03-01"))
    assert demand.deadlines.filter(rule="policy_gag_reminder").exists() is asked


def test_a_lifted_order_bars_until_it_was_lifted(tmp_path):
    lifted = {**GAG, "gag_lifted": "2025-09-01", "notice": "told_after", "notice_on": "2025-09-02"}
    target = imported(tmp_path, row(**lifted)).targets.get()
    assert gag.verdict(target, at=at("2025-08-31")).barred
    assert not gag.verdict(target, at=at("2025-09-01")).barred
    assert target.notified_at == at("2025-09-02")


def test_an_order_over_listed_accounts_leaves_the_others_free(tmp_path):
    listed = {**GAG, "gag_scope": "target"}
    free = row(account="b@example.org", gag="none")
    demand = imported(tmp_path, row(**listed), row(account="c@example.org", **listed), free)
    order = demand.nondisclosure_orders.get()
    assert {str(target) for target in order.targets.all()} == {"ada@example.org", "c@example.org"}
    other = demand.targets.get(account__identifier="b@example.org")
    assert gag.verdict(other, at=at("2025-03-05")).allowed


def test_a_mere_plea_is_recorded_and_bars_nothing(tmp_path):
    plea = {"gag": "asserted", "gag_authority": "asserted_cover_letter", "gag_scope": "demand"}
    demand = imported(tmp_path, row(**plea))
    assert demand.nondisclosure_orders.get().standing == "asserted"
    assert gag.verdict(demand.targets.get(), at=NOW).allowed


def test_where_the_register_is_silent_nothing_is_determined(tmp_path):
    demand = imported(tmp_path, row(gag="", notice="", notice_on=""))
    assert demand.nondisclosure == "undetermined"
    assert demand.targets.get().notice_position == NoticePosition.HELD


def test_told_after_is_after_the_disclosure_even_on_the_same_day(tmp_path):
    demand = imported(tmp_path, row(notice="told_after", notice_on="2025-03-20"))
    told = demand.targets.get().notified_at
    assert demand.decided_at < told < at("2025-03-21")


def test_told_before_is_before_the_disclosure_even_on_the_same_day(tmp_path):
    demand = imported(tmp_path, row(notice_on="2025-03-20T15:00Z"))
    assert demand.targets.get().notified_at <= demand.decided_at < at("2025-03-21")


def test_exigent_circumstances_are_a_signed_reason(tmp_path):
    demand = imported(tmp_path, row(notice="exigent", notice_on=""))
    assert demand.targets.get().notice_position == NoticePosition.WAIVED
    assert demand.waivers.get().reason == "Exigent circumstances"


# --- Open demands are worked on ----------------------------------------------------------------


def test_an_open_demand_stands_where_it_was_with_the_real_guards(tmp_path):
    demand = imported(tmp_path, row(OPEN, state="legal_review", due="2025-04-01"))
    assert demand.state == State.LEGAL_REVIEW
    assert demand.is_open
    with pytest.raises(moves.Refused, match="authenticity is not verified"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW)
    assert demand.deadlines.filter(lifted_at__isnull=True).exists()


def test_a_received_demand_without_its_paper_is_not_reviewed(tmp_path):
    demand = imported(tmp_path, row(OPEN))
    with pytest.raises(moves.Refused, match="The demand itself is not on file"):
        moves.make(demand.pk, "start_review", actor=None, now=NOW)
    upload = {"upload": makers.paper(), "kind": "demand"}
    moves.record(demand.pk, "document", actor=None, now=NOW, facts=upload)
    assert moves.make(demand.pk, "start_review", actor=None, now=NOW).state == State.LEGAL_REVIEW


def test_an_open_challenge_waits_for_its_result(tmp_path):
    demand = imported(tmp_path, row(OPEN, state="challenged", **CHALLENGE))
    assert demand.state == State.CHALLENGED
    with pytest.raises(moves.Refused, match="A challenge is still open"):
        moves.make(demand.pk, "resume", actor=None, now=NOW)
    result = {"result": "narrowed", "result_on": NOW.date()}
    moves.record(demand.pk, "challenge_result", actor=None, now=NOW, facts=result)
    assert moves.make(demand.pk, "resume", actor=None, now=NOW).state == State.LEGAL_REVIEW


def test_an_open_redirection_waits_for_its_answer(tmp_path):
    demand = imported(tmp_path, row(OPEN, outcome="redirected", **REDIRECTION))
    assert demand.state == State.REDIRECTED
    with pytest.raises(moves.Refused, match="has not answered the redirection"):
        moves.make(demand.pk, "resume", actor=None, now=NOW)


def test_only_an_import_reaches_what_is_of_the_past():
    demand = makers.demand()
    with pytest.raises(KeyError):
        moves.record(demand.pk, "past_notices", actor=None, now=NOW, facts={"notices": {}})
    with pytest.raises(moves.Refused, match="Only an imported demand can be given a past"):
        moves.make(demand.pk, "disclose", actor=None, now=NOW, imported=True)


def test_every_event_of_an_import_says_that_it_is_one(tmp_path):
    heard = []

    def hear(demand, event, **_rest):
        heard.append((event, demand.is_being_imported))

    happened.connect(hear)
    try:
        imported(tmp_path)
    finally:
        happened.disconnect(hear)
    assert heard
    assert all(is_import for _event, is_import in heard)


# --- All or nothing, once ----------------------------------------------------------------------


def test_a_second_run_adds_nothing(tmp_path):
    path = register(tmp_path, GOOD, row(external_reference="R-2"))
    assert "2 demands imported; already there: 0." in run(path)
    before = (AuditEntry.objects.count(), Target.objects.count(), Account.objects.count())
    assert "0 demands imported; already there: 2." in run(path)
    assert before == (AuditEntry.objects.count(), Target.objects.count(), Account.objects.count())


def test_a_longer_register_adds_what_is_new(tmp_path):
    run(register(tmp_path, GOOD))
    longer = register(tmp_path, GOOD, row(external_reference="R-2"))
    assert "1 demands imported; already there: 1." in run(longer)


def test_another_spelling_of_the_same_facts_is_no_difference(tmp_path):
    run(register(tmp_path, GOOD))
    same = row(country="us", received="2025-03-03T00:00Z", categories_asked="basic;")
    assert "already there: 1." in run(register(tmp_path, same))


def test_a_known_demand_with_other_facts_is_an_error_that_names_them(tmp_path):
    run(register(tmp_path, GOOD))
    said = refusal(register(tmp_path, row(decided="2025-03-21", outcome="no_data", notice="")))
    assert "row 2, decided, “2025-03-21" in said
    assert "Already imported with 2025-03-20" in said
    assert "Already imported with told_before" not in said or "notice" in said
    assert Demand.objects.get().decided_at == at("2025-03-20")


def test_a_row_more_or_less_is_a_difference(tmp_path):
    second = row(account="b@example.org")
    run(register(tmp_path, GOOD, second))
    assert "The imported demand names it; the file does not" in refusal(register(tmp_path, GOOD))
    third = row(account="c@example.org")
    said = refusal(register(tmp_path, GOOD, second, third))
    assert "row 4, account, “c@example.org”: The imported demand does not name it" in said


def test_work_done_after_the_import_is_no_difference(tmp_path):
    path = register(tmp_path, row(OPEN))
    run(path)
    moves.make(
        Demand.objects.get().pk,
        "deny",
        actor=None,
        now=NOW,
        facts={"ground": "expired", "explanation": "It ran out."},
    )
    assert "already there: 1." in run(path)


def test_a_reference_that_no_register_brought_is_an_error(tmp_path):
    makers.demand(external_reference="R-1")
    assert "no register brought it" in refusal(register(tmp_path, GOOD))


def test_an_account_on_file_keeps_its_customer(tmp_path):
    makers.account(makers.customer("enterprise", name="Fjord"), identifier="ada@example.org")
    assert "According to the record the account belongs to Fjord (enterprise)" in refusal(
        register(tmp_path, GOOD)
    )


def test_one_fault_anywhere_and_nothing_is_imported(tmp_path):
    said = refusal(register(tmp_path, GOOD, row(external_reference="R-2", country="Germany")))
    assert "Fault: row 3, country, “Germany”: Write the code DE." in said
    assert "1 faults in 2 demands. Nothing was imported." in said
    assert not Demand.objects.exists()


def test_the_first_fifty_faults_are_printed_and_all_are_counted(tmp_path):
    rows = [row(external_reference=f"R-{n}", outcome="gone") for n in range(70)]
    said = refusal(register(tmp_path, *rows))
    assert said.count("Fault:") == 50
    assert "… and 20 more." in said
    assert "70 faults in 70 demands" in said
    assert "70 of them have cells that cannot be understood" in said


def test_what_breaks_half_way_leaves_nothing(tmp_path, monkeypatch):
    take = Replay.take

    def break_at_the_second(self, entry):
        if entry.reference == "R-2":
            raise IntegrityError("the disk is full")
        return take(self, entry)

    monkeypatch.setattr(Replay, "take", break_at_the_second)
    with pytest.raises(IntegrityError):
        run(register(tmp_path, GOOD, row(external_reference="R-2", account="b@example.org")))
    assert not Demand.objects.exists()
    assert not Account.objects.exists()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(tmp_path):
    said = run(register(tmp_path, GOOD, row(OPEN, external_reference="R-2")), "--dry-run")
    assert "1 Disclosed" in said
    assert "1 Received" in said
    assert "2 demands would be imported; already there: 0." in said
    assert not Demand.objects.exists()


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    assert "cannot be read: No such file or directory" in refusal(tmp_path / "none.csv")


def test_what_the_register_said_is_written_once(tmp_path):
    imported(tmp_path)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        RegisterEntry.objects.update(first_row=1)


def test_an_import_leaves_the_lock_table_of_postgresql_alone(tmp_path):
    """Thousands of demands in one transaction would fill it, and stop everybody."""
    imported(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        assert cursor.fetchone() == (0,)


# --- The example, other forms, how it looks ----------------------------------------------------


def test_the_example_of_the_documentation_is_imported():
    assert "10 demands imported; already there: 0." in run(EXAMPLE)
    states = dict(Demand.objects.values_list("external_reference", "state"))
    assert states == {
        "2025/001": "disclosed",
        "2025/002": "disclosed",
        "2025/003": "disclosed",
        "2025/004": "withdrawn",
        "2025/005": "disclosed",
        "2025/006": "disclosed",
        "2025/007": "denied",
        "2025/008": "withdrawn",
        "2025/009": "challenged",
        "2025/010": "received",
    }
    assert list(audit.verify()) == []


def test_json_lines_are_imported_as_csv_is(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")
    assert "1 demands imported" in run(path)
    assert "already there: 1." in run(register(tmp_path, GOOD))


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal_and_a_few_lines_elsewhere():
    terminal, pipe = Terminal(), StringIO()
    for stream in (terminal, pipe):
        stream.write = lambda text="", ending="\n", write=stream.write, **_rest: write(
            text + ending
        )
        with Progress(200, stream) as progress:
            for _each in range(200):
                progress.step()
    assert terminal.getvalue().count("\r") == 200
    assert terminal.getvalue().endswith("█ 200/200\n")
    assert pipe.getvalue().splitlines() == [f"{n} of 200" for n in range(20, 201, 20)]
