"""The audit record in words: what happened, and what of its facts a reader needs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from casework import law, moves
from casework.admin import panels
from casework.models import (
    AuditEntry,
    Challenge,
    Demand,
    Document,
    NondisclosureOrder,
    NondisclosureOrderLift,
    Preservation,
    Redirection,
    ReviewItem,
    Verification,
    Waiver,
)
from casework.states import Category, State

# An event as something that happened, and the shape it has on the timeline.
HAPPENED: dict[str, tuple[StrOrPromise, str]] = {
    "receive": (gettext_lazy("Received"), "inbox"),
    "start_review": (gettext_lazy("Review started"), "file-search"),
    "redirect": (gettext_lazy("Redirected to the customer"), "corner-up-right"),
    "challenge": (gettext_lazy("Challenged"), "gavel"),
    "resume": (gettext_lazy("Review resumed"), "file-search"),
    "disclose": (gettext_lazy("Disclosed"), "package-check"),
    "deny": (gettext_lazy("Denied"), "ban"),
    "withdraw": (gettext_lazy("Withdrawal recorded"), "undo-2"),
    "reopen": (gettext_lazy("Reopened"), "file-search"),
    "details": (gettext_lazy("Details edited"), "pencil"),
    "document": (gettext_lazy("Document added"), "file-text"),
    "download": (gettext_lazy("Document downloaded"), "download"),
    "target": (gettext_lazy("Target added"), "at-sign"),
    "assignment": (gettext_lazy("Assigned"), "user"),
    "verify": (gettext_lazy("Authenticity checked"), "shield"),
    "entity_check": (gettext_lazy("Entity served recorded"), "building-2"),
    "law_conflict": (gettext_lazy("Conflict of law recorded"), "scale"),
    "privileged_note": (gettext_lazy("Privileged note written"), "lock"),
    "milestone": (gettext_lazy("Event recorded"), "calendar-clock"),
    "circumstance": (gettext_lazy("Circumstance recorded"), "scale"),
    "clock_pause": (gettext_lazy("Clock suspended"), "circle-pause"),
    "clock_resumed": (gettext_lazy("Clock resumed"), "clock"),
    "certificate": (gettext_lazy("Certificate read"), "scroll-text"),
    "annex_iii": (gettext_lazy("Annex III sent"), "send"),
    "annex_iii_answer": (gettext_lazy("Annex III answered"), "landmark"),
    "staging": (gettext_lazy("Dispatch staged"), "calendar-clock"),
    "relation": (gettext_lazy("Linked to another demand"), "link"),
    "follow_up": (gettext_lazy("Legal process asked for"), "scale"),
    "follow_up_result": (gettext_lazy("Process asked for settled"), "scale"),
    "invoice": (gettext_lazy("Costs stated"), "file-text"),
    "payment": (gettext_lazy("Payment recorded"), "circle-check"),
    "incident": (gettext_lazy("Incident recorded"), "triangle-alert"),
    "incident_step": (gettext_lazy("Step on the incident recorded"), "list"),
    "compensation": (gettext_lazy("Compensation recorded"), "scale"),
    "preservation": (gettext_lazy("Data set aside"), "archive"),
    "preservation_renewal": (gettext_lazy("Hold renewed"), "calendar-clock"),
    "preservation_release": (gettext_lazy("Hold released"), "undo-2"),
    "deletion": (gettext_lazy("Deletion certified"), "trash-2"),
    "part_release": (gettext_lazy("Part released"), "send"),
    "delivery": (gettext_lazy("Delivered"), "package-check"),
    "review_item": (gettext_lazy("Checklist point answered"), "list"),
    "determine_nondisclosure": (gettext_lazy("No gag order exists"), "lock-open"),
    "gag_order": (gettext_lazy("Gag order recorded"), "lock-keyhole"),
    "gag_extension": (gettext_lazy("Gag order extended"), "lock-keyhole"),
    "gag_lift": (gettext_lazy("Gag order lifted"), "lock-open"),
    "challenge_result": (gettext_lazy("Result of the challenge recorded"), "gavel"),
    "narrowing": (gettext_lazy("Narrowed by the agency"), "list-filter"),
    "redirection_answer": (gettext_lazy("The agency answered the redirection"), "landmark"),
    "objection": (gettext_lazy("The customer objected"), "circle-alert"),
    "objection_resolution": (gettext_lazy("Objection resolved"), "circle-check"),
    "direction": (gettext_lazy("The customer directed disclosure"), "pen-line"),
    "waiver": (gettext_lazy("Reason signed"), "pen-line"),
    "production": (gettext_lazy("Production prepared"), "archive"),
    "production_approval": (gettext_lazy("Production approved"), "stamp"),
}
_CHANGES = {"added": gettext_lazy("%(what)s added"), "changed": gettext_lazy("%(what)s changed")}


def words_of(event: str) -> str:
    """An event of the record as something that happened."""
    if event in HAPPENED:
        return str(HAPPENED[event][0])
    theirs = panels.words_of(event)
    if theirs is not None:
        return str(theirs)
    what, _underscore, change = event.rpartition("_")
    if what and change in _CHANGES:
        return str(_CHANGES[change]) % {"what": what.capitalize()}
    return moves.name_of(event)


def _choice(model: Any, field: str) -> Callable[[Any], str]:
    choices = dict(model._meta.get_field(field).choices)
    return lambda value: str(choices.get(value, value))


def _ground(code: Any) -> str:
    try:
        return law.ground(str(code)).name
    except law.UnknownCode:
        return str(code)


def _day(value: Any) -> str:
    day = parse_date(str(value))
    return date_format(day, "j F Y") if day else str(value)


def _instant(value: Any) -> str:
    at = parse_datetime(str(value))
    return f"{date_format(at, 'j F Y H:i')} UTC" if at else str(value)


def _process(code: Any) -> str:
    try:
        return law.process(str(code)).name
    except law.UnknownCode:
        return str(code)


def _authority(code: Any) -> str:
    try:
        return law.gag_authority(str(code)).name
    except law.UnknownCode:
        return str(code)


def _listed(values: Any) -> str:
    return ", ".join(str(value).replace("_", " ") for value in values)


# The facts an entry may show, in this order. What is not here (keys of rows) stays hidden.
SHOWN: tuple[tuple[str, StrOrPromise, Callable[[Any], str]], ...] = (
    ("received_at", gettext_lazy("received"), _instant),
    ("channel", gettext_lazy("channel"), _choice(Demand, "channel")),
    ("method", gettext_lazy("method"), _choice(Verification, "method")),
    ("code", gettext_lazy("point"), lambda value: str(value).replace("_", " ")),
    ("rung", gettext_lazy("kind"), _choice(Challenge, "rung")),
    ("duty", gettext_lazy("duty"), _choice(Waiver, "duty")),
    ("ground", gettext_lazy("ground"), _ground),
    ("process", gettext_lazy("process"), _process),
    ("standing", gettext_lazy("standing"), _choice(NondisclosureOrder, "standing")),
    ("authority", gettext_lazy("authority"), _authority),
    ("starts_on", gettext_lazy("from"), _day),
    ("ends_on", gettext_lazy("through"), _day),
    ("release_reason", gettext_lazy("why"), _choice(Preservation, "release_reason")),
    ("answer", gettext_lazy("answer"), _choice(Redirection, "answer")),
    ("effective_at", gettext_lazy("effective"), _instant),
    ("filed_on", gettext_lazy("sent or filed"), _day),
    ("withdrawn_on", gettext_lazy("withdrawn on"), _day),
    ("answered_on", gettext_lazy("answered on"), _day),
    ("result_on", gettext_lazy("result on"), _day),
    ("sha256", "SHA-256", lambda value: f"{str(value)[:12]}…"),
    ("fields", gettext_lazy("fields"), _listed),
    ("happened_at", gettext_lazy("happened"), _instant),
)
_RESULTS = {
    "review_item": _choice(ReviewItem, "result"),
    "challenge_result": _choice(Challenge, "result"),
}
_KINDS = {
    "document": _choice(Document, "kind"),
    "gag_lift": _choice(NondisclosureOrderLift, "kind"),
}


def details_of(entry: AuditEntry) -> str:
    """What of the entry's facts a reader needs, in words; never a key."""
    facts = entry.facts
    said = [f"{label}: {word(facts[name])}" for name, label, word in SHOWN if facts.get(name)]
    if facts.get("result") and entry.event in _RESULTS:
        said.append(_RESULTS[entry.event](facts["result"]))
    if facts.get("kind") and entry.event in _KINDS:
        said.append(_KINDS[entry.event](facts["kind"]))
    if entry.event == "verify":
        said.append(_("genuine") if facts.get("genuine", True) else _("not genuine"))
    if facts.get("fraudulent"):
        said.append(_("fraudulent"))
    return " · ".join(said)


def events_of(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """The entries for templates/ui/timeline.html, the newest first."""
    return [_event(entry) for entry in sorted(entries, key=lambda e: -e.sequence)]


def _event(entry: AuditEntry) -> dict[str, Any]:
    event = {
        "what": words_of(entry.event),
        "at": entry.at,
        "who": entry.actor_name,
        "body": details_of(entry),
    }
    if entry.facts.get("to") in State.values:
        return {**event, "kind": "state", "value": entry.facts["to"]}
    if entry.event in ("gag_order", "gag_extension"):
        return {**event, "kind": "gag", "value": entry.facts.get("standing", "binding")}
    return {**event, "icon": HAPPENED.get(entry.event, ("", "circle-dashed"))[1]}


def categories(codes: Iterable[str]) -> list[str]:
    return [str(Category(code).label) if code in Category.values else code for code in codes]
