"""People at their desks: they open real pages and send the forms they find there."""

from datetime import UTC, datetime
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CheckboxInput, RadioSelect, Select
from django.test import Client
from django.urls import reverse

from casework.admin import addresses
from casework.models import Demand

PDF = b"%PDF-1.7 synthetic paper"


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def upload(name: str = "paper.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


class Desk:
    """One signed-in person, at one instant at a time (sessions end long before a case does)."""

    def __init__(self, person: User, at: datetime | None = None) -> None:
        self.person, self.at, self.client = person, at, Client()

    def get(self, address: str, at: datetime | None = None) -> Any:
        return self._ask("get", address, at)

    def post(self, address: str, data: dict[str, Any], at: datetime | None = None) -> Any:
        return self._ask("post", address, at, data)

    def _ask(self, method: str, address: str, at: datetime | None, *data: Any) -> Any:
        self.at = at or self.at
        with time_machine.travel(self.at, tick=False) if self.at else _as_it_is():
            self.client.force_login(self.person)
            return getattr(self.client, method)(address, *data)

    # --- A demand ------------------------------------------------------------------------------

    def page(self, demand: Demand, at: datetime | None = None) -> Any:
        return self.get(addresses.demand_page(demand), at)

    def form(self, demand: Demand, name: str, at: datetime | None = None) -> dict[str, Any]:
        """What the browser would send if the person changed nothing."""
        return filled(self.get(addresses.act(demand, name), at).context["form"])

    def act(self, demand: Demand, name: str, at: datetime | None = None, **given: Any) -> Any:
        """Open the form of a move or fact, fill it in, send it."""
        data = {**self.form(demand, name, at), **given}
        return self.post(addresses.act(demand, name), data, at)

    def does(self, demand: Demand, name: str, at: datetime | None = None, **given: Any) -> None:
        """The same, and it must be written."""
        answer = self.act(demand, name, at, **given)
        assert answer.status_code == 302, said_by(answer)

    def registers(self, at: datetime, **given: Any) -> Demand:
        address = reverse("admin:casework_demand_add")
        data = {**filled(self.get(address, at).context["form"]), **given}
        answer = self.post(address, data, at)
        assert answer.status_code == 302, said_by(answer)
        return Demand.objects.get(reference=answer.url.rstrip("/").rpartition("/")[2])


def filled(form: Any) -> dict[str, Any]:
    """A form's values as a browser sends them: a list's first choice, unticked boxes not at all."""
    values = {field.html_name: _sent(field) for field in form}
    return {name: value for name, value in values.items() if value is not None}


def _sent(field: Any) -> Any:
    value, widget = field.value(), field.field.widget
    if isinstance(value, list):
        return [str(each) for each in value]
    if value in (None, ""):
        is_list = isinstance(widget, Select) and not isinstance(widget, RadioSelect)
        return next((str(key) for key, _label in widget.choices), "") if is_list else None
    if isinstance(widget, CheckboxInput):
        return "on" if value else None
    return (
        widget.format_value(value)[0] if isinstance(widget, Select) else widget.format_value(value)
    )


def said_by(answer: Any) -> str:
    """The sentences of a page that refused."""
    if answer.context is None or "form" not in answer.context:
        return f"{answer.status_code} {answer.content[:500]!r}"
    return f"{answer.status_code} {answer.context['form'].errors.as_json()}"


def _as_it_is() -> Any:
    from contextlib import nullcontext

    return nullcontext()
