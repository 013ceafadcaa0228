"""The pages as people use them, at the time a case is at: a test client on the admin's forms.

Time is frozen while a page is asked; what happens by itself is one sweep of the product.
"""

import html
import re
from datetime import datetime
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework import law, moves
from casework.models import Account, Demand, Target
from tests import makers
from tests.notifications.world import World, customers_mail
from transparency import cases, records
from transparency.periods import parse
from transparency.tallies import DemandTally


class Desk:
    """One demand and the people who work on it."""

    def __init__(self, mail_server: Any) -> None:
        self.mail_server, self.world = mail_server, World()
        self.people = {role: makers.person(role) for role in ("counsel", "approver")}
        self.demand: Demand

    # --- What people do --------------------------------------------------------------------------

    def receive(self, now: datetime, process: str, *owners: Any, asks: list[str], **given: Any):
        """A demand is entered on the form; its accounts are on file with their customers."""
        accounts = [makers.account(owner) for owner in owners]
        agency = given.pop("agency", None) or makers.agency()
        data = {
            "document": pdf("demand.pdf"),
            "service": makers.service().slug,
            "received_at": f"{now:%Y-%m-%dT%H:%M:%S}",
            "channel": "form",
            "process": process,
            "agency": agency.reference,
            "accounts": "\n".join(account.identifier for account in accounts),
            "categories_asked": asks,
            "customer_language": "en",
            "asked": "Records of the accounts named.",
            **given,
        }
        response = self._post(now, "counsel", reverse("admin:casework_demand_add"), data)
        assert response.status_code == 302, said(response)
        self.demand = Demand.objects.get(targets__account=accounts[0])
        return self.demand

    def act(self, now: datetime, name: str, *, by: str = "counsel", **data: Any) -> None:
        """Fill in a form and send it; it has to be accepted."""
        response = self._act(now, name, by, data)
        assert response.status_code == 302, f"{name}: {said(response)}"
        self.demand = Demand.objects.get(pk=self.demand.pk)

    def refused(self, now: datetime, name: str, *, by: str = "counsel", **data: Any) -> str:
        """Send a form that has to be refused, with nothing changed; what the page says."""
        before = Demand.objects.get(pk=self.demand.pk)
        response = self._act(now, name, by, data)
        assert response.status_code != 302, f"{name} was accepted"
        after = Demand.objects.get(pk=self.demand.pk)
        assert (after.version, after.state) == (before.version, before.state)
        return said(response)

    def review(self, now: datetime, **verification: Any) -> None:
        """Start review, call back, answer the checklist."""
        self.act(now, "start_review")
        self.act(now, "verify", **{**makers.CALL_BACK, "genuine": "yes", **verification})
        self.check(now)

    def check(self, now: datetime) -> None:
        points = law.process(self.demand.process).checklist
        self.act(now, "review_item", **{f"result_{point.code}": "passed" for point in points})

    def package(self, now: datetime, *categories: str) -> None:
        files: dict[str, Any] = {
            f"file_{target.account.reference}_{category}": csv(f"{category}.csv")
            for target in self.targets()
            for category in categories
        }
        self.act(now, "production", **files)
        self.act(now, "production_approval", by="approver", read="on")

    # --- What happens by itself, and what is there to see ----------------------------------------

    def sweep(self, *instants: datetime) -> None:
        for instant in instants:
            self.world.sweep(instant)

    def mails(self) -> list[Any]:
        return list(customers_mail(self.mail_server))

    def words(self, mail: Any) -> str:
        return " ".join(mail.message.get_body(("plain",)).get_content().split())

    def targets(self) -> list[Target]:
        return list(self.demand.targets.select_related("account"))

    def due(self, rule: str) -> datetime:
        row = self.demand.deadlines.filter(rule=rule).order_by("-set_at").first()
        assert row is not None, rule
        return row.at

    def open_rules(self) -> set[str]:
        return {row.rule for row in self.demand.deadlines.all() if row.is_open}

    def cell(self, period: str) -> DemandTally:
        """The one line of the report that the demand is counted in."""
        found = cases.tallied(records.cases(makers.service(), parse(period))).demands
        assert len(found) == 1, found
        return found[0]

    def page(self, now: datetime) -> str:
        url = reverse("admin:casework_demand_change", args=[self.demand.reference])
        with time_machine.travel(now, tick=False):
            return said(self._client("counsel").get(url))

    # --- How -------------------------------------------------------------------------------------

    def _act(self, now: datetime, name: str, by: str, data: dict[str, Any]) -> Any:
        kind = "move" if name in moves.LABELS else "record"
        url = reverse(f"admin:casework_demand_{kind}", args=[self.demand.reference, name])
        version = Demand.objects.values_list("version", flat=True).get(pk=self.demand.pk)
        return self._post(now, by, url, {"version": version, **data})

    def _post(self, now: datetime, by: str, url: str, data: dict[str, Any]) -> Any:
        with time_machine.travel(now, tick=False):
            return self._client(by).post(url, data)

    def _client(self, by: str) -> Client:
        client = Client()
        client.force_login(self.people[by])
        return client


def said(response: Any) -> str:
    """The words of a page, without its marks."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(text).split())


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 synthetic", content_type="application/pdf")


def csv(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a,b\n1,2\n", content_type="text/csv")


def account_of(demand: Demand) -> Account:
    return demand.targets.get().account
