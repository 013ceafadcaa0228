"""Is it genuine, was the right entity served, does another law forbid it, what counsel thinks."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import risk
from casework.admin.choices import Instant, OneOf, ground_choices
from casework.admin.forms.act import Act
from casework.admin.forms.base import ActForm, YesNo
from casework.admin.forms.sections import Section
from casework.law import GroundKind
from casework.models import EntityCheck, LawConflict, Officer, PrivilegedNote, Verification


class VerifyForm(ActForm):
    act = "verify"
    model = Verification
    taken = (
        "method",
        "number_dialled",
        "number_source",
        "called_at",
        "spoke_to",
        "supervisor_name",
        "supervisor_title",
        "note",
    )

    def arrange(self) -> None:
        self.fields["method"].widget = forms.RadioSelect(choices=Verification.Method.choices)
        self.fields["genuine"] = YesNo(
            label=_("The demand is"), yes=_("Genuine"), no=_("Not genuine")
        )
        self.fields["called_at"] = Instant(label=_("Called at (UTC)"), required=False)
        self.fields["officer"] = OneOf(
            self._officers(), required=False, label=_("Officer of the registry")
        )
        self._say_what_is_on_file()
        self.sections = (
            Section(_("How it was verified"), ("method",), self._signs()),
            Section(
                _("A call"),
                ("number_dialled", "number_source", "called_at", "spoke_to", "officer"),
                _("It counts only through the switchboard, whose number came from elsewhere."),
            ),
            Section(
                _("An emergency: who above the officer stands for it"),
                ("supervisor_name", "supervisor_title"),
                folded=True,
            ),
            Section(_("What was found"), ("genuine", "note")),
        )

    def _signs(self) -> str:
        """What speaks against the demand, before anyone says that it is genuine."""
        signs = " ".join(flag.sentence for flag in risk.flags(self.demand))
        return f"{_('Signs to look at:')} {signs}" if signs else ""

    def _officers(self) -> dict[str, Officer]:
        if self.demand.agency is None:
            return {}
        return {officer.email: officer for officer in self.demand.agency.officers.all()}

    def _say_what_is_on_file(self) -> None:
        agency = self.demand.agency
        if agency is None or not agency.switchboard:
            said = _(
                "No switchboard is on file. Find it, and add it to the agency with its source."
            )
        else:
            said = _("On file: %(number)s (source: %(source)s).") % {
                "number": agency.switchboard,
                "source": agency.switchboard_source or "—",
            }
            self.initial.setdefault("number_source", agency.switchboard_source)
        self.fields["number_dialled"].help_text = said


class EntityCheckForm(ActForm):
    act = "entity_check"
    model = EntityCheck
    taken = ("entity", "should_be", "note")

    def arrange(self) -> None:
        self.fields["right"] = YesNo(
            label=_("It holds the data"), yes=_("Yes"), no=_("No, another of our entities does")
        )
        self.order_fields(["version", "entity", "right", "should_be", "note"])
        self.initial.setdefault("entity", settings.PROVIDER["legal_entity"])


class LawConflictForm(ActForm):
    act = "law_conflict"
    model = LawConflict
    taken = ("analysis", "result", "blocks")
    sections = (
        Section(gettext_lazy("The rule"), ("rule", "analysis")),
        Section(gettext_lazy("The answer"), ("result", "blocks")),
    )

    def arrange(self) -> None:
        rules = ground_choices(GroundKind.CHALLENGE, self.demand.process)
        self.fields["rule"] = forms.ChoiceField(
            label=_("Rule"), choices=[("", _("Choose")), *rules]
        )
        self.fields["result"].widget = forms.RadioSelect(choices=LawConflict.Result.choices)


class PrivilegedNoteForm(ActForm):
    act = "privileged_note"
    model = PrivilegedNote
    taken = ("text",)


ACTS = (
    Act(
        VerifyForm,
        gettext_lazy("Nothing leaves before we know that the demand is genuine."),
        gettext_lazy("Verification recorded."),
        "review",
        "shield-check",
    ),
    Act(
        EntityCheckForm,
        gettext_lazy("Process against one legal entity compels no other."),
        gettext_lazy("Entity recorded."),
        "review",
        "building-2",
    ),
    Act(
        LawConflictForm,
        gettext_lazy(
            "Whether answering would break another law. The newest word on each rule counts."
        ),
        gettext_lazy("Conflict of law recorded."),
        "review",
        "scale",
    ),
    Act(
        PrivilegedNoteForm,
        gettext_lazy("Counsel's own words: no part of the file, and in no export or package."),
        gettext_lazy("Note kept."),
        "review",
        "lock",
    ),
)
