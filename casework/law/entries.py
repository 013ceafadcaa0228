"""What the law files hold, as frozen dataclasses. Field names are the keys of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.law.words import (
    Bound,
    Bucket,
    Certainty,
    Family,
    GagEnd,
    GroundKind,
    Instant,
    NoticeDefault,
    Obliged,
    Place,
    Power,
    ReportingClass,
    Roll,
    Trigger,
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class CategoryPower:
    """What a process can do to one category; `power = "yes"` may be written as just "yes"."""

    power: Power
    note: str = ""
    citation: str = ""
    certainty: Certainty | None = None


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    code: str
    text: str
    citation: str = ""
    certainty: Certainty | None = None
    # The ground (grounds.toml) that a failed item offers.
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """A list several processes share (`uses_checklists`)."""

    code: str
    name: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """How one date of law is counted. casework/clocks.py does the counting."""

    code: str
    name: str
    bound: Bound
    trigger: Trigger
    unit: Unit
    citation: str
    certainty: Certainty
    amount: int = 0
    # The name of a Django setting that holds the amount, for figures the provider chooses.
    amount_from: str = ""
    # Counted backwards from the trigger.
    before: bool = False
    counts_trigger_day: bool = False
    roll: Roll = Roll.NONE
    instant: Instant = Instant.END_OF_DAY
    place: Place = Place.PROVIDER
    obliges: Obliged = Obliged.PROVIDER
    # The rule applies while all facts of `when` and none of `unless` are on file.
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    # It stops while the demand's clock is suspended. Most do not: a cautious date stays.
    stands_still: bool = False
    # Never later than the date the instrument states.
    capped_by_face_date: bool = False
    # The rule that counts an extension; on that rule, how many the law knows (absent: no limit).
    extended_by: str = ""
    extensions: int | None = None
    note: str = ""
    jurisdiction: str = ""

    def applies(self, facts: frozenset[str]) -> bool:
        return facts.issuperset(self.when) and facts.isdisjoint(self.unless)


@dataclass(frozen=True, kw_only=True)
class Process:
    """One kind of instrument. A demand keeps the version it was reviewed under."""

    code: str
    version: int
    name: str
    jurisdiction: str
    family: Family
    issuers: tuple[str, ...]
    compels: Mapping[str, CategoryPower]
    notice_default: NoticeDefault
    notice_citation: str
    reporting_bucket: Bucket
    citation: str
    certainty: Certainty
    checklist: tuple[ChecklistItem, ...] = ()
    uses_checklists: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    notice_note: str = ""
    # Telling an enterprise customer as controller, where the law treats it apart from the person.
    controller_notice: NoticeDefault | None = None
    gag_defaults: tuple[str, ...] = ()
    # What the law of the place calls its categories (`category` entries).
    own_categories: tuple[str, ...] = ()
    # Countries (ISO 3166-1 alpha-2) whose authorities issue it; empty: anyone's. A file may say it
    # for all its processes.
    issued_in: tuple[str, ...] = ()
    national_security: bool = False
    counts_in_totals: bool = True
    # False: nothing may be disclosed on this instrument, whatever it says.
    valid_alone: bool = True
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class GagAuthority:
    """What a gag order rests on, or (binding = false) what only looks like a gag."""

    code: str
    version: int
    name: str
    jurisdiction: str
    citation: str
    certainty: Certainty
    binding: bool
    trigger: str
    ends: GagEnd
    duration: str
    binds: str
    challenge_route: str
    exceptions: str = ""
    longest_days: int | None = None
    longest_months: int | None = None
    extension_days: int | None = None
    # A policy that limits the government where the statute does not: a check, not a bound.
    policy_longest_months: int | None = None
    policy_check: str = ""
    policy_citation: str = ""
    indefinite_allowed: bool = False
    review_clock: str = ""
    clocks: tuple[str, ...] = ()
    reporting_class: ReportingClass = ReportingClass.NONE
    national_security: bool = False
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A reason a person may choose; its sentence is what the letter says."""

    code: str
    kind: GroundKind
    name: str
    sentence: str
    citation: str
    certainty: Certainty
    # Empty: everywhere. Otherwise the process codes it belongs to.
    processes: tuple[str, ...] = ()
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    """One rung of the challenge ladder."""

    code: str
    rung: int
    name: str
    text: str
    forum: str
    citation: str
    certainty: Certainty
    clocks: tuple[str, ...] = ()
    # What happens to the demand's own clock while the step is open.
    effect_on_clock: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnCategory:
    """A category under its own law's name, and the common category it is counted as."""

    code: str
    name: str
    counts_as: str
    text: str
    citation: str
    certainty: Certainty
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A circumstance that a clock's `when` and `unless` may name."""

    code: str
    sentence: str
    citation: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Law that is about to move: what would change in these files, and on whose word."""

    code: str
    title: str
    text: str
    certainty: Certainty
    touches: tuple[str, ...] = ()
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class LawFile:
    """One file's head: whose law it is, and which lawyer last compared it with its sources."""

    jurisdiction: str
    title: str
    note: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    issued_in: tuple[str, ...] = ()
    # Filled by the reader.
    path: str = ""
    entries: Mapping[str, int] = field(default_factory=dict)
