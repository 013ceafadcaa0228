"""From the record to the declared facts that a template may say. No template sees a model.

What is declared: wording.Matter, wording.Silence and letters.Letter. A notice is about one target:
nothing here reads another target or another demand.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from casework import clocks, law, notice_duty, preservation
from casework.models import Challenge, Demand, Denial, NondisclosureOrder, Production, Redirection
from casework.models.demand import Target
from casework.states import OPEN_STATES, Category, State
from notifications import letters, wording
from notifications.facts import past_orders
from notifications.models import Notice
from notifications.words import Kind

TEMPLATE = {
    Kind.CUSTOMER_NOTICE: "customer_notice",
    Kind.CLOSED_NOTICE: "closed_notice",
    Kind.DELAYED_NOTICE: "delayed_notice",
    Kind.AFTER_EMERGENCY: "emergency_notice",
    Kind.CONTROLLER_NOTICE: "controller_notice",
    Kind.PRESERVATION_NOTICE: "preservation_notice",
}
LETTER = {
    Kind.ACKNOWLEDGEMENT: "acknowledgement",
    Kind.REDIRECT_LETTER: "redirect",
    Kind.OBJECTION_LETTER: "objection",
    Kind.DENIAL_LETTER: "denial",
    Kind.DISCLOSURE_LETTER: "disclosure",
}


# --- To the customer ---------------------------------------------------------------------------


def customer_mail(notice: Notice, target: Target, at: datetime, *, redacted: bool) -> wording.Mail:
    """The notice in the customer's language, as it would be said at `at`. `target` is one of a
    facts.demand_on_record."""
    with translation.override(language_of(target)):
        facts: dict[str, Any] = {"matter": matter(target, notice, at, redacted=redacted)}
        facts |= _more(Kind(notice.kind), target, at)
        return wording.mail(TEMPLATE[Kind(notice.kind)], facts)


def language_of(target: Target) -> str:
    customer = target.account.customer
    return customer.language if customer else settings.LANGUAGE_CODE


def matter(target: Target, notice: Notice, at: datetime, *, redacted: bool) -> wording.Matter:
    demand = target.demand
    process = notice_duty.process_of(demand)
    return wording.Matter(
        reference=demand.reference,
        account=target.account.identifier,
        customer=target.account.customer.name if target.account.customer else "",
        organisation=notice_duty.is_organisations(target),
        agency=demand.agency.name if demand.agency else "",
        agency_reference=demand.agency_reference,
        process=process.name if process else "",
        law=demand.legal_basis or (process.citation if process else ""),
        asked=_asked(target),
        received_on=_day(demand.received_at),
        not_before=_not_before(target, notice, at),
        answer_by=demand.due_on if demand.state in OPEN_STATES else None,
        copy_redacted=redacted,
        redirected=demand.state == State.REDIRECTED,
    )


def _asked(target: Target) -> str:
    """The plain words of review, then the categories and the time they are about."""
    lines = [target.demand.asked.strip()] if target.demand.asked.strip() else []
    lines += [str(Category(category).label) for category in target.scope]
    if target.period_from or target.period_to:
        lines.append(
            _("Data from %(first)s to %(last)s")
            % {"first": target.period_from or "…", "last": target.period_to or "…"}
        )
    return "\n".join(lines)


def _not_before(target: Target, notice: Notice, at: datetime) -> date | None:
    """The first day on which the release lock opens: the clock that it asks as well."""
    if target.demand.state not in OPEN_STATES or notice.kind == Kind.AFTER_EMERGENCY:
        return None
    leaves = max(at, notice.leave_after or at)
    return _day(clocks.by_policy("policy_waiting_period", leaves))


def _more(kind: Kind, target: Target, at: datetime) -> dict[str, Any]:
    """What a kind of notice says besides the matter."""
    if kind is Kind.CUSTOMER_NOTICE:
        return {}
    if kind is Kind.PRESERVATION_NOTICE:
        ends_at = preservation.term(target.demand).ends_at
        return {"kept_through": _day(ends_at) if ends_at else None}
    if kind is Kind.CLOSED_NOTICE:
        decided = target.demand.decided_at
        return {
            "withdrawn": target.demand.state == State.WITHDRAWN,
            "closed_on": _day(decided) if decided else None,
        }
    more: dict[str, Any] = {"disclosed": _disclosed(target), "disclosed_on": _disclosed_on(target)}
    if kind is Kind.DELAYED_NOTICE:
        more["silence"] = _silence(target, at)
        more["open"] = target.demand.state in OPEN_STATES
    return more


def _disclosed(target: Target) -> tuple[str, ...]:
    return tuple(str(Category(category).label) for category in target.categories_disclosed)


def _disclosed_on(target: Target) -> date | None:
    last = (
        target.demand.productions.filter(released_at__isnull=False).order_by("-released_at").first()
    )
    at = last.released_at if last else target.demand.decided_at
    return _day(at) if at else None


def _silence(target: Target, at: datetime) -> wording.Silence | None:
    """The last of the orders that barred this notice."""
    past = past_orders(target, at)
    if not past:
        return None
    order = NondisclosureOrder.objects.get(pk=past[-1].terms.id)
    zone = ZoneInfo(order.time_zone)
    ended_on = (past[-1].ended_at - timedelta(seconds=1)).astimezone(zone).date()
    lifted = order.ends_on is None or ended_on < order.ends_on
    authority = _authority(order)
    return wording.Silence(
        court=order.issuing_body or (authority.name if authority else order.authority),
        docket=order.docket,
        law=authority.citation if authority else "",
        issued_on=order.issued_on,
        ended_on=ended_on,
        lifted=lifted,
        by_court=bool(authority and "court" in authority.trigger.lower()),
    )


def _authority(order: NondisclosureOrder) -> law.GagAuthority | None:
    with suppress(law.UnknownCode):
        return law.gag_authority(order.authority)
    return None


# --- To the agency -----------------------------------------------------------------------------


def agency_mail(letter: Notice) -> wording.Mail:
    """The cover of a letter: it says nothing but that there is a letter."""
    demand = letter.demand
    with translation.override(settings.LANGUAGE_CODE):
        return wording.mail(
            "letter",
            {"reference": demand.reference, "agency_reference": demand.agency_reference},
        )


def letter_pdf(letter: Notice, at: datetime) -> bytes:
    kind = Kind(letter.kind)
    with translation.override(settings.LANGUAGE_CODE):
        row = _fact_behind(letter)
        return letters.pdf(LETTER[kind], _letter(letter, row, at), _letter_facts(row))


def _letter(letter: Notice, row: models.Model | None, at: datetime) -> letters.Letter:
    demand, agency = letter.demand, letter.demand.agency
    process = notice_duty.process_of(demand)
    return letters.Letter(
        reference=demand.reference,
        agency=agency.name if agency else "",
        dated=_day(at),
        process=process.name if process else _("Demand"),
        received_on=_day(demand.received_at),
        issued_on=demand.issued_on,
        agency_reference=demand.agency_reference,
        attention=demand.officer_name,
        address=agency.letter_address if agency else "",
        email=agency.letter_email if agency else "",
        signed_by=_signed_by(row),
    )


def _signed_by(row: models.Model | None) -> str:
    person = getattr(row, "recorded_by", None)
    return (person.get_full_name() if person else "") or _("Legal team")


_ROWS: dict[str, type[models.Model]] = {
    "redirection": Redirection,
    "challenge": Challenge,
    "denial": Denial,
    "production": Production,
}


def _fact_behind(letter: Notice) -> models.Model | None:
    name, _colon, key = letter.occasion.partition(":")
    if name not in _ROWS:
        return None
    found: models.Model = _ROWS[name]._default_manager.get(pk=key)
    return found


def _letter_facts(row: models.Model | None) -> dict[str, Any]:
    if isinstance(row, Redirection):
        return {
            "grounds": _grounds(row.ground),
            "customer": _organisations(row.demand),
            "contact_name": row.contact_name,
            "contact_email": row.contact_email,
        }
    if isinstance(row, Challenge):
        narrows = row.rung == Challenge.Rung.NARROWING
        return {
            "grounds": _grounds(row.ground),
            "argument": "" if narrows else row.argument,
            "narrow_to": row.argument if narrows else "",
        }
    if isinstance(row, Denial):
        return {"grounds": _grounds(row.ground), "explanation": row.explanation}
    if isinstance(row, Production):
        return _produced(row)
    return {}


def _grounds(code: str) -> list[str]:
    try:
        return [law.ground(code).sentence]
    except law.UnknownCode:
        return [code]


def _organisations(demand: Demand) -> str:
    targets = demand.targets.select_related("account__customer")
    customers = [each.account.customer for each in targets]
    names = {each.name for each in customers if each is not None and each.asked_first}
    return ", ".join(sorted(names))


def _produced(production: Production) -> dict[str, Any]:
    found = [line for line in production.manifest if line["file"]]
    return {
        "items": [
            letters.Item(
                line["account"],
                str(Category(line["category"]).label),
                line["file"],
                line["size"],
                line["sha256"],
            )
            for line in found
        ],
        "nothing_found": [line["account"] for line in production.manifest if not line["file"]],
        "manifest_sha256": "",
    }


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
