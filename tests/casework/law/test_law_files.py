"""A lawyer's slip is told with file, entry and field; a provider's own law needs a file alone."""

from datetime import UTC, date, datetime

import pytest
from django.core.checks import run_checks

from casework import clocks, law

HEAD = """
jurisdiction = "FR-X"
title = "Freedonia"
"""
WARRANT = """
[[process]]
code = "freedonia_warrant"
version = 1
name = "Freedonian warrant"
family = "warrant"
issuers = ["The Marshal of Freedonia"]
reporting_bucket = "warrant"
citation = "Freedonian Code 7"
certainty = "V"
notice_default = "allowed"
notice_citation = "Freedonian Code 8"
gag_defaults = ["freedonia_hush"]
clocks = ["freedonia_answer"]
valid_from = 2026-01-01
checklist = [
  { code = "seal", text = "The great seal is on it.", ground = "freedonia_unsealed" },
]
[process.compels]
basic = "yes"
non_content = "yes"
content = { power = "limited", note = "Letters only." }
realtime_non_content = "no"
realtime_content = "no"
"""
REST = """
[[clock]]
code = "freedonia_answer"
name = "Answer to the Marshal"
bound = "latest"
trigger = "served"
unit = "business_days"
amount = 2
roll = "next_business_day"
when = []
unless = ["freedonia_feast"]
citation = "Freedonian Code 9"
certainty = "V"

[[fact]]
code = "freedonia_feast"
sentence = "The feast has begun."

[[gag_authority]]
code = "freedonia_hush"
version = 1
name = "Hush order"
citation = "Freedonian Code 10"
certainty = "V"
binding = true
trigger = "The Marshal's word."
ends = "duration"
duration = "Thirty days."
longest_days = 30
binds = "The provider."
challenge_route = "The Marshal."

[[ground]]
code = "freedonia_unsealed"
kind = "denial"
name = "No great seal"
sentence = "The warrant lacks the great seal."
citation = "Freedonian Code 7"
certainty = "V"
processes = ["freedonia_warrant"]
"""


@pytest.fixture
def own_law(settings, tmp_path):
    """Writes a file of the provider's own law and has it read."""

    def write(text, name="freedonia.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        settings.LAW_DIRS = [str(tmp_path)]

    return write


def faults():
    return [str(fault).split("/", 1)[-1] for fault in law.faults()]


def test_an_invented_jurisdiction_needs_a_data_file_alone(own_law):
    own_law(HEAD + WARRANT + REST)
    assert law.faults() == ()
    assert [p.code for p in law.processes(date(2026, 2, 1)) if p.jurisdiction == "FR-X"] == [
        "freedonia_warrant"
    ]
    assert law.power("freedonia_warrant", "content").note == "Letters only."
    assert law.gag_authority("freedonia_hush").longest_days == 30
    assert "freedonia_unsealed" in {g.code for g in law.grounds("denial", "freedonia_warrant")}
    (rule,) = law.clocks_for("freedonia_warrant")
    served = datetime(2026, 3, 6, 12, tzinfo=UTC)  # a Friday
    assert clocks.compute(rule, served, "UTC").at == datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)
    assert law.clocks_for("freedonia_warrant", frozenset({"freedonia_feast"})) == ()
    assert law.process("us_nsl").code == "us_nsl"


SLIPS = {
    "a word outside the vocabulary": (
        ('notice_default = "allowed"', 'notice_default = "alowed"'),
        "freedonia.toml · process freedonia_warrant · notice_default: is 'alowed'; it must be one "
        "of allowed, required,",
    ),
    "a field nobody knows": (
        ('citation = "Freedonian Code 7"', 'citation = "Code 7"\nbasis = "x"'),
        "freedonia.toml · process freedonia_warrant · basis: is not a field; the fields are code,",
    ),
    "a field left out": (
        ('family = "warrant"\n', ""),
        "freedonia.toml · process freedonia_warrant · family: is missing",
    ),
    "a number where a text belongs": (
        ('name = "Freedonian warrant"', "name = 7"),
        "freedonia.toml · process freedonia_warrant · name: is 7; it must be a text",
    ),
    "true where a number belongs": (
        ('version = 1\nname = "Freedonian', 'version = true\nname = "Freedonian'),
        "freedonia.toml · process freedonia_warrant · version: is True; it must be a whole number",
    ),
    "an empty citation": (
        ('citation = "Freedonian Code 9"', 'citation = " "'),
        "freedonia.toml · clock freedonia_answer · citation: is empty",
    ),
    "a field of a checklist item": (
        ('text = "The great seal is on it."', 'txt = "The great seal is on it."'),
        "freedonia.toml · process freedonia_warrant · checklist[1].txt: is not a field",
    ),
    "a category left out": (
        ('realtime_content = "no"\n', ""),
        "freedonia.toml · process freedonia_warrant · compels.realtime_content: is missing; say no",
    ),
    "a category nobody knows": (
        ('basic = "yes"', 'basic = "yes"\nmetadata = "yes"'),
        "freedonia.toml · process freedonia_warrant · compels: names 'metadata', which no law",
    ),
    "a limit without its bounds": (
        ('{ power = "limited", note = "Letters only." }', '"limited"'),
        "freedonia.toml · process freedonia_warrant · compels.content: is limited, so a note must",
    ),
    "a clock nobody defines": (
        ('clocks = ["freedonia_answer"]', 'clocks = ["freedonia_anser"]'),
        "freedonia.toml · process freedonia_warrant · clocks: names 'freedonia_anser', which no",
    ),
    "a gag nobody defines": (
        ('gag_defaults = ["freedonia_hush"]', 'gag_defaults = ["hush"]'),
        "freedonia.toml · process freedonia_warrant · gag_defaults: names 'hush', which no law",
    ),
    "a ground nobody defines": (
        ('ground = "freedonia_unsealed"', 'ground = "unsealed"'),
        "freedonia.toml · process freedonia_warrant · checklist.ground: names 'unsealed', which",
    ),
    "a fact nobody defines": (
        ('unless = ["freedonia_feast"]', 'unless = ["fest"]'),
        "freedonia.toml · clock freedonia_answer · unless: names 'fest', which no law file defines",
    ),
    "a clock that counts nothing": (
        ("amount = 2\n", ""),
        "freedonia.toml · clock freedonia_answer · amount: a clock in business_days needs a number",
    ),
    "a setting that does not exist": (
        ("amount = 2\n", 'amount_from = "WAITING_DAYS"\n'),
        "freedonia.toml · clock freedonia_answer · amount_from: 'WAITING_DAYS' is not a setting",
    ),
    "an end before the beginning": (
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01"),
        "freedonia.toml · process freedonia_warrant · valid_to: 2025-01-01 is before valid_from",
    ),
    "a gag that is none": (
        ("binding = true", "binding = false"),
        "freedonia.toml · gag_authority freedonia_hush · ends: must be not_a_gag exactly when",
    ),
    "a code that is taken": (
        ('code = "freedonia_unsealed"', 'code = "no_data"'),
        "freedonia.toml · ground no_data · code: version 1 is already in law/grounds.toml; a "
        "changed law is a new version",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_fault_names_file_entry_and_field(own_law, slip):
    (wrong, instead), told = SLIPS[slip]
    text = HEAD + WARRANT + REST
    assert wrong in text
    own_law(text.replace(wrong, instead, 1))
    assert [line for line in faults() if line.startswith(told)], faults()


def test_all_faults_are_told_at_once(own_law):
    text = (
        (HEAD + WARRANT + REST).replace('"allowed"', '"maybe"').replace("amount = 2", "amount = 0")
    )
    own_law(text)
    assert len(law.faults()) >= 2


def test_a_file_that_is_no_toml_is_named(own_law):
    own_law("jurisdiction = Freedonia")
    (told,) = faults()
    assert told.startswith("freedonia.toml: cannot be read: Invalid value (at line 1")


def test_a_file_without_its_head_is_named(own_law):
    own_law('jurisdiction = "FR-X"\n')
    (told,) = faults()
    assert told == "freedonia.toml · head of the file · title: is missing"


def test_a_directory_without_law_files_is_named(settings, tmp_path):
    settings.LAW_DIRS = [str(tmp_path / "nowhere")]
    (fault,) = law.faults()
    assert "no law files (*.toml) here; correct LAW_DIRS" in str(fault)


def test_the_start_is_refused_while_a_file_has_a_fault(own_law):
    own_law(HEAD + WARRANT)
    found = [message for message in run_checks() if message.id == "casework.E101"]
    assert found
    assert "freedonia_warrant" in found[0].msg
    assert "docs/legal-model.md" in found[0].hint
    with pytest.raises(law.LawError, match="freedonia_answer"):
        law.process("us_nsl")


def test_a_new_version_stands_beside_the_old_and_takes_over_on_its_day(own_law):
    first = WARRANT.replace("valid_from = 2026-01-01", "valid_to = 2026-06-30")
    second = WARRANT.replace("version = 1", "version = 2").replace(
        "valid_from = 2026-01-01", "valid_from = 2026-07-01"
    )
    own_law(HEAD + first + second + REST)
    assert law.faults() == ()
    versions = {
        day: next(p.version for p in law.processes(day) if p.code == "freedonia_warrant")
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert versions == {date(2026, 6, 30): 1, date(2026, 7, 1): 2}


def test_two_versions_are_never_in_force_on_one_day(own_law):
    own_law(HEAD + WARRANT + WARRANT.replace("version = 1", "version = 2") + REST)
    assert any("overlaps version 2" in line for line in faults())


def test_a_provider_replaces_a_policy_clock_with_its_own(own_law):
    own_law(
        """
jurisdiction = "POLICY"
title = "Our policy"

[[clock]]
code = "policy_preservation_secrecy"
name = "Preservation kept quiet without a court order"
bound = "ends"
trigger = "received"
unit = "calendar_days"
amount = 30
citation = "our policy"
certainty = "I"
""",
        "policy.toml",
    )
    assert law.faults() == ()
    assert law.clock("policy_preservation_secrecy").amount == 30
    assert law.clock("policy_emergency_answer").amount == 3
