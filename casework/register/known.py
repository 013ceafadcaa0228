"""What the database knows already: imported demands, and accounts with their customers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casework.models import Account, Demand
from casework.register.entries import Entry, EntryTarget
from casework.register.faults import Fault
from casework.states import Segment

AT_ONCE = 500  # references asked for in one query


def recorded(entries: list[Entry]) -> dict[str, dict[str, Any] | None]:
    """By reference what a register said of each demand that is there; None if it came otherwise."""
    found: dict[str, dict[str, Any] | None] = {}
    for names in portions([entry.reference for entry in entries]):
        there = Demand.objects.filter(external_reference__in=names)
        for reference, content in there.values_list(
            "external_reference", "register_entry__content"
        ):
            found[str(reference)] = content
    return found


def differences(entry: Entry, content: dict[str, Any] | None) -> Iterator[Fault]:
    """What the register says now of a demand that is there, and did not say then."""
    if content is None:
        reason = _("A demand with this reference is there, and no register brought it.")
        yield Fault(entry.row, "external_reference", entry.reference, reason)
        return
    new = entry.content()
    yield from _compared(entry.row, content["demand"], new["demand"])
    rows = {target.account: target.row for target in entry.targets}
    for account in {**content["targets"], **new["targets"]}:
        row = rows.get(account, entry.row)
        if account not in new["targets"]:
            reason = _("The imported demand names it; the file does not.")
            yield Fault(row, "account", account, reason)
        elif account not in content["targets"]:
            yield Fault(row, "account", account, _("The imported demand does not name it."))
        else:
            yield from _compared(row, content["targets"][account], new["targets"][account])


def _compared(row: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Fault]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            was = _text(old.get(name)) or _("nothing")
            reason = _("Already imported with %(was)s. An import changes no demand that is there.")
            yield Fault(row, name, _text(new.get(name)), reason % {"was": was})


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


# --- References and customers that must agree across demands -----------------------------------


def lost_duplicates(entries: list[Entry]) -> Iterator[Fault]:
    """A duplicate names an original that is in the file or here, and is none itself."""
    originals = {entry.reference: "duplicate_of" in entry.said for entry in entries}
    named = {entry.said["duplicate_of"] for entry in entries if "duplicate_of" in entry.said}
    for names in portions(sorted(named - originals.keys())):
        there = Demand.objects.filter(external_reference__in=names)
        for reference, repeated in there.values_list("external_reference", "duplicate_of_id"):
            originals[str(reference)] = repeated is not None
    for entry in entries:
        original = entry.said.get("duplicate_of")
        if original is None or original == entry.reference or not originals.get(original, True):
            continue
        reason = (
            _("That one repeats another demand itself: name the first.")
            if original in originals
            else _("No demand has this reference, in the file or here.")
        )
        yield Fault(entry.row, "duplicate_of", original, reason)


def contradicted_customers(entries: list[Entry]) -> Iterator[Fault]:
    """An account belongs to one customer, in the file and in the record."""
    owners: dict[tuple[str, str], tuple[str, str, str]] = {}
    targets = [(entry, target) for entry in entries for target in entry.targets]
    for entry, target in targets:
        if "segment" in target.said:
            owners.setdefault(key(entry, target), (*owner(target), _("row %d") % target.row))
    for names in portions(sorted({account for _service, account in owners})):
        on_file = Account.objects.filter(identifier__in=names, customer__isnull=False)
        for service, account, name, segment in on_file.values_list(
            "service__slug", "identifier", "customer__name", "customer__segment"
        ):
            owners[service, account] = (name, segment, _("the record"))
    for entry, target in targets:
        name, segment, where = owners.get(key(entry, target), ("", "", ""))
        if "segment" in target.said and (name, segment) != owner(target):
            reason = _("According to %(where)s the account belongs to %(name)s (%(segment)s).")
            words = {"where": where, "name": name, "segment": segment}
            yield Fault(target.row, "customer", owner(target)[0], reason % words)


def key(entry: Entry, target: EntryTarget) -> tuple[str, str]:
    return entry.said["service"], target.account


def owner(target: EntryTarget) -> tuple[str, str]:
    """The customer's name and segment. A consumer without a name is called as the account is."""
    segment = target.said.get("segment", "")
    unnamed = target.account if segment == Segment.CONSUMER else ""
    return target.said.get("customer", unnamed), segment


def portions(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), AT_ONCE):
        yield names[start : start + AT_ONCE]
