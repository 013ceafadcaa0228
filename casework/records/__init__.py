"""What is stored with each move, and the facts that can be recorded between moves.

Called by the door (casework/moves.py) alone, which holds the demand's row lock, has asked who may,
and writes the audit entry. Each function stores rows and returns the one it made.
"""

from django.utils.translation import gettext_lazy

from casework.access import Ability
from casework.records import (
    aftermath,
    decisions,
    evidence,
    gags,
    past,
    preservation,
    production,
    relations,
    review,
    scrutiny,
    with_moves,
)
from casework.records.past import WITH_PAST_MOVE
from casework.records.rows import Actor, Facts, Record, Store

__all__ = [
    "BETWEEN_MOVES",
    "OF_THE_PAST",
    "WITH_MOVE",
    "WITH_PAST_MOVE",
    "Actor",
    "Facts",
    "Record",
    "Store",
]


WITH_MOVE: dict[str, Store] = {
    "start_review": with_moves.start_review,
    "redirect": with_moves.redirect,
    "challenge": with_moves.challenge,
    "resume": with_moves.resume,
    "disclose": with_moves.disclose,
    "deny": with_moves.deny,
    "withdraw": with_moves.withdraw,
    "reopen": with_moves.reopen,
}

BETWEEN_MOVES: dict[str, Record] = {
    each.name: each
    for each in (
        Record("details", gettext_lazy("Edit details"), Ability.TAKE_IN, review.details),
        Record("document", gettext_lazy("Add document"), Ability.TAKE_IN, review.document),
        Record("target", gettext_lazy("Add target"), Ability.TAKE_IN, review.target),
        Record("assignment", gettext_lazy("Assign"), Ability.SEE, review.assignment),
        Record("verify", gettext_lazy("Record verification"), Ability.REVIEW, scrutiny.verify),
        Record(
            "review_item",
            gettext_lazy("Answer checklist point"),
            Ability.REVIEW,
            review.review_item,
        ),
        Record("milestone", gettext_lazy("Record event"), Ability.REVIEW, review.milestone),
        Record(
            "circumstance", gettext_lazy("Record circumstance"), Ability.REVIEW, review.circumstance
        ),
        Record("clock_pause", gettext_lazy("Suspend clock"), Ability.REVIEW, review.clock_pause),
        Record("clock_resumed", gettext_lazy("Resume clock"), Ability.REVIEW, review.clock_resumed),
        Record(
            "determine_nondisclosure",
            gettext_lazy("No gag order exists"),
            Ability.RECORD_GAG,
            gags.determine_nondisclosure,
        ),
        Record("gag_order", gettext_lazy("Record gag order"), Ability.RECORD_GAG, gags.gag_order),
        Record(
            "gag_extension",
            gettext_lazy("Extend gag order"),
            Ability.RECORD_GAG,
            gags.gag_extension,
        ),
        Record("gag_lift", gettext_lazy("Lift gag order"), Ability.RECORD_GAG, gags.gag_lift),
        Record(
            "challenge_result",
            gettext_lazy("Record result of challenge"),
            Ability.REVIEW,
            decisions.challenge_result,
        ),
        Record("narrowing", gettext_lazy("Record narrowing"), Ability.REVIEW, decisions.narrowing),
        Record(
            "redirection_answer",
            gettext_lazy("Record the agency's answer"),
            Ability.REVIEW,
            decisions.redirection_answer,
        ),
        Record(
            "objection",
            gettext_lazy("Record customer's objection"),
            Ability.REVIEW,
            decisions.objection,
        ),
        Record(
            "objection_resolution",
            gettext_lazy("Resolve objection"),
            Ability.DECIDE,
            decisions.objection_resolution,
        ),
        Record(
            "direction",
            gettext_lazy("Record customer's direction"),
            Ability.REVIEW,
            decisions.direction,
        ),
        Record("waiver", gettext_lazy("Sign a reason"), Ability.DECIDE, decisions.waiver),
        Record(
            "production", gettext_lazy("Prepare production"), Ability.REVIEW, production.production
        ),
        Record(
            "production_approval",
            gettext_lazy("Approve production"),
            Ability.APPROVE,
            production.production_approval,
        ),
        Record(
            "part_release",
            gettext_lazy("Release this part"),
            Ability.DECIDE,
            production.part_release,
        ),
        Record(
            "staging", gettext_lazy("Dispatch when allowed"), Ability.DECIDE, production.staging
        ),
        Record("delivery", gettext_lazy("Record delivery"), Ability.REVIEW, production.delivery),
        *scrutiny.RECORDS,
        *preservation.RECORDS,
        *evidence.RECORDS,
        *relations.RECORDS,
        *aftermath.RECORDS,
    )
}

# Only an import may record these: in no form, because for a living demand they are made by doing.
OF_THE_PAST: dict[str, Record] = {
    each.name: each
    for each in (
        Record("past_notices", gettext_lazy("Notices of the past"), Ability.NOTIFY, past.notices),
        Record("arrival", gettext_lazy("Imported from a register"), Ability.TAKE_IN, past.arrive),
    )
}
