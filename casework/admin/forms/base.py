"""What the form of every move and of every fact has in common.

A form collects facts and gives them to the door (casework/moves.py); it decides nothing. What the
door refuses stands as sentences on top and at the fields, and nothing is saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from casework import moves
from casework.admin.choices import Day, Instant, OneOf, Ticks, numbered
from casework.admin.forms.sections import Section, Shown, shown_sections
from casework.models import Customer, Demand, Document, Target


class Writing:
    """Several facts of one form: all or none, each against the version the one before it left."""

    def __init__(self, demand: Demand, actor: User, now: datetime, version: int) -> None:
        self.demand, self.actor, self.now, self.version = demand, actor, now, version
        self._kept: list[Document] = []
        self._atomic = transaction.atomic()

    def __enter__(self) -> "Writing":
        self._atomic.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._atomic.__exit__(kind, error, trace)
        if error is not None:  # the rows are gone, and no file may stay without its row
            for document in self._kept:
                document.file.delete(save=False)

    def record(self, name: str, facts: Mapping[str, Any]) -> Any:
        row = moves.record(
            self.demand.pk,
            name,
            actor=self.actor,
            now=self.now,
            facts=facts,
            version=self.version,
        )
        self._follow()
        return row

    def keep(self, upload: Any, kind: str) -> Document:
        document: Document = self.record("document", {"upload": upload, "kind": kind})
        self._kept.append(document)
        return document

    def move(self, name: str, facts: Mapping[str, Any]) -> None:
        moves.make(
            self.demand.pk,
            name,
            actor=self.actor,
            now=self.now,
            facts=facts,
            version=self.version,
        )
        self._follow()

    def _follow(self) -> None:
        rows = Demand.objects.filter(pk=self.demand.pk)
        self.version = rows.values_list("version", flat=True).get()


class ActForm(forms.Form):
    """The form of one move or fact. `state` is in no form."""

    act: ClassVar[str]
    # Model fields taken over with their words, lengths and choices.
    model: ClassVar[type[models.Model] | None] = None
    taken: ClassVar[tuple[str, ...]] = ()
    # Facts that are documents: the field's name and what kind a newly added file is.
    papers: ClassVar[Mapping[str, str]] = {}
    papers_required: ClassVar[bool] = False
    sections: Sequence[Section] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, demand: Demand, user: User, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.demand, self.user, self.now = demand, user, now
        self.initial.setdefault("version", demand.version)
        if self.model is not None:
            self.fields.update(model_fields(self.model, self.taken))
        for name in self.papers:
            self._add_paper(name)
        self.arrange()

    def arrange(self) -> None:
        """Choices and starting values that depend on the demand."""

    def facts(self) -> dict[str, Any]:
        """What the door is given: by default every field but the papers and the version."""
        own = set(self.fields) - {"version"}
        own -= {field for name in self.papers for field in (name, f"{name}_upload")}
        return {name: self.cleaned_data[name] for name in own}

    def perform(self, actor: User, now: datetime) -> None:
        """Write it through the door, with the files it brings, all or nothing."""
        with Writing(self.demand, actor, now, self.cleaned_data["version"]) as writing:
            facts = {**self.facts(), **self.kept_papers(writing)}
            if self.act in moves.LABELS:
                writing.move(self.act, facts)
            else:
                writing.record(self.act, facts)

    # --- Papers --------------------------------------------------------------------------------

    def _add_paper(self, name: str) -> None:
        documents = numbered(self.demand.documents.all())
        if documents:
            self.fields[name] = OneOf(
                documents,
                required=False,
                empty=_("A new file, or none"),
                label=_("Document on file"),
            )
        self.fields[f"{name}_upload"] = forms.FileField(
            required=False,
            label=_("Or add its file") if documents else _("Its document"),
            help_text=_("Kept byte for byte, with its SHA-256."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.papers:
            chosen, added = cleaned.get(name), cleaned.get(f"{name}_upload")
            if chosen and added:
                self.add_error(f"{name}_upload", _("Choose a document or add a file, not both."))
            if self.papers_required and not chosen and not added:
                self.add_error(
                    f"{name}_upload", _("This takes its document: choose one or add its file.")
                )
        return cleaned

    def kept_papers(self, writing: Writing) -> dict[str, Document]:
        """The documents of the form: those on file, and those it brings."""
        found = {}
        for name, kind in self.papers.items():
            document = self.cleaned_data.get(name)
            if added := self.cleaned_data.get(f"{name}_upload"):
                document = writing.keep(added, kind)
            if document:
                found[name] = document
        return found

    # --- On the page ---------------------------------------------------------------------------

    def refused(self, refusal: moves.Refused) -> None:
        """The door's sentences: at their fields where they name one, else on top."""
        on_top = [] if refusal.errors else refusal.reasons
        for name, sentences in refusal.errors.items():
            place = self._place_of(name)
            if place:
                self.add_error(place, [ValidationError(sentence) for sentence in sentences])
            else:
                on_top += sentences
        for sentence in on_top:
            self.add_error(None, sentence)

    def _place_of(self, name: str) -> str | None:
        return next((each for each in (name, f"{name}_upload") if each in self.fields), None)

    def shown(self) -> list[Shown]:
        return shown_sections(self, self.sections)


class Confirmation(ActForm):
    """A move that needs no facts: the page says what it does, and asks once."""


def model_fields(model: type[models.Model], names: Iterable[str]) -> dict[str, forms.Field]:
    """Fields of a model as form fields: dates in the browser's control, lists as boxes to tick."""
    return fields_for_model(model, fields=list(names), formfield_callback=_form_field)


def _form_field(field: Any) -> Any:
    words = {
        "label": str(field.verbose_name).capitalize(),
        "help_text": field.help_text,
        "required": not field.blank,
    }
    if isinstance(field, models.DateTimeField):
        return Instant(**words)
    if isinstance(field, models.DateField):
        return Day(**words)
    if isinstance(field, ArrayField):
        return Ticks(choices=field.base_field.choices or (), **words)
    if isinstance(field, models.TextField):
        return field.formfield(label=words["label"], widget=forms.Textarea(attrs={"rows": 4}))
    return field.formfield(label=words["label"])


class YesNo(forms.TypedChoiceField):
    """A question that is answered, not left at a box's default."""

    widget = forms.RadioSelect

    def __init__(self, *, yes: StrOrPromise, no: StrOrPromise, **kwargs: Any) -> None:
        choices = [("yes", yes), ("no", no)]
        super().__init__(choices=choices, coerce=lambda value: value == "yes", **kwargs)


def targets_by_reference(demand: Demand) -> dict[str, Target]:
    """The demand's targets by their accounts' references, which never change."""
    return {target.account.reference: target for target in demand.targets.all()}


def customers_of(demand: Demand) -> dict[str, Customer]:
    """The customers whose accounts the demand names, by reference."""
    found = [target.account.customer for target in demand.targets.all()]
    return {customer.reference: customer for customer in found if customer is not None}


ALL_TARGETS = gettext_lazy("Every account of the demand")
