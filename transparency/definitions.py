"""What each published number means, in the words that are printed beside it.

Texts are lazy: they are fixed in the report's language at the moment the figures are frozen, so
that an edition keeps the definition under which it was counted.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.law.words import Bucket

Words = dict[str, tuple[str | Promise, str | Promise]]  # key: label, definition

# In the order of the tables: the highest first. A demand has the highest outcome of its accounts.
OUTCOMES: Words = {
    "content": (
        _("Content"),
        _("Content of messages or files was disclosed for at least one account."),
    ),
    "non_content": (
        _("Non-content"),
        _("Data about a customer or account was disclosed, but no content."),
    ),
    "no_data": (
        _("No data"),
        _("The demand was valid; no data was held for any account it names."),
    ),
    "rejected": (
        _("Rejected"),
        _("We refused the demand, or a court set it aside. Nothing was disclosed."),
    ),
    "redirected": (
        _("Redirected"),
        _("The agency turned to the customer itself instead. We disclosed nothing."),
    ),
    "withdrawn": (
        _("Withdrawn"),
        _("The agency took the demand back before anything was disclosed."),
    ),
    "fraudulent": (
        _("Fraudulent"),
        _("The demand did not come from the authority it named. Nothing was disclosed."),
    ),
    "pending": (
        _("Pending"),
        _("Not resolved on the day the figures were frozen. Not part of any percentage."),
    ),
}
DISCLOSED = frozenset({"content", "non_content"})
UNRESOLVED = "pending"

COUNTS: Words = {
    "demands": (
        _("Demands"),
        _(
            "One instrument from one issuer on one date, received in the period. Copies and "
            "repeats of the same instrument are linked to it and not counted again."
        ),
    ),
    "accounts": (
        _("Accounts"),
        _("Accounts or other identifiers that the demands name, each once per demand."),
    ),
    "accounts_disclosed": (
        _("Accounts disclosed"),
        _("Accounts for which any data was disclosed."),
    ),
    "resolved": (
        _("Resolved"),
        _("Demands with an outcome: all but the pending. Every percentage is of these."),
    ),
    "disclosed": (
        _("Data disclosed"),
        _("Demands that ended with the disclosure of content or of other data."),
    ),
    "dated": (
        _("With an end date"),
        _("Demands whose orders all state when they end."),
    ),
    "open": (
        _("Without end"),
        _("Demands with at least one order that states no end. We review such orders yearly."),
    ),
}

HEADLINES: Words = {
    "demands": (_("demands received"), COUNTS["demands"][1]),
    "accounts": (_("accounts named in them"), COUNTS["accounts"][1]),
    "accounts_disclosed": (_("accounts with data disclosed"), COUNTS["accounts_disclosed"][1]),
    "resolved": (_("demands resolved"), COUNTS["resolved"][1]),
    "disclosed": (_("demands with data disclosed"), COUNTS["disclosed"][1]),
    "disclosed_share": (_("of resolved demands led to disclosure"), COUNTS["disclosed"][1]),
    "content": (_("demands with content disclosed"), OUTCOMES["content"][1]),
    "pending": (_("demands pending"), OUTCOMES["pending"][1]),
    "gagged": (
        _("demands under an order of silence"),
        _("Demands with a binding nondisclosure order on at least one account."),
    ),
    "told_before": (
        _("demands with the customer told first"),
        _("All customers concerned were told before anything was disclosed."),
    ),
    "countries": (
        _("countries"),
        _("States whose authorities made at least one demand in the period."),
    ),
}

LEFT_OUT: Words = {
    "duplicates": (
        _("Copies and repeats, linked to the demand they repeat"),
        _("The same instrument received again. Counted once, with the first."),
    ),
    "preservations": (
        _("Requests to preserve data"),
        _("Nothing is disclosed on them; an order that follows is a demand of its own."),
    ),
}

GAGS: Words = {
    "whole": (
        _("The whole demand"),
        _("A nondisclosure order barred us from telling any of the customers concerned."),
    ),
    "partial": (
        _("Some of its accounts"),
        _("A nondisclosure order barred us from telling some of the customers concerned."),
    ),
    "none": (
        _("No order"),
        _(
            "No binding nondisclosure order. A mere wish for secrecy in a cover letter is no order "
            "and is counted here."
        ),
    ),
}

# From best to worst: a demand stands with the account that was told latest or least.
NOTICES: Words = {
    "before": (
        _("Told before any disclosure"),
        _(
            "The customer had the notice before data was disclosed, or nothing was disclosed at "
            "all, and could object."
        ),
    ),
    "after_emergency": (
        _("Told after an emergency"),
        _(
            "Data was disclosed at once to avert death or serious injury; the customer was told "
            "afterwards."
        ),
    ),
    "after_delay": (
        _("Told after a nondisclosure order ended"),
        _("The customer was told late, because an order had barred it until then."),
    ),
    "after": (
        _("Told after the disclosure"),
        _(
            "No order barred it: the law let us tell the customer only then, as with an "
            "organisation under a European production order, or the notice was late."
        ),
    ),
    "waived": (
        _("Not told, with a reason on file"),
        _(
            "No notice was owed or possible: the issuing authority informs the person itself, "
            "there was no way to reach the customer, or another reason a lawyer signed."
        ),
    ),
    "waiting": (
        _("Not told yet"),
        _("A notice was planned and not barred, but had not gone out on the day of freezing."),
    ),
    "barred": (
        _("Barred by a nondisclosure order"),
        _("An order in force on the day of freezing forbids the notice; it follows when it ends."),
    ),
    "unknown": (
        _("Not on record"),
        _("The record does not say whether the customer was told. Listed as a difference."),
    ),
}

# The rows of T2, by reporting bucket. National security process is in T9 and nowhere else; a
# request to preserve is no demand for data.
PROCESSES: dict[Bucket, str | Promise] = {
    Bucket.SUBPOENA: _("Subpoena"),
    Bucket.COURT_ORDER: _("Court order"),
    Bucket.WARRANT: _("Search warrant"),
    Bucket.PEN_REGISTER: _("Pen register or trap and trace"),
    Bucket.WIRETAP: _("Wiretap order"),
    Bucket.EMERGENCY: _("Emergency request"),
    Bucket.CROSS_BORDER: _("Order or request from another country"),
    Bucket.CIVIL: _("Civil subpoena"),
    Bucket.OTHER: _("Other"),
}

BANDS: Words = {
    "all-process": (
        _("All national security process received"),
        _(
            "National security letters, and orders and directives under the Foreign Intelligence "
            "Surveillance Act, together."
        ),
    ),
    "all-selectors": (
        _("Customer selectors targeted, all process"),
        _("Identifiers that the process targets, not accounts that it happens to touch."),
    ),
    "nsl": (_("National security letters received"), ""),
    "nsl-selectors": (_("Customer selectors targeted by national security letters"), ""),
    "content": (_("FISA orders and directives for content"), ""),
    "content-selectors": (_("Customer selectors targeted by orders for content"), ""),
    "non-content": (_("FISA orders for non-content"), ""),
    "non-content-selectors": (_("Customer selectors targeted by orders for non-content"), ""),
    "non-content-selectors-pen-trap": (_("Selectors: pen registers and trap and trace"), ""),
    "non-content-selectors-records-b": (_("Selectors: business records, 1861(b)(2)(B)"), ""),
    "non-content-selectors-records-c": (_("Selectors: call detail records, 1861(b)(2)(C)"), ""),
}

COHORT = _(
    "A demand belongs to the period in which it was received (date in UTC), whenever it ends. "
    "Outcomes and notices are those known when the figures were frozen; notices that went out "
    "later appear in later reports."
)

# What the record leaves open, as it is listed. The first cannot be explained away: a demand that
# nobody has classified may be national security process, so it is in no figure until it is.
DIFFERENCES: dict[str, str | Promise] = {
    "no-process": _("Demands whose legal process is not on record: in no figure yet"),
    "no-country": _("Demands whose record names no country: shown as unknown"),
    "no-account": _("Demands that name no account"),
    "no-outcome": _("Closed demands with an account whose outcome is not on record"),
    "no-notice": _("Closed demands whose record does not say whether the customer was told"),
}
NOT_EXPLAINABLE = frozenset({"no-process"})

UNKNOWN_COUNTRY = _("Unknown")

# Layout T14: how it was counted. Printed as they stand, after the tables.
METHODS: tuple[tuple[str | Promise, str | Promise], ...] = (
    (
        _("What one demand is"),
        _(
            "One instrument, by one issuer, of one date. An instrument of several parts is counted "
            "once, under its strongest compulsion. Copies, reminders and resends are linked to the "
            "first and counted once."
        ),
    ),
    (_("Which period it belongs to"), COHORT),
    (
        _("One outcome per demand"),
        _(
            "A demand may name several accounts with different outcomes. It is shown once, under "
            "the highest: content before non-content before no data before rejected, redirected, "
            "withdrawn and fraudulent. It is pending while none of its accounts has an outcome."
        ),
    ),
    (
        _("Percentages"),
        _(
            "Of resolved demands only, in whole numbers, halves rounded up; so the parts need not "
            "add up to 100. A dash means there was nothing to count, and never zero per cent."
        ),
    ),
    (
        _("Country"),
        _(
            "The State whose authority made the demand; for a request under a treaty, the State "
            "where it began. Where the record names none, the demand is shown as unknown rather "
            "than guessed."
        ),
    ),
    (
        _("Preservation requests"),
        _(
            "A request to keep data discloses nothing. It is not among the demands; the number is "
            "stated where the tables are reconciled."
        ),
    ),
    (
        _("What the law forbids us to say"),
        _(
            "United States national security process is published only in the bands of "
            "50 U.S.C. 1874, for our company as a whole. It is in no other number of this report: "
            "no total includes it, and no difference between two numbers reveals it. A first band "
            "that begins with zero may mean zero. Where the law of another country forbids every "
            "number, there is none."
        ),
    ),
    (
        _("Corrections"),
        _(
            "A published report is never changed. A mistake is corrected by a new version that "
            "says what was wrong; the old version stays available."
        ),
    ),
)
