"""What the words of the law files mean, in a sentence: for staff, and for docs/legal-model.md."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.law.words import (
    Bound,
    Bucket,
    Certainty,
    GagEnd,
    GroundKind,
    NoticeDefault,
    Power,
    ReportingClass,
)

CERTAINTY: Mapping[Certainty, Promise] = {
    Certainty.V: _("Read in the primary text, or in the body's own publication."),
    Certainty.V2: _("Read in a secondary source."),
    Certainty.G: _("General knowledge: check it before you rely on it."),
    Certainty.I: _("An inference, or a rule the provider may choose."),
}

POWER: Mapping[Power, Promise] = {
    Power.YES: _("The process compels it."),
    Power.NO: _("The process cannot compel it: nothing in this category is released on it."),
    Power.LIMITED: _("The process compels it within bounds that its note names."),
    Power.PRESERVE: _("The data is kept; nothing is disclosed."),
    Power.VOLUNTARY: _("The law permits the provider to disclose and does not oblige it."),
}

NOTICE: Mapping[NoticeDefault, Promise] = {
    NoticeDefault.ALLOWED: _("Allowed: the customer is told unless a gag order bars it."),
    NoticeDefault.REQUIRED: _("Required by the law itself."),
    NoticeDefault.AFTER_EMERGENCY: _("Allowed; it follows the end of the emergency."),
    NoticeDefault.FORBIDDEN_BY_INSTRUMENT: _("Forbidden by the instrument itself."),
    NoticeDefault.FORBIDDEN_BY_STATUTE: _("Forbidden by statute."),
    NoticeDefault.FORBIDDEN_IF_CERTIFIED: _("Forbidden only if the conditions are certified."),
    NoticeDefault.BY_AUTHORITY: _("Left to the issuing authority; the provider stays silent."),
    NoticeDefault.BY_EXECUTED_PROCESS: _("As the domestic instrument that executes the request."),
    NoticeDefault.UNKNOWN: _("Not known: a person decides before anything is said."),
}

BOUND: Mapping[Bound, Promise] = {
    Bound.LATEST: _("no later than"),
    Bound.EARLIEST: _("not before"),
    Bound.ENDS: _("ends"),
    Bound.REVIEW: _("to be looked at by"),
}

GAG_END: Mapping[GagEnd, Promise] = {
    GagEnd.FIXED_DATE: _("A date in the order."),
    GagEnd.DURATION: _("A period from its start."),
    GagEnd.UNTIL_FURTHER_ORDER: _("Until the court or authority says otherwise."),
    GagEnd.STATUTORY: _("As the statute says, often without an end."),
    GagEnd.NOT_A_GAG: _("It binds nobody."),
}

REPORTING: Mapping[ReportingClass, Promise] = {
    ReportingClass.NONE: _("Counted like any other."),
    ReportingClass.BANDS_ONLY: _("Counted only in the bands or ranges the statute allows."),
    ReportingClass.NO_CUSTOMER_FIGURE: _("In no figure of a single customer."),
}

GROUND: Mapping[GroundKind, Promise] = {
    GroundKind.CHALLENGE: _("Grounds to challenge a demand"),
    GroundKind.DENIAL: _("Grounds to deny a demand"),
    GroundKind.CLARIFICATION: _("Grounds to ask for clarification"),
    GroundKind.REDIRECTION: _("Grounds to redirect a demand"),
    GroundKind.GAG_CHALLENGE: _("Grounds to challenge a gag order"),
    GroundKind.NO_REDIRECTION: _("Why the customer was not asked first (P4)"),
    GroundKind.NO_CHALLENGE: _("Why a demand was not challenged (P5)"),
    GroundKind.NOTICE_WAIVER: _("Why the customer is not told (P6)"),
    GroundKind.NO_MINIMUM: _("Why more than the minimum is given in an emergency"),
}

BUCKET: Mapping[Bucket, Promise] = {
    Bucket.SUBPOENA: _("Subpoenas"),
    Bucket.COURT_ORDER: _("Court orders"),
    Bucket.WARRANT: _("Search warrants"),
    Bucket.PEN_REGISTER: _("Pen register and trap and trace orders"),
    Bucket.WIRETAP: _("Wiretap orders"),
    Bucket.NSL: _("National security letters"),
    Bucket.FISA: _("FISA orders and directives"),
    Bucket.EMERGENCY: _("Emergency requests"),
    Bucket.PRESERVATION: _("Preservation requests"),
    Bucket.CROSS_BORDER: _("Cross-border demands"),
    Bucket.CIVIL: _("Civil subpoenas"),
    Bucket.OTHER: _("Other demands"),
}
