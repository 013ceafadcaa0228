"""The few makers that tests build their world with. Everything goes through the product's doors."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile

from casework import law, moves
from casework.intake import receive
from casework.models import Account, Agency, Customer, Demand, Document, Service

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
SWITCHBOARD = "+1 202 555 0100"
CALL_BACK = {"method": "call_back", "number_dialled": SWITCHBOARD}
_numbers = count(1)


def person(*roles: str, name: str = "") -> User:
    """A member of staff with these roles (casework/access.py)."""
    number = next(_numbers)
    user = User.objects.create_user(
        username=name or f"{roles[0] if roles else 'nobody'}-{number}",
        password="a long synthetic passphrase",
        is_staff=True,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def service() -> Service:
    made, _created = Service.objects.get_or_create(slug="mail", defaults={"name": "Northlake Mail"})
    return made


def agency(**facts: Any) -> Agency:
    given = {
        "name": f"Agency {next(_numbers)}",
        "country": "US",
        "level": "federal",
        "switchboard": SWITCHBOARD,
        "switchboard_source": "The government's directory",
        **facts,
    }
    return Agency.objects.create(**given)


def _issuing_country(process: str) -> str:
    """Spain for Europe, as in case C11; else where the law says, or the United States."""
    issued_in = law.process(process).issued_in if process else ()
    return "ES" if "ES" in issued_in else next(iter(issued_in), "US")


def customer(segment: str = "consumer", **facts: Any) -> Customer:
    number = next(_numbers)
    given = {
        "name": f"Customer {number}",
        "segment": segment,
        "country": "US",
        "notice_email": f"customer-{number}@example.org",
        "redirect_name": "Robin Example",
        "redirect_email": f"counsel-{number}@example.org",
        **facts,
    }
    return Customer.objects.create(**given)


def account(of: Customer | None = None, **facts: Any) -> Account:
    number = next(_numbers)
    given = {
        "service": service(),
        "identifier": f"user-{number}@mail.example.org",
        "customer": of,
        **facts,
    }
    return Account.objects.create(**given)


def paper(name: str = "demand.pdf", content: bytes = b"%PDF-1.7 synthetic") -> "ContentFile[bytes]":
    return ContentFile(content, name=name)


def demand(
    process: str = "us_grand_jury_subpoena",
    *,
    customers: Iterable[Customer] | None = None,
    categories: Iterable[str] = ("basic",),
    now: datetime = NOW,
    **facts: Any,
) -> Demand:
    """A received demand with its document and one target for each customer."""
    owners = list(customers) if customers is not None else [customer()]
    given = {
        "service": service(),
        "process": process,
        "agency": facts.pop("agency", None) or agency(country=_issuing_country(process)),
        "asked": "Name and address of the account's holder.",
        "received_at": now,
        **facts,
    }
    return receive(
        given,
        targets=[
            {"account": account(owner), "categories_asked": list(categories)} for owner in owners
        ],
        papers=[(paper(), Document.Kind.DEMAND)],
        actor=None,
        now=now,
    )


def reviewed(now: datetime = NOW, **facts: Any) -> Demand:
    """A demand in legal review: verified, its checklist passed, no gag order found."""
    made = demand(now=now, **facts)
    moves.make(made.pk, "start_review", actor=None, now=now)
    moves.record(made.pk, "verify", actor=None, now=now, facts=CALL_BACK)
    for point in law.process(made.process).checklist:
        moves.record(
            made.pk,
            "review_item",
            actor=None,
            now=now,
            facts={"code": point.code, "result": "passed"},
        )
    return Demand.objects.get(pk=made.pk)


def gag(of: Demand, *, now: datetime = NOW, **facts: Any) -> Any:
    """A binding order over the whole demand without an end date, unless told otherwise."""
    given = {
        "authority": "us_2705b",
        "issuing_body": "S.D.N.Y.",
        "docket": "26-mj-0001",
        "starts_on": now.date(),
        "end_kind": "indefinite",
        **facts,
    }
    return moves.record(of.pk, "gag_order", actor=None, now=now, facts=given)


def package(of: Demand, *categories: str, now: datetime, by: User, approved_by: User) -> None:
    """A production with a file in each category for each target, approved by a second person."""
    items = []
    for target in of.targets.all():
        for category in categories:
            document = moves.record(
                of.pk,
                "document",
                actor=None,
                now=now,
                facts={"upload": paper(f"{category}.csv", b"a,b\n1,2\n"), "kind": "production"},
            )
            items.append({"target": target, "category": category, "document": document})
        if not categories:
            items.append({"target": target})
    moves.record(of.pk, "production", actor=by, now=now, facts={"items": items})
    moves.record(of.pk, "production_approval", actor=approved_by, now=now)
