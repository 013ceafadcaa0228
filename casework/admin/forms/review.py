"""Is it genuine, does it hold, what can it compel: the work of review."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import law
from casework.admin.choices import Instant, Ticks
from casework.admin.forms.act import Act
from casework.admin.forms.base import (
    ActForm,
    Confirmation,
    Writing,
    YesNo,
    targets_by_reference,
)
from casework.clock_words import EVENTS
from casework.models import ClockPause, Document, ReviewItem
from casework.states import Category


class StartReviewForm(Confirmation):
    act = "start_review"


class ChecklistForm(ActForm):
    """Every point of the process's checklist; only answers that are new or changed are recorded."""

    act = "review_item"

    def arrange(self) -> None:
        self.points = checklist_of(self.demand)
        self.answers = {item.code: item for item in self.demand.review_items.all()}
        choices = [*ReviewItem.Result.choices]
        for point in self.points:
            answer = self.answers.get(point.code)
            self.fields[f"result_{point.code}"] = forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, required=False, label=point.text
            )
            self.fields[f"note_{point.code}"] = forms.CharField(
                required=False,
                label=_("Note"),
                widget=forms.TextInput(attrs={"aria-label": _("Note"), "placeholder": _("Note")}),
            )
            if answer:
                self.initial.setdefault(f"result_{point.code}", answer.result)
                self.initial.setdefault(f"note_{point.code}", answer.note)

    def rows(self) -> Iterator[tuple[law.ChecklistItem, BoundField, BoundField]]:
        for point in self.points:
            yield point, self[f"result_{point.code}"], self[f"note_{point.code}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for point in self.points:
            result = cleaned.get(f"result_{point.code}")
            if result == ReviewItem.Result.FAILED and not cleaned.get(f"note_{point.code}"):
                self.add_error(f"note_{point.code}", _("Say what failed."))
        if not self.errors and not list(self._changed()):
            raise ValidationError(_("No answer was changed."))
        return cleaned

    def _changed(self) -> Iterator[dict[str, str]]:
        for point in self.points:
            result = self.cleaned_data.get(f"result_{point.code}", "")
            note = self.cleaned_data.get(f"note_{point.code}", "")
            before = self.answers.get(point.code)
            if result and (before is None or (before.result, before.note) != (result, note)):
                yield {"code": point.code, "result": result, "note": note}

    def perform(self, actor: User, now: datetime) -> None:
        with Writing(self.demand, actor, now, self.cleaned_data["version"]) as writing:
            for facts in self._changed():
                writing.record("review_item", facts)


def checklist_of(demand: Any) -> tuple[law.ChecklistItem, ...]:
    if not demand.process:
        return ()
    try:
        return law.process(demand.process, demand.process_version).checklist
    except law.UnknownCode:
        return ()


class ScopesForm(ActForm):
    """For each account the categories that remain in question."""

    def arrange(self) -> None:
        for reference, target in targets_by_reference(self.demand).items():
            asked = [(code, Category(code).label) for code in target.scope]
            self.fields[f"scope_{reference}"] = Ticks(
                label=_("%(account)s: what remains") % {"account": target.account},
                choices=asked,
                required=False,
                initial=list(target.scope),
            )

    def scopes(self) -> dict[Any, list[str]]:
        """The narrowed scopes by target; those left as they were are left alone."""
        chosen = {
            target: self.cleaned_data[f"scope_{reference}"]
            for reference, target in targets_by_reference(self.demand).items()
        }
        return {
            target.pk: scope
            for target, scope in chosen.items()
            if sorted(scope) != sorted(target.scope)
        }


class NarrowingForm(ScopesForm):
    act = "narrowing"

    def arrange(self) -> None:
        super().arrange()
        self.fields["letter_upload"] = forms.FileField(
            label=_("The agency's letter"),
            required=False,
            help_text=_("A narrowing counts in writing: add the letter unless it is on file."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.scopes():
            raise ValidationError(_("Nothing was narrowed: untick what the agency gave up."))
        return cleaned

    def perform(self, actor: User, now: datetime) -> None:
        with Writing(self.demand, actor, now, self.cleaned_data["version"]) as writing:
            if letter := self.cleaned_data["letter_upload"]:
                writing.keep(letter, Document.Kind.AGENCY_LETTER)
            writing.record("narrowing", {"scopes": self.scopes()})


# --- Events and circumstances that the law's clocks count from ---------------------------------


class MilestoneForm(ActForm):
    act = "milestone"

    def arrange(self) -> None:
        self.fields["trigger"] = forms.ChoiceField(label=_("Event"), choices=trigger_choices())
        self.fields["at"] = Instant(label=_("When (UTC)"))
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )


def trigger_choices() -> list[tuple[str, str]]:
    return [(each.value, capfirst(str(words))) for each, words in EVENTS.items()]


class CircumstanceForm(ActForm):
    act = "circumstance"

    def arrange(self) -> None:
        facts = law.catalogue().facts.values()
        self.fields["code"] = forms.ChoiceField(
            label=_("Circumstance"), choices=[(fact.code, fact.sentence) for fact in facts]
        )
        self.fields["holds"] = YesNo(label=_("It"), yes=_("Is so"), no=_("Is not so, or no more"))
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )


class ClockPauseForm(ActForm):
    act = "clock_pause"
    model = ClockPause
    taken = ("started_at", "reason")


class ClockResumedForm(ActForm):
    act = "clock_resumed"

    def arrange(self) -> None:
        self.fields["ended_at"] = Instant(label=_("The clock runs again since (UTC)"))


ACTS = (
    Act(
        StartReviewForm,
        gettext_lazy("From now on it is reviewed under the process's law as it stands today."),
        gettext_lazy("Review started."),
        "review",
        "file-search",
    ),
    Act(
        ChecklistForm,
        gettext_lazy("Each answer is kept with your name; a new answer stands beside the old one."),
        gettext_lazy("Answers recorded."),
        "review",
        "list",
    ),
    Act(
        NarrowingForm,
        gettext_lazy("The agency gives up part of what it asked, in writing."),
        gettext_lazy("Narrowing recorded."),
        "targets",
        "list-filter",
    ),
    Act(
        MilestoneForm,
        gettext_lazy("An event that the law counts a time from."),
        gettext_lazy("Event recorded; the deadlines were computed anew."),
        "deadlines",
        "calendar-clock",
    ),
    Act(
        CircumstanceForm,
        gettext_lazy("A fact that decides which deadlines run."),
        gettext_lazy("Circumstance recorded; the deadlines were computed anew."),
        "deadlines",
        "scale",
    ),
    Act(
        ClockPauseForm,
        gettext_lazy("The demand's own clock stands still, with the reason."),
        gettext_lazy("Clock suspended."),
        "deadlines",
        "circle-pause",
    ),
    Act(
        ClockResumedForm,
        gettext_lazy("The demand's own clock runs again."),
        gettext_lazy("Clock resumed."),
        "deadlines",
        "clock",
    ),
)
