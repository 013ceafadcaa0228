"""What speaks against a demand's authenticity: signs for the person who calls back, not proof.

Each sign is a sentence. The codes of those that stood are kept with the verification.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from casework import authenticity, law, lookalike
from casework.law.words import Family
from casework.models.demand import Demand
from casework.models.parties import Agency
from casework.models.registry import Officer

OFFICE_HOURS = range(6, 22)
URGENT_AGAIN = timedelta(days=30)
# Country endings that are not the ISO code of their country; `eu` is of no country.
_ENDINGS = {"uk": "GB"}
_OF_NO_COUNTRY = {"eu"}


@dataclass(frozen=True)
class Flag:
    code: str
    sentence: str


def flags(demand: Demand) -> list[Flag]:
    """Every sign that stands now, the gravest first."""
    return [Flag(code, said) for code, sign in SIGNS.items() if (said := sign(demand))]


def refused_sender(demand: Demand) -> str:
    found = authenticity.refusal_of(demand)
    return _("The sender is refused: %(why)s") % {"why": found.reason} if found else ""


def look_alike_domain(demand: Demand) -> str:
    """Of any agency of the registry, not only of the one that is said to ask."""
    domain = _domain(demand)
    known = Agency.objects.exclude(domain="").values_list("domain", flat=True)
    if not domain or domain in (genuine := set(_exact(known))):
        return ""
    found = lookalike.look_alikes(domain, sorted(genuine))
    if found:
        return _("%(domain)s looks like %(genuine)s and is not it.") % {
            "domain": lookalike.shown(domain),
            "genuine": found[0].genuine,
        }
    if lookalike.mixes_scripts(domain):
        return _("%(domain)s (%(exact)s) mixes letters of several scripts.") % {
            "domain": lookalike.shown(domain),
            "exact": domain,
        }
    return ""


def other_domain(demand: Demand) -> str:
    domain, agency = _domain(demand), demand.agency
    if not domain or agency is None or not agency.domain or lookalike.same(domain, agency.domain):
        return ""
    return _("%(domain)s is not the agency's domain %(own)s.") % {
        "domain": domain,
        "own": agency.domain,
    }


def unreadable_address(demand: Demand) -> str:
    if not demand.officer_email or _domain(demand):
        return ""
    return _("The sender's address %(address)s cannot be one.") % {"address": demand.officer_email}


def new_sender(demand: Demand) -> str:
    address = demand.officer_email
    if not address or Officer.objects.filter(email__iexact=address, left_on=None).exists():
        return ""
    earlier = Demand.objects.filter(officer_email__iexact=address, verified_at__isnull=False)
    if earlier.exclude(pk=demand.pk).exists():
        return ""
    return _("No genuine demand ever came from %(address)s.") % {"address": address}


def officer_has_left(demand: Demand) -> str:
    left = Officer.objects.filter(email__iexact=demand.officer_email, left_on__isnull=False).first()
    return _("%(name)s is no longer there.") % {"name": left.name} if left else ""


def odd_hour(demand: Demand) -> str:
    if demand.agency is None:
        return ""
    try:
        local = demand.received_at.astimezone(ZoneInfo(demand.agency.time_zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    if local.hour in OFFICE_HOURS:
        return ""
    return _("It came at %(hour)s of the agency's own time.") % {"hour": f"{local:%H:%M}"}


def other_country(demand: Demand) -> str:
    """The ending of the sender's domain belongs to another country than the agency."""
    domain, agency = _domain(demand), demand.agency
    ending = domain.rpartition(".")[2]
    if agency is None or not agency.country or len(ending) != 2 or ending in _OF_NO_COUNTRY:
        return ""
    if _ENDINGS.get(ending, ending.upper()) == agency.country:
        return ""
    return _("The sender's domain %(domain)s is of another country than the agency (%(own)s).") % {
        "domain": domain,
        "own": agency.country,
    }


def far_from_home(demand: Demand) -> str:
    """A state or local agency that asks only about customers of other countries."""
    agency = demand.agency
    if agency is None or agency.level not in (Agency.Level.STATE, Agency.Level.LOCAL):
        return ""
    owners = [target.account.customer for target in demand.targets.all()]
    countries = {owner.country for owner in owners if owner is not None and owner.country}
    if not countries or not agency.country or agency.country in countries:
        return ""
    return _("A %(level)s agency of %(country)s asks only about customers elsewhere.") % {
        "level": agency.get_level_display().lower(),
        "country": agency.country,
    }


def urgent_again(demand: Demand) -> str:
    """The stolen mailboxes were used for one emergency after the other."""
    if not demand.process or not demand.officer_email or not _is_emergency(demand):
        return ""
    earlier = Demand.objects.filter(
        officer_email__iexact=demand.officer_email,
        process=demand.process,
        received_at__lt=demand.received_at,
        received_at__gte=demand.received_at - URGENT_AGAIN,
    ).exclude(pk=demand.pk)
    if not (count := earlier.count()):
        return ""
    return _("The same sender claimed %(count)d other emergencies in 30 days.") % {"count": count}


SIGNS: dict[str, Callable[[Demand], str]] = {
    "refused_sender": refused_sender,
    "look_alike_domain": look_alike_domain,
    "unreadable_address": unreadable_address,
    "other_domain": other_domain,
    "other_country": other_country,
    "officer_has_left": officer_has_left,
    "new_sender": new_sender,
    "urgent_again": urgent_again,
    "odd_hour": odd_hour,
    "far_from_home": far_from_home,
}


def _is_emergency(demand: Demand) -> bool:
    return law.process(demand.process, demand.process_version).family is Family.EMERGENCY


def _domain(demand: Demand) -> str:
    """The sender's exact domain; empty when there is none, or none that can be."""
    try:
        return lookalike.domain_of(demand.officer_email) if demand.officer_email else ""
    except lookalike.BadDomain:
        return ""


def _exact(domains: Iterable[str]) -> Iterator[str]:
    for domain in domains:
        try:
            yield lookalike.a_labels(domain)
        except lookalike.BadDomain:
            continue
