"""What must hold within one row of a register: the account, its outcome, its gag and its notice."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from casework import law
from casework.law.words import NoticeDefault
from casework.register.columns import OF_TARGET
from casework.register.entries import Entry, EntryTarget, Said
from casework.register.faults import Fault, Remark
from casework.states import CONTENT_CATEGORIES, DISCLOSED_OUTCOMES, Outcome

TargetRule = Callable[[Entry, EntryTarget], Iterator[Fault]]

GAG_COLUMNS = tuple(column.name for column in OF_TARGET if column.name.startswith("gag"))


def customers_are_known_by_segment(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    said = target.said
    if "customer" in said and "segment" not in said:
        yield Fault(target.row, "segment", "", _("Say what kind of customer this is."))
    if said.get("segment", "consumer") != "consumer" and "customer" not in said:
        yield Fault(target.row, "customer", "", _("Name the organisation."))
    if "notice_email" in said and "segment" not in said:
        yield Fault(target.row, "segment", "", _("An address belongs to a customer: say its kind."))


def periods_run_forward(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    yield from _runs_forward(target, "period_from", "period_to")
    yield from _runs_forward(target, "gag_start", "gag_end")
    yield from _runs_forward(target, "gag_start", "gag_lifted")


def _runs_forward(target: EntryTarget, start: str, end: str) -> Iterator[Fault]:
    said = target.said
    if start in said and end in said and day_of(said[end]) < said[start]:
        yield fault_at(target.row, said, end, _("It is before %(start)s.") % {"start": start})


def disclosed_categories_fit_the_outcome(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    given = target.said.get("categories_disclosed", ())
    has_content = any(category in CONTENT_CATEGORIES for category in given)
    reason = {
        Outcome.CONTENT: "" if has_content else _("The outcome is content: name its category."),
        Outcome.NON_CONTENT: _non_content_needs(given, has_content),
    }.get(Outcome(target.outcome), _("Nothing was disclosed: leave it empty.") if given else "")
    if reason:
        yield fault_at(target.row, target.said, "categories_disclosed", reason)


def _non_content_needs(given: tuple[str, ...], has_content: bool) -> str:
    if has_content:
        return _("The outcome says that no content was disclosed.")
    return "" if given else _("Data was disclosed: say which.")


def gags_are_whole(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    said, row = target.said, target.row
    if target.gag in ("", "none"):
        for name in ("gag_authority", "gag_scope", "gag_start", "gag_end", "gag_lifted"):
            if name in said:
                yield fault_at(row, said, name, _("There is no gag order in this row."))
        return
    for name in ("gag_authority", "gag_scope"):
        if name not in said:
            yield Fault(row, name, "", _("An order needs it."))
    if target.gag == "fixed" and "gag_end" not in said:
        yield Fault(row, "gag_end", "", _("Say the last day on which it is in force."))
    if target.gag in ("indefinite", "statutory") and "gag_end" in said:
        yield fault_at(row, said, "gag_end", _("An order without end has none. Write “fixed”."))
    if "gag_end" in said and "gag_start" not in said and said["gag_end"] < entry.received.date():
        yield fault_at(row, said, "gag_end", _("It ended before receipt: say gag_start too."))


def authorities_bind_or_do_not(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    code = target.said.get("gag_authority")
    if not code or target.gag in ("", "none"):
        return
    if law.gag_authority(code).binding is (target.gag == "asserted"):
        reason = (
            _("A plea is no such order: use one of the asserted_… codes.")
            if target.gag == "asserted"
            else _("This only looks like an order. Write “asserted”.")
        )
        yield fault_at(target.row, target.said, "gag_authority", reason)


def secret_process_has_its_gag(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    """Some instruments forbid notice by themselves: that there is no gag cannot be said of them."""
    if target.gag not in ("none", "asserted"):
        return
    process = law.process(entry.said["process"])
    if process.notice_default in (
        NoticeDefault.FORBIDDEN_BY_INSTRUMENT,
        NoticeDefault.FORBIDDEN_BY_STATUTE,
    ):
        reason = _("%(process)s forbids notice by itself (%(citation)s). Say so as a gag.")
        words = {"process": process.name, "citation": process.notice_citation}
        yield fault_at(target.row, target.said, "gag", reason % words)


def notices_are_whole(entry: Entry, target: EntryTarget) -> Iterator[Fault]:
    said, row, notice = target.said, target.row, target.said.get("notice", "")
    if notice in ("told_before", "told_after") and "notice_on" not in said:
        yield Fault(row, "notice_on", "", _("Say when the customer was told."))
    if notice in ("", "barred", "waived") and "notice_on" in said:
        yield fault_at(row, said, "notice_on", _("Then the customer was told: say so in notice."))
    if notice == "waived" and "notice_reason" not in said:
        yield Fault(row, "notice_reason", "", _("Say why the customer was not told."))
    if notice == "barred" and not _gag_reaches(entry, target):
        yield fault_at(
            row, said, "notice", _("Name the order that bars it: gag and gag_authority.")
        )
    yield from _notice_order(entry, target, notice)


def _gag_reaches(entry: Entry, target: EntryTarget) -> bool:
    return target.is_gagged or any(
        other.is_gagged and other.said.get("gag_scope") == "demand" for other in entry.targets
    )


def _notice_order(entry: Entry, target: EntryTarget, notice: str) -> Iterator[Fault]:
    """Before or after is of the disclosure; where nothing was disclosed, there is only before."""
    told = target.said.get("notice_on")
    decided = entry.said.get("decided")
    if told is None or decided is None or target.outcome not in DISCLOSED_OUTCOMES:
        return
    if notice == "told_before" and told.date() > decided.date():
        yield fault_at(target.row, target.said, "notice_on", _("It is after the disclosure."))
    if notice == "told_after" and told.date() < decided.date():
        yield fault_at(target.row, target.said, "notice_on", _("It is before the disclosure."))


# --- What is no fault, but worth a word --------------------------------------------------------


def remarks_on(entry: Entry, now: datetime) -> Iterator[Remark]:
    for target in entry.targets:
        beyond = set(target.said.get("categories_disclosed", ())) - set(
            target.said.get("categories_asked", ())
        )
        if beyond:
            words = {"categories": ", ".join(sorted(beyond))}
            yield Remark(target.row, _("disclosed but not asked: %(categories)s.") % words)
        if target.said.get("notice") == "barred" and gag_is_over(target, now):
            yield Remark(target.row, _("the gag order is over and the customer was never told."))


def gag_is_over(target: EntryTarget, now: datetime) -> bool:
    lifted, end = target.said.get("gag_lifted"), target.said.get("gag_end")
    return bool((lifted and lifted <= now) or (end and end < now.date()))


def gag_terms(target: EntryTarget) -> tuple[object, ...]:
    """What makes two rows speak of the same order."""
    return tuple(target.said.get(name) for name in GAG_COLUMNS)


def day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def fault_at(row: int, said: Said, column: str, reason: str) -> Fault:
    value = said.get(column, "")
    if isinstance(value, datetime):
        value = value.isoformat().removesuffix("T00:00:00+00:00")
    elif isinstance(value, tuple):
        value = " ".join(value)
    return Fault(row, column, str(value), reason)


TARGET_RULES: tuple[TargetRule, ...] = (
    customers_are_known_by_segment,
    periods_run_forward,
    disclosed_categories_fit_the_outcome,
    gags_are_whole,
    authorities_bind_or_do_not,
    secret_process_has_its_gag,
    notices_are_whole,
)
