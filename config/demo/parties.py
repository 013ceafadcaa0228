"""Who asks, and whose data it is: invented names, reserved domains and numbers."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casework.models import Account, Agency, Customer, DenyListEntry, Officer, Service
from casework.states import Segment

HERE = Path(__file__).parent
SERVICES = (("mail", "Northlake Mail"), ("drive", "Northlake Drive"), ("cloud", "Northlake Cloud"))

LANGUAGE = {"DE": "de", "CH": "de", "FR": "fr"}


@dataclass
class Parties:
    services: dict[str, Service]
    agencies: dict[str, Agency]
    organisations: dict[str, Customer]

    def account(self, service: str, named: str) -> Account:
        """`user@organisation` by its key, or the name of a consumer."""
        user, _at, organisation = named.partition("@")
        if organisation:
            customer = self.organisations[organisation]
            domain = customer.notice_email.rpartition("@")[2]
            identifier = f"{user}@{domain}"
        else:
            identifier = f"{user}@northlake-mail.example"
            customer = self._consumer(user)
        found, _made = Account.objects.get_or_create(
            service=self.services[service], identifier=identifier, defaults={"customer": customer}
        )
        return found

    def _consumer(self, user: str) -> Customer:
        address = f"{user}@example.org"
        found, _made = Customer.objects.get_or_create(
            notice_email=address,
            segment=Segment.CONSUMER,
            defaults={"name": user.replace(".", ". ", 1).title()},
        )
        return found


def introduce() -> Parties:
    """The services, agencies and organisations. Consumers come with their accounts."""
    return Parties(
        services={
            slug: Service.objects.get_or_create(slug=slug, defaults={"name": name})[0]
            for slug, name in SERVICES
        },
        agencies={
            row["key"]: _agency(row, place) for place, row in enumerate(_rows("agencies.csv"), 10)
        },
        organisations={row["key"]: _organisation(row) for row in _rows("organisations.csv")},
    )


def refuse_a_sender(now: datetime) -> None:
    """The look-alike of an agency's domain that a forgery of the demo came from."""
    DenyListEntry.objects.create(
        kind=DenyListEntry.Kind.DOMAIN,
        value="records-lnquiry.example",
        reason="A forged emergency request came from it",
        added_at=now,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _agency(row: dict[str, str], number: int) -> Agency:
    # 555-01… is kept free for stories, and +999 is no country.
    prefix = "+1 202" if row["country"] in ("US", "CA") else "+999"
    agency = Agency.objects.create(
        name=row["name"],
        country=row["country"],
        level=row["level"],
        domain=row["domain"],
        time_zone=row["time_zone"],
        switchboard=f"{prefix} 555 01{number}",
        switchboard_source="Official directory, looked up by us",
        letter_email=f"registry@{row['domain']}",
        letter_address=f"{row['name']}\n{number} Courthouse Square",
    )
    Officer.objects.create(
        agency=agency,
        name="Alex Sample",
        title="Registry",
        email=f"a.sample@{row['domain']}",
        source="Confirmed by the switchboard",
    )
    return agency


def _organisation(row: dict[str, str]) -> Customer:
    return Customer.objects.create(
        name=row["name"],
        segment=row["segment"],
        country=row["country"],
        language=LANGUAGE.get(row["country"], "en"),
        notice_email=f"it@{row['domain']}",
        redirect_name=row["contact"],
        redirect_email=f"legal@{row['domain']}",
    )
