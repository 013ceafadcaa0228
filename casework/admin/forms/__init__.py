"""Every form of the demand's page: one for each move and each fact, in one table.

A new move or fact gets a line here; a test compares the table with the door's own.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from casework import access, moves, records
from casework.admin.forms import decisions, gags, papers, production, review, scrutiny
from casework.admin.forms.base import ActForm


@dataclass(frozen=True)
class Act:
    """A move or a fact on the page.

    `form` collects it; `intro` says what it does before anyone clicks; `done` what happened; `tab`
    is where the demand's page opens afterwards; `icon` its shape; `danger` colours its button.
    """

    form: type[ActForm]
    intro: StrOrPromise
    done: StrOrPromise
    tab: str
    icon: str = "pen-line"
    danger: bool = False

    @property
    def name(self) -> str:
        return self.form.act

    @property
    def is_move(self) -> bool:
        return self.name in moves.LABELS

    @property
    def label(self) -> StrOrPromise:
        return moves.LABELS[self.name] if self.is_move else records.BETWEEN_MOVES[self.name].label

    @property
    def ability(self) -> access.Ability:
        if self.is_move:
            return access.MOVE_ABILITY[self.name]
        return records.BETWEEN_MOVES[self.name].ability


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        # --- Moves
        Act(
            review.StartReviewForm,
            _("From now on it is reviewed under the process's law as it stands today."),
            _("Review started."),
            "review",
            "file-search",
        ),
        Act(
            decisions.RedirectForm,
            _("The agency is sent to the customer first. Its letter is made from these facts."),
            _("Redirected to the customer."),
            "decisions",
            "corner-up-right",
        ),
        Act(
            decisions.ChallengeForm,
            _("Nothing is disclosed until its result is recorded."),
            _("Challenge recorded."),
            "decisions",
            "gavel",
        ),
        Act(
            decisions.ResumeForm,
            _("The demand returns to review with what was answered."),
            _("Review resumed."),
            "review",
            "file-search",
        ),
        Act(
            production.DiscloseForm,
            _("The approved package leaves exactly as it was approved. This cannot be undone."),
            _("Disclosed. The package's manifest is frozen."),
            "production",
            "package-check",
        ),
        Act(
            decisions.DenyForm,
            _("We do not answer the demand. Its letter is made from these facts."),
            _("Denied."),
            "decisions",
            "ban",
            danger=True,
        ),
        Act(
            decisions.WithdrawForm,
            _("The agency took its demand back, in writing."),
            _("Withdrawal recorded."),
            "decisions",
            "undo-2",
        ),
        Act(
            decisions.ReopenForm,
            _("It came back: it is the same demand, not a new one."),
            _("Reopened."),
            "review",
            "history",
        ),
        # --- The paper
        Act(papers.DetailsForm, _("What the paper says."), _("Saved."), "facts", "pencil"),
        Act(
            papers.DocumentForm,
            _("Kept as it is, never replaced. Data for production is added with its package."),
            _("Document added."),
            "documents",
            "file-text",
        ),
        Act(
            papers.TargetForm,
            _("An account that the demand names."),
            _("Target added."),
            "targets",
            "at-sign",
        ),
        Act(
            papers.AssignmentForm,
            _("On whose desk it is."),
            _("Assigned."),
            "facts",
            "user-check",
        ),
        # --- Review
        Act(
            scrutiny.VerifyForm,
            _("Nothing leaves before we know that the demand is genuine."),
            _("Verification recorded."),
            "review",
            "shield-check",
        ),
        Act(
            scrutiny.EntityCheckForm,
            _("Process against one legal entity compels no other."),
            _("Entity recorded."),
            "review",
            "building-2",
        ),
        Act(
            scrutiny.LawConflictForm,
            _("Whether answering would break another law. The newest word on each rule counts."),
            _("Conflict of law recorded."),
            "review",
            "scale",
        ),
        Act(
            scrutiny.PrivilegedNoteForm,
            _("Counsel's own words: no part of the file, and in no export or package."),
            _("Note kept."),
            "review",
            "lock",
        ),
        Act(
            review.ChecklistForm,
            _("Each answer is kept with your name; a new answer stands beside the old one."),
            _("Answers recorded."),
            "review",
            "list",
        ),
        Act(
            review.NarrowingForm,
            _("The agency gives up part of what it asked, in writing."),
            _("Narrowing recorded."),
            "targets",
            "list-filter",
        ),
        Act(
            review.MilestoneForm,
            _("An event that the law counts a time from."),
            _("Event recorded; the deadlines were computed anew."),
            "deadlines",
            "calendar-clock",
        ),
        Act(
            review.CircumstanceForm,
            _("A fact that decides which deadlines run."),
            _("Circumstance recorded; the deadlines were computed anew."),
            "deadlines",
            "scale",
        ),
        Act(
            review.ClockPauseForm,
            _("The demand's own clock stands still, with the reason."),
            _("Clock suspended."),
            "deadlines",
            "circle-pause",
        ),
        Act(
            review.ClockResumedForm,
            _("The demand's own clock runs again."),
            _("Clock resumed."),
            "deadlines",
            "clock",
        ),
        # --- Gag orders
        Act(
            gags.NoGagForm,
            _("You looked for an order that forbids telling the customer, and there is none."),
            _("Recorded: no gag order exists."),
            "gags",
            "lock-open",
        ),
        Act(
            gags.GagOrderForm,
            _("From the moment this is saved, the notices it covers do not leave."),
            _("Gag order recorded. Below stands what became of each notice."),
            "gags",
            "lock-keyhole",
        ),
        Act(
            gags.GagExtensionForm,
            _("A renewal stands beside the order it extends; nothing is overwritten."),
            _("Extension recorded. Below stands what became of each notice."),
            "gags",
            "lock-keyhole",
        ),
        Act(
            gags.GagLiftForm,
            _("From the time it takes effect, the customer is told unless another order bars it."),
            _("The order is lifted."),
            "gags",
            "lock-open",
            danger=True,
        ),
        # --- What others answered
        Act(
            decisions.ChallengeResultForm,
            _("What became of the open challenge."),
            _("Result recorded."),
            "decisions",
            "gavel",
        ),
        Act(
            decisions.RedirectionAnswerForm,
            _("What the agency said to being redirected."),
            _("Answer recorded."),
            "decisions",
            "landmark",
        ),
        Act(
            decisions.ObjectionForm,
            _("Nothing is disclosed while the customer's objection is open."),
            _("Objection recorded."),
            "decisions",
            "circle-alert",
        ),
        Act(
            decisions.ObjectionResolutionForm,
            _("How the customer's objection was resolved."),
            _("Objection resolved."),
            "decisions",
            "circle-check",
        ),
        Act(
            decisions.DirectionForm,
            _("The customer directs us to disclose these categories of its own data."),
            _("Direction recorded."),
            "decisions",
            "pen-line",
        ),
        Act(
            decisions.WaiverForm,
            _("You sign, with your name, why a duty of ours does not apply here."),
            _("Signed reason recorded."),
            "decisions",
            "pen-line",
        ),
        # --- The package
        Act(
            production.ProductionForm,
            _("Add what is to leave. A second person approves it before anything does."),
            _("Production prepared. It waits for a second person's approval."),
            "production",
            "archive",
        ),
        Act(
            production.ProductionApprovalForm,
            _("You release, as the second person, exactly these bytes."),
            _("Production approved."),
            "production",
            "stamp",
        ),
        Act(
            production.PartReleaseForm,
            _("This part leaves now; the demand goes on for the other accounts."),
            _("Part released."),
            "production",
            "send",
        ),
        Act(
            production.DeliveryForm,
            _("When and how the agency got the package."),
            _("Delivery recorded."),
            "production",
            "package-check",
        ),
    )
}
