"""Form fields that name a row as people do: by its place, its reference or its name; never by key.

Places (“1”, “2”) number the rows of one demand in a fixed order. Between showing a form and
receiving it the numbers can change only with the demand's version, and then the door refuses.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from casework import law
from casework.models import Agency, Customer

Row = TypeVar("Row", bound=models.Model)


def numbered(rows: Iterable[Row]) -> dict[str, Row]:
    """The rows of one demand by their places."""
    return {str(place): row for place, row in enumerate(rows, start=1)}


class OneOf(forms.TypedChoiceField):
    """One row of a demand; `rows` is what `numbered` returned."""

    def __init__(self, rows: Mapping[str, Row], *, empty: str = "", **kwargs: Any) -> None:
        choices = [(place, str(row)) for place, row in rows.items()]
        if empty or not kwargs.get("required", True):
            choices.insert(0, ("", empty or "—"))
        super().__init__(choices=choices, coerce=rows.__getitem__, empty_value=None, **kwargs)


class SomeOf(forms.TypedMultipleChoiceField):
    """Some rows of a demand, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Mapping[str, Row], **kwargs: Any) -> None:
        choices = [(place, str(row)) for place, row in rows.items()]
        super().__init__(choices=choices, coerce=rows.__getitem__, empty_value=[], **kwargs)


class Day(forms.DateField):
    """A day, in the browser's own control."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class Instant(forms.DateTimeField):
    """An instant in UTC, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(input_formats=formats, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        return found.astimezone(UTC) if found else None


class Ticks(forms.MultipleChoiceField):
    """Several values of a closed list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class AgencyField(forms.CharField):
    """An agency by reference or by name; the suggestions are a datalist of the page's."""

    def clean(self, value: Any) -> Agency | None:
        words = super().clean(value)
        if not words:
            return None
        return only_one(agencies_called(words), words, _("agency"), _("Add it first."))


class CustomerField(forms.CharField):
    """A customer by reference, name or e-mail address for notices."""

    def clean(self, value: Any) -> Customer | None:
        words = super().clean(value)
        if not words:
            return None
        return only_one(customers_called(words), words, _("customer"), _("Enter a new one."))


def agencies_called(words: str) -> Sequence[Agency]:
    """“A-…”, a name, or a name with its country as lists show it: “Europol (NL)”."""
    name, _bracket, country = words.removesuffix(")").rpartition(" (")
    asked = models.Q(reference__iexact=words) | models.Q(name__iexact=words)
    if name and words.endswith(")"):
        asked |= models.Q(name__iexact=name, country__iexact=country)
    return list(Agency.objects.filter(asked)[:10])


def customers_called(words: str) -> Sequence[Customer]:
    asked = (
        models.Q(reference__iexact=words)
        | models.Q(name__iexact=words)
        | models.Q(notice_email__iexact=words)
    )
    return list(Customer.objects.filter(asked)[:10])


def only_one(found: Sequence[Row], words: str, what: str, next_step: str) -> Row:
    """The one row that is meant, or a sentence that says why it is not clear which."""
    if len(found) == 1:
        return found[0]
    said = {"what": what, "words": words, "next": next_step}
    if not found:
        raise ValidationError(_("No %(what)s is called “%(words)s”. %(next)s") % said)
    said["references"] = ", ".join(f"{row} {getattr(row, 'reference', '')}" for row in found)
    raise ValidationError(
        _("More than one %(what)s is called “%(words)s”: enter the reference. %(references)s.")
        % said
    )


def process_choices(with_national_security: bool) -> list[tuple[str, Any]]:
    """The catalogue's processes, grouped by whose law they are."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for versions in law.catalogue().processes.values():
        newest = versions[-1]
        if newest.national_security and not with_national_security:
            continue
        groups.setdefault(newest.jurisdiction, []).append((newest.code, newest.name))
    ordered = sorted(groups.items(), key=lambda group: (group[0] != "US", group[0]))
    return [("", _("Not known yet")), *ordered]


def ground_choices(kind: law.GroundKind, process: str) -> list[tuple[str, str]]:
    return [(ground.code, ground.name) for ground in law.grounds(kind, process)]
