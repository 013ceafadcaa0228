"""What a notice is, where it stands and how an attempt ended: one sentence each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    CUSTOMER = "customer", _("Customer")
    AGENCY = "agency", _("Agency")


class Kind(TextChoices):
    """What is owed. A customer's notice changes its kind until it is written, never after."""

    CUSTOMER_NOTICE = "customer_notice", _("Notice before disclosure")
    CLOSED_NOTICE = "closed_notice", _("Notice that nothing was disclosed")
    DELAYED_NOTICE = "delayed_notice", _("Late notice after a gag order")
    AFTER_EMERGENCY = "after_emergency", _("Notice after an emergency")
    PRESERVATION_NOTICE = "preservation_notice", _("Notice that data is kept")
    CONTROLLER_NOTICE = "controller_notice", _("Notice of production to the controller")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement to the agency")
    REDIRECT_LETTER = "redirect_letter", _("Redirection letter")
    OBJECTION_LETTER = "objection_letter", _("Objection letter")
    DENIAL_LETTER = "denial_letter", _("Denial letter")
    DISCLOSURE_LETTER = "disclosure_letter", _("Disclosure letter")


class Status(TextChoices):
    """Where a notice stands, in words for whoever works the desk."""

    WAITING = "waiting", _("Waits for the review")
    HELD = "held", _("Held: a person is needed")
    PLANNED = "planned", _("Planned")
    WITHHELD = "withheld", _("Withheld: a gag order bars it")
    READY = "ready", _("Written and approved")
    TO_POST = "to_post", _("To be printed and posted")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("May have been delivered")
    FAILED = "failed", _("Failed")
    WAIVED = "waived", _("Waived with a reason")
    CANCELLED = "cancelled", _("Cancelled")


# Nothing more happens to these; what is owed anew is a new notice.
CLOSED = (Status.WAIVED, Status.CANCELLED)
# The mail may be out: the planner leaves these to delivery.
IN_DELIVERY = (Status.SENDING, Status.SENT, Status.UNCERTAIN)
# The mail is certainly not out.
UNSENT = (Status.WAITING, Status.HELD, Status.PLANNED, Status.WITHHELD, Status.READY, Status.FAILED)
# What waits for a person.
DESK = (Status.FAILED, Status.UNCERTAIN, Status.HELD, Status.TO_POST)


class Ending(TextChoices):
    """How one attempt to send ended."""

    ACCEPTED = "accepted", _("Accepted by the mail server")
    TEMPORARY = "temporary", _("Not now: the mail server will take it later")
    PERMANENT = "permanent", _("Refused for good by the mail server")
    UNCERTAIN = "uncertain", _("No answer after the message was handed over")
    STOPPED = "stopped", _("Stopped before anything was said to the mail server")
    LOST = "lost", _("The worker ended before it could say what happened")
