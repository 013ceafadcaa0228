"""Take the demands of a register through the door, with the dates on which things happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework import moves
from casework.intake import receive
from casework.models import Demand, Target
from casework.register.entries import Entry, EntryTarget
from casework.register.history import Step, gags, in_order, steps
from casework.register.parties import Parties


@dataclass(frozen=True)
class Source:
    """The register file that the demands come from."""

    name: str
    sha256: str


class Replay:
    """Imports one demand after the other; the caller holds the transaction around all."""

    def __init__(self, source: Source, entries: list[Entry], now: datetime) -> None:
        self.source = source
        self.now = now
        self.parties = Parties(entries)

    def take(self, entry: Entry) -> Demand:
        """Receive the demand, record its gag orders, then walk its way to where it is."""
        demand = self._receive(entry)
        named = demand.targets.select_related("account")
        targets = {target.account.identifier: target for target in named}
        later = list(self._record_gags(demand, entry, targets))
        for step in in_order(entry, [*steps(entry, targets), *later]):
            self._knock(demand, step)
        self._knock(demand, Step(self.now, "arrival", self._kept(entry)))
        return demand

    def _kept(self, entry: Entry) -> dict[str, Any]:
        return {
            "content": entry.content(),
            "first_row": entry.row,
            "file_name": self.source.name,
            "file_sha256": self.source.sha256,
        }

    def _record_gags(
        self, demand: Demand, entry: Entry, targets: dict[str, Target]
    ) -> Iterator[Step]:
        """Record the orders at once, because the rest is read against them; yield their ends."""
        for gag in gags(entry, targets):
            order = self._knock(demand, gag)
            if "lifted" in gag.then:
                facts = {"order": order, "kind": "lifted", "effective_at": gag.then["lifted"]}
                yield Step(gag.then["lifted"], "gag_lift", facts, is_move=False, rank=4)

    def _knock(self, demand: Demand, step: Step) -> Any:
        door = moves.make if step.is_move else moves.record
        return door(demand.pk, step.name, actor=None, now=step.on, facts=step.facts, imported=True)

    def _receive(self, entry: Entry) -> Demand:
        said = entry.said
        facts = {
            "external_reference": entry.reference,
            "service": self.parties.service(entry),
            "agency": self.parties.agency(entry),
            "process": said["process"],
            "received_at": said["received"],
            "issued_on": said.get("issued"),
            "due_on": said.get("due"),
            **{name: said.get(name, "") for name in ("agency_reference", "legal_basis", "asked")},
        }
        if "duplicate_of" in said:
            facts["duplicate_of"] = Demand.objects.get(external_reference=said["duplicate_of"])
        targets = [self._target(entry, target) for target in entry.targets]
        return receive(facts, targets=targets, actor=None, now=self.now, imported=True)

    def _target(self, entry: Entry, target: EntryTarget) -> dict[str, Any]:
        return {
            "account": self.parties.account(entry, target),
            "categories_asked": list(target.said["categories_asked"]),
            "period_from": target.said.get("period_from"),
            "period_to": target.said.get("period_to"),
        }
