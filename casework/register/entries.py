"""The rows of one demand put together: what the register says of it, every value understood."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.register.columns import BINDING_GAGS, OF_DEMAND, OF_TARGET, Column, by_name
from casework.register.faults import BadValue, Fault
from casework.register.reading import Row
from casework.states import DISCLOSED_OUTCOMES, Outcome, State

Said = Mapping[str, Any]


@dataclass(frozen=True)
class EntryTarget:
    """One row: an account that the demand names. `said` holds the values of its columns."""

    row: int
    said: Said

    @property
    def account(self) -> str:
        return str(self.said.get("account", ""))

    @property
    def outcome(self) -> str:
        return str(self.said.get("outcome", Outcome.PENDING))

    @property
    def gag(self) -> str:
        return str(self.said.get("gag", ""))

    @property
    def is_gagged(self) -> bool:
        return self.gag in BINDING_GAGS


@dataclass(frozen=True)
class Entry:
    """One demand of the register with its targets."""

    reference: str
    row: int
    said: Said
    targets: tuple[EntryTarget, ...]
    # False while a cell of it is wrong: what it means as a whole is checked once that is mended.
    readable: bool = True

    @property
    def state(self) -> State:
        """As the register says, or as the outcomes of its targets have it."""
        if "state" in self.said:
            return State(self.said["state"])
        outcomes = {target.outcome for target in self.targets}
        if outcomes & {*DISCLOSED_OUTCOMES, Outcome.NO_DATA}:
            return State.DISCLOSED
        if outcomes & {Outcome.REJECTED, Outcome.FRAUDULENT}:
            return State.DENIED
        if outcomes == {Outcome.REDIRECTED} and "decided" not in self.said:
            return State.REDIRECTED
        return State.RECEIVED if Outcome.PENDING in outcomes else State.WITHDRAWN

    @property
    def received(self) -> datetime:
        received: datetime = self.said["received"]
        return received

    def on(self, name: str) -> datetime:
        """When a step was taken; where the register does not say, on receipt."""
        at: datetime = self.said.get(name, self.received)
        return at

    def content(self) -> dict[str, Any]:
        """All it says as plain JSON, the same for the same facts: kept, and compared later."""
        return {
            "demand": _plain(self.said),
            "targets": {target.account: _plain(target.said) for target in self.targets},
        }


@dataclass
class _Gathered:
    """The rows of one reference so far."""

    row: int
    said: dict[str, Any] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    targets: list[EntryTarget] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def gather(rows: Iterable[Row | Fault], faults: list[Fault]) -> list[Entry]:
    """The demands of the rows, in the order of the file; what is wrong is added to `faults`."""
    gathered: dict[str, _Gathered] = {}
    for row in rows:
        if isinstance(row, Fault):
            faults.append(row)
        elif "external_reference" in row.cells:
            reference = row.cells["external_reference"]
            _add(gathered.setdefault(reference, _Gathered(row.number)), row)
        else:
            faults.append(Fault(row.number, "external_reference", "", _("It is missing.")))
    for each in gathered.values():
        each.faults += _missing(OF_DEMAND, each.row, each.filled)
        faults += each.faults
    return [
        Entry(reference, each.row, each.said, tuple(each.targets), readable=not each.faults)
        for reference, each in gathered.items()
    ]


def _add(into: _Gathered, row: Row) -> None:
    """Demand columns say the same in every row of a demand, or nothing after one row said it."""
    said = dict(_understood(row, into.faults))
    into.filled |= row.cells.keys()
    for column in OF_DEMAND:
        if (
            column.name in said
            and into.said.setdefault(column.name, said[column.name]) != (said[column.name])
        ):
            reason = _("Another row of the demand (its first is %(row)d) says otherwise.")
            value = row.cells[column.name]
            into.faults.append(Fault(row.number, column.name, value, reason % {"row": into.row}))
    into.faults += _missing(OF_TARGET, row.number, row.cells.keys())
    of_target = {column.name: said[column.name] for column in OF_TARGET if column.name in said}
    into.targets.append(EntryTarget(row.number, of_target))


def _understood(row: Row, faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    for name, cell in row.cells.items():
        try:
            yield name, by_name()[name].parse(cell)
        except BadValue as error:
            faults.append(Fault(row.number, name, cell, str(error)))


def _missing(columns: Iterable[Column], row: int, filled: Collection[str]) -> list[Fault]:
    return [
        Fault(row, column.name, "", _("It is missing."))
        for column in columns
        if column.required and column.name not in filled
    ]


def _plain(said: Said) -> dict[str, Any]:
    """Dates as text and tuples as lists, which is how JSON gives them back."""
    return {
        name: _as_json(value)
        for name, value in said.items()
        if name not in ("external_reference", "account")
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
