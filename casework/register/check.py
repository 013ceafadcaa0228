"""Read a whole register and find everything that is wrong with it, before anything is written."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from casework.register import known, rules
from casework.register.entries import Entry, gather
from casework.register.faults import Fault, Remark
from casework.register.reading import read
from casework.register.replay import Source
from casework.register.target_rules import remarks_on


@dataclass
class Checked:
    """What an import would do: nothing while there is a fault."""

    source: Source
    entries: list[Entry] = field(default_factory=list)
    new: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def already_there(self) -> int:
        return len(self.entries) - len(self.new)


def check(path: Path, now: datetime) -> Checked:
    """Raises Unreadable (and OSError) when the file as a whole cannot be read."""
    checked = Checked(Source(path.name[:255], _digest(path)))
    checked.entries = gather(read(path), checked.faults)
    readable = [entry for entry in checked.entries if entry.readable]
    for entry in readable:
        checked.faults += rules.faults_in(entry, now)
        checked.remarks += remarks_on(entry, now)
    checked.new = _compare_with_record(readable, checked.faults)
    checked.faults += known.lost_duplicates(readable)
    checked.faults += known.contradicted_customers(readable)
    checked.faults.sort(key=lambda fault: fault.row or 0)
    return checked


def _compare_with_record(entries: list[Entry], faults: list[Fault]) -> list[Entry]:
    """The demands that are not there yet, originals before those that repeat them."""
    recorded = known.recorded(entries)
    for entry in entries:
        if entry.reference in recorded:
            faults += known.differences(entry, recorded[entry.reference])
    new = [entry for entry in entries if entry.reference not in recorded]
    return sorted(new, key=lambda entry: "duplicate_of" in entry.said)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
