"""The forms of the report pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.models import Service
from transparency.definitions import NOT_EXPLAINABLE
from transparency.figures import Figures
from transparency.periods import Period, parse


class DraftForm(forms.Form):
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"))
    period = forms.CharField(
        label=_("Period"),
        max_length=24,
        help_text=_(
            "A half-year (2026-H1), a quarter (2026-Q3), a year (2026) or a range of days "
            "(2026-01-15..2026-03-31)."
        ),
    )
    correction = forms.CharField(
        label=_("What the published edition got wrong"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Only for a correction. Printed in the new version."),
    )

    def clean_period(self) -> Period:
        try:
            return parse(self.cleaned_data["period"].strip())
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ExplainForm(forms.Form):
    """One note for each difference of the frozen figures."""

    def __init__(self, figures: Figures, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for difference in figures.differences:
            if difference.key not in NOT_EXPLAINABLE:
                self.fields[difference.key] = forms.CharField(
                    label=f"{difference.sentence}: {difference.count}",
                    widget=forms.Textarea(attrs={"rows": 2}),
                    required=False,
                    initial=difference.explanation,
                    help_text=_("Printed in the report beside the number."),
                )


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Why the report is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public. The report itself stays on file."),
    )
