"""How a form's fields stand on its page: in groups with a heading, rarely used ones folded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Section:
    """A group of fields; `note` is a sentence under its heading. A folded one stays closed until
    something in it was entered or refused."""

    title: StrOrPromise
    fields: Sequence[str]
    note: StrOrPromise = ""
    folded: bool = False


@dataclass(frozen=True)
class Shown:
    title: StrOrPromise
    note: StrOrPromise
    fields: list[BoundField]
    folded: bool = False

    @property
    def used(self) -> bool:
        return any(field.errors or (field.form.is_bound and field.data) for field in self.fields)


def shown_sections(form: forms.BaseForm, sections: Iterable[Section]) -> list[Shown]:
    """The visible fields by section; what no section names comes last, without a heading."""
    groups = [_shown(form, section) for section in sections]
    named = {field.name for group in groups for field in group.fields}
    rest = [field for field in form.visible_fields() if field.name not in named]
    return [group for group in (*groups, Shown("", "", rest)) if group.fields]


def _shown(form: forms.BaseForm, section: Section) -> Shown:
    fields = [form[name] for name in section.fields if name in form.fields]
    return Shown(section.title, section.note, fields, section.folded)
