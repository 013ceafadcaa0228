"""One value of a register: from the text in its cell to what it means, or the reason why not."""

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, time
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.utils.translation import gettext as _

from casework import countries
from casework.register.faults import BadValue, shown

Parse = Callable[[str], object]
Codes = Callable[[], Collection[str]]

Day = TypeVar("Day", date, datetime)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII
)
_BETWEEN = re.compile(r"[\s,;|]+")
# Earlier dates are slips of the keyboard; the statutes we know begin later.
EARLIEST = date(1970, 1, 1)


def text(longest: int) -> Parse:
    """Free text: data as it stands, whatever it looks like (formulas and markup included)."""

    def parse(value: str) -> str:
        if "\x00" in value:
            raise BadValue(_("It contains a null character. Remove it."))
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadValue(_("It contains half a character (a lone surrogate). Remove it."))
        if len(value) > longest:
            raise BadValue(
                _("It is %(length)d characters long; %(longest)d is the most.")
                % {"length": len(value), "longest": longest}
            )
        return value

    return parse


def code(allowed: Codes) -> Parse:
    """One word of a list; the list is asked for when it is needed."""

    def parse(value: str) -> str:
        found = value.lower()
        if found not in allowed():
            raise BadValue(_not_in(found, allowed()))
        return found

    return parse


def codes(allowed: Codes) -> Parse:
    """Several words of a list, with blanks, commas, semicolons or bars between them."""

    def parse(value: str) -> tuple[str, ...]:
        named = [word.lower() for word in _BETWEEN.split(value) if word]
        for word in named:
            if word not in allowed():
                raise BadValue(f"{shown(word)}: {_not_in(word, allowed())}")
        return tuple(each for each in allowed() if each in named)

    return parse


def country(value: str) -> str:
    found = value.upper()
    if found in countries.names():
        return found
    meant = "GB" if found == "UK" else countries.code_of(value)
    if meant:
        raise BadValue(_("Write the code %(code)s.") % {"code": meant})
    raise BadValue(
        _("No country has this code. Write ISO 3166-1 alpha-2 (DE, US), or nothing if unknown.")
    )


def slug(value: str) -> str:
    try:
        validate_slug(value)
    except ValidationError as error:
        raise BadValue(
            _("A short name has only letters, digits, hyphens and underscores.")
        ) from error
    if len(value) > 50:
        raise BadValue(_("A short name has at most 50 characters."))
    return value


def email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise BadValue(_("This is no e-mail address.")) from error
    return value


def day(value: str) -> date:
    if not _DAY.match(value):
        raise BadValue(_("Write the date as YYYY-MM-DD."))
    return _sane(date.fromisoformat, value)


def instant(value: str) -> datetime:
    """A day (its first moment in UTC) or a moment with its time zone."""
    if _DAY.match(value):
        return datetime.combine(day(value), time.min, UTC)
    if not _INSTANT.match(value):
        raise BadValue(_("Write the date as YYYY-MM-DD, or with its time: 2025-03-31T14:05Z."))
    found = _sane(datetime.fromisoformat, value)
    if found.tzinfo is None:
        raise BadValue(_("A time needs its zone: 2025-03-31T14:05Z or 2025-03-31T16:05+02:00."))
    return found.astimezone(UTC)


def _sane(read: Callable[[str], Day], value: str) -> Day:
    try:
        found = read(value)
    except ValueError as error:
        raise BadValue(_("There is no such day or time.")) from error
    if not EARLIEST.year <= found.year <= 2200:
        raise BadValue(_("The year is not believable."))
    return found


def _not_in(word: str, allowed: Iterable[str]) -> str:
    every = list(allowed)
    near = difflib.get_close_matches(word, every, n=1)
    if near:
        return _("It is not in the list. Did you mean %(code)s?") % {"code": near[0]}
    if len(every) > 10:
        return _("It is not in the list; docs/register-format.md says where the list is.")
    return _("It is none of: %(codes)s.") % {"codes": ", ".join(every)}
