"""Where a demand is, how it ended, and the words for what is asked: one sentence each.

State says where a demand is, outcome says how it ended; they are kept apart.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a demand is. Few states, many guards: waiting for someone is a fact, not a state."""

    RECEIVED = "received", _("Received")
    LEGAL_REVIEW = "legal_review", _("Legal review")
    CHALLENGED = "challenged", _("Challenged")
    REDIRECTED = "redirected", _("Redirected")
    DISCLOSED = "disclosed", _("Disclosed")
    DENIED = "denied", _("Denied")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.RECEIVED, State.LEGAL_REVIEW, State.CHALLENGED, State.REDIRECTED)


@dataclass(frozen=True)
class Edge:
    """One move of the state machine: from which states, to which one."""

    move: str
    sources: tuple[State, ...]
    target: State


# The one edge table. The transitions, the database trigger and the docs are made from it.
EDGES = (
    Edge("start_review", (State.RECEIVED,), State.LEGAL_REVIEW),
    Edge("redirect", (State.LEGAL_REVIEW,), State.REDIRECTED),
    Edge("challenge", (State.LEGAL_REVIEW, State.REDIRECTED), State.CHALLENGED),
    Edge("resume", (State.CHALLENGED, State.REDIRECTED), State.LEGAL_REVIEW),
    Edge(
        "disclose",
        (State.LEGAL_REVIEW, State.CHALLENGED, State.REDIRECTED),
        State.DISCLOSED,
    ),
    Edge(
        "deny",
        (State.RECEIVED, State.LEGAL_REVIEW, State.CHALLENGED, State.REDIRECTED),
        State.DENIED,
    ),
    Edge("withdraw", OPEN_STATES, State.WITHDRAWN),
    Edge("reopen", (State.REDIRECTED, State.DENIED, State.WITHDRAWN), State.LEGAL_REVIEW),
)


class Outcome(TextChoices):
    """How it ended for one target; the demand's outcome is the highest of its targets'."""

    PENDING = "pending", _("Pending")
    CONTENT = "content", _("Content disclosed")
    NON_CONTENT = "non_content", _("Only non-content disclosed")
    NO_DATA = "no_data", _("No data found")
    REJECTED = "rejected", _("Rejected")
    REDIRECTED = "redirected", _("Redirected to the customer")
    WITHDRAWN = "withdrawn", _("Withdrawn by the agency")
    FRAUDULENT = "fraudulent", _("Fraudulent")


# Highest first: content > non-content > no data > the ways in which nothing was answered.
OUTCOME_ORDER = (
    Outcome.CONTENT,
    Outcome.NON_CONTENT,
    Outcome.NO_DATA,
    Outcome.REJECTED,
    Outcome.REDIRECTED,
    Outcome.WITHDRAWN,
    Outcome.FRAUDULENT,
    Outcome.PENDING,
)
DISCLOSED_OUTCOMES = (Outcome.CONTENT, Outcome.NON_CONTENT)


class Category(TextChoices):
    """The kinds of data a demand can ask for (18 USC 2703, 3123, 2518)."""

    BASIC = "basic", _("Basic subscriber information")
    NON_CONTENT = "non_content", _("Other stored non-content records")
    CONTENT = "content", _("Stored content")
    REALTIME_NON_CONTENT = "realtime_non_content", _("Real-time non-content")
    REALTIME_CONTENT = "realtime_content", _("Real-time content")


CONTENT_CATEGORIES = (Category.CONTENT, Category.REALTIME_CONTENT)


class Segment(TextChoices):
    """Whose data it is. Enterprise and public-sector customers are asked first (P4, P5)."""

    CONSUMER = "consumer", _("Consumer")
    ENTERPRISE = "enterprise", _("Enterprise")
    PUBLIC_SECTOR = "public_sector", _("Public sector")


class Authority(TextChoices):
    """Who issues or validates a European certificate (Regulation (EU) 2023/1543 Art 4)."""

    JUDGE = "judge", _("Judge")
    COURT = "court", _("Court")
    INVESTIGATING_JUDGE = "investigating_judge", _("Investigating judge")
    PROSECUTOR = "prosecutor", _("Public prosecutor")
    OTHER = "other", _("Another competent authority")


class Nondisclosure(TextChoices):
    """What review found about secrecy. Undetermined means that no notice leaves."""

    UNDETERMINED = "undetermined", _("Not determined yet")
    NONE = "none", _("No binding order")
    RECORDED = "recorded", _("Order recorded")


class NoticePosition(TextChoices):
    """Where the notice to a target's customer stands. Every target always has exactly one (P6)."""

    HELD = "held", _("Held: not known yet whether a notice is lawful")
    PLANNED = "planned", _("Planned")
    BARRED = "barred", _("Barred by a gag order")
    WAIVED = "waived", _("Waived with a reason")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("May have been delivered")
    FAILED = "failed", _("Failed: on a person's desk")


def highest(outcomes: "list[str] | tuple[str, ...]") -> Outcome:
    """The one outcome that stands for several targets; pending when there is none."""
    return next((outcome for outcome in OUTCOME_ORDER if outcome in outcomes), Outcome.PENDING)
