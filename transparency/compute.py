"""The figures of a service and a period, from the record as it stands at one instant."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel import Locale
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.models import Service
from transparency import bands, records
from transparency.cases import Tallied, tallied
from transparency.counting import figures
from transparency.definitions import COHORT, DIFFERENCES, PROCESSES
from transparency.figures import Difference, Edition, Figures, Heading, Provider, Table
from transparency.layouts import national_security
from transparency.periods import Period
from transparency.tallies import World


@dataclass(frozen=True)
class Computed:
    figures: Figures
    # For each difference the references of the demands behind it: for staff, never for print.
    behind: dict[str, list[str]]


def compute(
    service: Service,
    period: Period,
    *,
    now: datetime,
    language: str = "en",
    edition: Edition | None = None,
    explanations: Mapping[str, str] | None = None,
) -> Computed:
    """`now` becomes the instant of freezing: an aware datetime in UTC."""
    with override(language):
        counted = tallied(records.cases(service, period))
        late = records.late_notices(service, period)
        world = World(
            demands=counted.demands,
            accounts=counted.accounts,
            late_demands=late.demands,
            late_accounts=late.accounts,
            duplicates=records.duplicates(service, period),
            preservations=records.preservations(service, period),
            countries=_countries(counted, language),
            processes=tuple((key.value, str(name)) for key, name in PROCESSES.items()),
            differences=_differences(counted, explanations or {}),
            bands=(_bands(period, now.date()),),
        )
        heading = _heading(service, period, now, language)
        return Computed(figures(world, heading, edition or Edition()), counted.behind)


def _differences(counted: Tallied, explanations: Mapping[str, str]) -> tuple[Difference, ...]:
    return tuple(
        Difference(key, str(DIFFERENCES[key]), len(references), explanations.get(key, ""))
        for key, references in counted.behind.items()
    )


def _countries(counted: Tallied, language: str) -> tuple[tuple[str, str], ...]:
    """In the order of a dictionary of the language, as far as letters without accents give it."""
    names = Locale(language).territories
    codes = {tally.country for tally in counted.demands if tally.country}
    named = ((code, str(names.get(code, code))) for code in codes)
    return tuple(sorted(named, key=lambda pair: (_plain(pair[1]), pair[0])))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _bands(period: Period, today: date) -> Table:
    option = bands.Option(settings.NATIONAL_SECURITY_BANDS)
    spans = period.halves() if bands.STRUCTURES[option].months == 6 else (period,)
    lines = []
    for span in spans:
        try:
            lines.append((span, bands.banded(option, records.security_orders(span), span, today)))
        except bands.NotAllowed:
            # Not due yet, or not a period the option is for: the table has no row for it.
            continue
    return national_security.bands(option, lines)


def _heading(service: Service, period: Period, now: datetime, language: str) -> Heading:
    said = settings.PROVIDER
    return Heading(
        provider=Provider(
            name=said["name"],
            legal_entity=said["legal_entity"],
            address=said["address"],
            country=said["country"],
            website=said["website"],
            email=said["legal_email"],
        ),
        service=service.name,
        language=language,
        label=period.label,
        period=in_words(period),
        start=period.start.isoformat(),
        end=period.end.isoformat(),
        cohort=str(COHORT),
        frozen_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def in_words(period: Period) -> str:
    same_year = period.start.year == period.end.year
    return _("%(start)s to %(end)s") % {
        "start": date_format(period.start, "j F" if same_year else "j F Y"),
        "end": date_format(period.end, "j F Y"),
    }
