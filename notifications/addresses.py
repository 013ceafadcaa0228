"""Which addresses and names may stand in a mail's headers: our own refusal, before any library's.

A line break in a header makes a second header, and a recipient more (CVE-2026-1299 is one of many).
So nothing is repaired here: what is not plainly an address is refused, with a sentence.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

# RFC 5321 dot-atoms without the two characters that old relays took for routes ("%" and "!").
_LOCAL = re.compile(r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class Unmailable(Exception):
    """A notice cannot be written or addressed as things are; the message says what to mend."""


def checked_address(address: str) -> str:
    """The address as it goes on the wire, its domain in ASCII. Raises Unmailable."""
    local, at, domain = address.partition("@")
    if not at or "@" in domain or len(address) > 254 or len(local) > 64:
        raise Unmailable(_refusal(address))
    if not _LOCAL.fullmatch(local) or _unprintable(address):
        raise Unmailable(_refusal(address))
    return f"{local}@{_ascii_domain(domain, address)}"


def checked_name(name: str) -> str:
    """A name for a header: one line of printable characters. Raises Unmailable."""
    if _unprintable(name):
        raise Unmailable(
            _("The recipient's name holds characters that a mail forbids. Correct the customer.")
        )
    return name.strip()


def _ascii_domain(domain: str, address: str) -> str:
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Unmailable(_refusal(address)) from error
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unmailable(_refusal(address))
    if labels[-1].isdigit():
        raise Unmailable(_refusal(address))
    return ascii_domain


def _unprintable(text: str) -> bool:
    """Control, format, separator and unassigned characters: CR, LF, NUL, U+2028, bidi marks."""
    return any(unicodedata.category(each)[0] == "C" or each in "\u2028\u2029" for each in text)


def _refusal(address: str) -> str:
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in address)
    return _("“%(address)s” is not an address that mail can be sent to. Correct it.") % {
        "address": shown[:100]
    }
