"""The closed vocabularies of the law files. A value outside them stops the start."""

from enum import StrEnum

from casework.states import Category

CATEGORIES: tuple[str, ...] = tuple(Category.values)


class Certainty(StrEnum):
    """How well a rule is founded. G and I are shown to staff beside the rule."""

    V = "V"  # read in the primary text or the body's own publication
    V2 = "V2"  # read in a secondary source
    G = "G"  # general knowledge: check before relying on it
    I = "I"  # noqa: E741  inference, or a rule the provider may choose


class Power(StrEnum):
    """What an instrument can do to one category of data."""

    YES = "yes"  # compels it
    NO = "no"  # cannot compel it
    LIMITED = "limited"  # compels it within the bounds its note names
    PRESERVE = "preserve"  # has it kept; nothing is disclosed
    VOLUNTARY = "voluntary"  # permits the provider, does not oblige it


class Family(StrEnum):
    SUBPOENA = "subpoena"
    COURT_ORDER = "court_order"
    WARRANT = "warrant"
    REAL_TIME = "real_time"
    NATIONAL_SECURITY = "national_security"
    PRESERVATION = "preservation"
    EMERGENCY = "emergency"
    CIVIL = "civil"
    PRODUCTION_ORDER = "production_order"
    REGULATORY = "regulatory"
    ASSISTANCE = "assistance"
    INFORMAL = "informal"
    UNKNOWN = "unknown"


class Bucket(StrEnum):
    """The row of the transparency report in which a process is counted."""

    SUBPOENA = "subpoena"
    COURT_ORDER = "court_order"
    WARRANT = "warrant"
    PEN_REGISTER = "pen_register"
    WIRETAP = "wiretap"
    NSL = "nsl"
    FISA = "fisa"
    EMERGENCY = "emergency"
    PRESERVATION = "preservation"
    CROSS_BORDER = "cross_border"
    CIVIL = "civil"
    OTHER = "other"


class NoticeDefault(StrEnum):
    """What the law says about telling the person, before any gag order is looked at."""

    ALLOWED = "allowed"
    REQUIRED = "required"
    AFTER_EMERGENCY = "after_emergency"
    FORBIDDEN_BY_INSTRUMENT = "forbidden_by_instrument"
    FORBIDDEN_BY_STATUTE = "forbidden_by_statute"
    FORBIDDEN_IF_CERTIFIED = "forbidden_if_certified"
    BY_AUTHORITY = "by_authority"
    BY_EXECUTED_PROCESS = "by_executed_process"
    UNKNOWN = "unknown"


class Trigger(StrEnum):
    """The event a clock starts from."""

    RECEIVED = "received"
    SERVED = "served"
    ISSUED = "issued"
    VERIFIED = "verified"
    NOTICE_SENT = "notice_sent"
    DISCLOSED = "disclosed"
    FACE_DATE = "face_date"
    RETURN_DATE = "return_date"
    GAG_START = "gag_start"
    GAG_END = "gag_end"
    GAG_REVIEWED = "gag_reviewed"
    INVESTIGATION_OPENED = "investigation_opened"
    GOVERNMENT_NOTIFIED = "government_notified"
    PETITION_FILED = "petition_filed"
    PETITION_ASSIGNED = "petition_assigned"
    PREVIOUS_END = "previous_end"
    HOLD_RELEASED = "hold_released"
    AUTHORITY_NOTIFIED = "authority_notified"
    ENFORCEMENT_ASKED = "enforcement_asked"
    CLARIFICATION_SENT = "clarification_sent"
    FOLLOW_UP_ASKED = "follow_up_asked"
    EMERGENCY_OVER = "emergency_over"
    OPINION_ASKED = "opinion_asked"
    DISPATCH_DUE = "dispatch_due"
    MOVE_MADE = "move_made"


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    ON_THE_FACE = "on_the_face"  # the date the instrument itself states
    AT_ONCE = "at_once"  # "without undue delay": the trigger itself


class Bound(StrEnum):
    LATEST = "latest"  # to be done no later than
    EARLIEST = "earliest"  # not to be done before
    ENDS = "ends"  # what runs ends then: a hold, an order, a secrecy
    REVIEW = "review"  # to be looked at again by then


class Roll(StrEnum):
    NONE = "none"
    NEXT_BUSINESS_DAY = "next_business_day"
    PREVIOUS_BUSINESS_DAY = "previous_business_day"


class Instant(StrEnum):
    """Where on its last day a period of days or months ends."""

    END_OF_DAY = "end_of_day"  # 23:59:59 in the zone
    START_OF_DAY = "start_of_day"  # 00:00:00 in the zone


class Place(StrEnum):
    """Whose time zone and whose public holidays count."""

    COURT = "court"
    AGENCY = "agency"
    PROVIDER = "provider"


class Obliged(StrEnum):
    PROVIDER = "provider"
    AUTHORITY = "authority"
    COURT = "court"


class GagEnd(StrEnum):
    FIXED_DATE = "fixed_date"
    DURATION = "duration"
    UNTIL_FURTHER_ORDER = "until_further_order"
    STATUTORY = "statutory"
    NOT_A_GAG = "not_a_gag"


class ReportingClass(StrEnum):
    """What a gag does to the public figures."""

    NONE = "none"
    BANDS_ONLY = "bands_only"
    NO_CUSTOMER_FIGURE = "no_customer_figure"


class GroundKind(StrEnum):
    CHALLENGE = "challenge"
    DENIAL = "denial"
    REDIRECTION = "redirection"
    GAG_CHALLENGE = "gag_challenge"
    CLARIFICATION = "clarification"
    # Reasons for not doing what a promise asks, each signed by a person (P4, P5, P6).
    NO_REDIRECTION = "no_redirection"
    NO_CHALLENGE = "no_challenge"
    NOTICE_WAIVER = "notice_waiver"
    NO_MINIMUM = "no_minimum"
