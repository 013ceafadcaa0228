"""The chapters of docs/legal-model.md on processes: what each compels, and how it is checked."""

from collections.abc import Iterable, Iterator

from casework import law
from casework.law import meanings
from casework.law.entries import ChecklistItem, Process
from casework.law.page_tables import cell, certain, source, table
from casework.law.words import Power
from casework.states import Category

# As lawyers read a matrix: the mark carries the answer, a note at the process the rest.
MARKS = {
    Power.YES: "yes",
    Power.NO: "—",
    Power.LIMITED: "limited",
    Power.PRESERVE: "keep",
    Power.VOLUNTARY: "may",
}
SHORT = ("Basic", "Non-content", "Content", "Real-time non-content", "Real-time content")


def _jurisdictions() -> list[tuple[str, str]]:
    """Code and title of each jurisdiction that has processes, in the order of the files."""
    holding = {version.jurisdiction for version in _newest()}
    return [
        (file.jurisdiction, file.title)
        for file in law.catalogue().files
        if file.jurisdiction in holding and "process" in file.entries
    ]


def _newest() -> list[Process]:
    return [versions[-1] for versions in law.catalogue().processes.values()]


def matrix() -> Iterator[str]:
    yield "## 1. What each process can compel\n"
    yield "A cell answers for one category of data; what is limited is explained at the process.\n"
    for code, title in _jurisdictions():
        yield f"### {title}\n"
        rows = [_powers(each) for each in _newest() if each.jurisdiction == code]
        yield from table(("Process", *SHORT, "Source"), rows)
    yield from table(("Mark", "Meaning"), [(MARKS[p], meanings.POWER[p]) for p in Power])


def _powers(process: Process) -> tuple[str, ...]:
    marks = [MARKS[law.power(process, category).power] for category in Category.values]
    return (f"[{process.name}](#{process.code})", *marks, source(process))


def processes() -> Iterator[str]:
    yield "## 2. The processes\n"
    for code, title in _jurisdictions():
        yield f"### Processes: {title}\n"
        yield from _shared_checks(code)
        for versions in law.catalogue().processes.values():
            for process in reversed(versions):
                if process.jurisdiction == code:
                    yield from _process(process, newest=process is versions[-1])


def _process(process: Process, *, newest: bool) -> Iterator[str]:
    if newest:
        yield f'<a id="{process.code}"></a>\n'
    yield f"#### {process.name}\n"
    yield f"`{process.code}`, version {process.version}. {source(process)}.{_force(process)}\n"
    if process.note:
        yield process.note + "\n"
    if not process.valid_alone:
        yield "**Nothing is disclosed on it alone.**\n"
    yield from _facts(process)
    yield from _power_notes(process)
    yield from _checks(process)


def _checks(process: Process) -> Iterator[str]:
    """The process's own points; those it shares are shown once, under their own heading."""
    shared = [law.catalogue().checklists[code] for code in process.uses_checklists]
    if shared:
        lists = "; ".join(f"[{each.name}](#{each.code}-checks)" for each in shared)
        yield f"Checked first: {lists}.\n"
    elsewhere = {item.code for each in shared for item in each.items}
    yield from _points([item for item in process.checklist if item.code not in elsewhere])


def _points(items: list[ChecklistItem]) -> Iterator[str]:
    rows = [
        (n, item.text, cell(item.citation), certain(item.certainty), _fails(item.ground))
        for n, item in enumerate(items, start=1)
    ]
    if rows:
        yield from table(("", "To be checked", "Source", "Tag", "If it fails"), rows)


def _shared_checks(jurisdiction: str) -> Iterator[str]:
    using = [each for each in _newest() if each.jurisdiction == jurisdiction]
    named = dict.fromkeys(code for each in using for code in each.uses_checklists)
    for code in named:
        each = law.catalogue().checklists[code]
        yield f'<a id="{code}-checks"></a>\n'
        yield f"#### Checks: {each.name[:1].lower()}{each.name[1:]}\n"
        yield from _points(list(each.items))


def _force(process: Process) -> str:
    since = f" In force since {process.valid_from:%-d %B %Y}." if process.valid_from else ""
    until = f" In force until {process.valid_to:%-d %B %Y}." if process.valid_to else ""
    return since + until


def _facts(process: Process) -> Iterator[str]:
    notice = f"{meanings.NOTICE[process.notice_default]} {process.notice_note}".strip()
    rows = [
        ("Issued by", "; ".join(process.issuers)),
        ("Notice to the customer", f"{notice} ({process.notice_citation})"),
        ("Counted under", _counted(process)),
    ]
    if process.controller_notice:
        rows.append(("Notice to the controller", str(meanings.NOTICE[process.controller_notice])))
    if process.gag_defaults:
        rows.append(("Gags that go with it", _gag_names(process.gag_defaults)))
    if process.clocks:
        rows.append(("Clocks", "; ".join(law.clock(code).name for code in process.clocks)))
    yield from table(("", ""), rows)


def _counted(process: Process) -> str:
    bucket = str(meanings.BUCKET[process.reporting_bucket])
    if process.national_security:
        return f"{bucket}: only in the bands of the statute, in no total"
    return bucket if process.counts_in_totals else f"{bucket}: a table of its own, in no total"


def _gag_names(codes: Iterable[str]) -> str:
    return "; ".join(law.gag_authority(code).name for code in codes)


def _power_notes(process: Process) -> Iterator[str]:
    noted = [
        (str(Category(category).label), MARKS[answer.power], answer.note, cell(answer.citation))
        for category, answer in process.compels.items()
        if answer.note
    ]
    if noted:
        yield from table(("Category", "", "Bounds", "Source"), noted)


def _fails(ground: str) -> str:
    return law.ground(ground).name if ground else ""


def own_categories() -> Iterator[str]:
    yield "### Categories under their own law's names\n"
    yield "They keep their names in the record and are counted as a common category.\n"
    rows = [
        (f"{each.name} (`{each.code}`)", each.text, Category(each.counts_as).label, source(each))
        for each in law.catalogue().categories.values()
    ]
    yield from table(("Category", "What it is", "Counted as", "Source"), rows)
