"""What is wrong with a register file, and where a person finds it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

SHOWN = 60  # characters of a value that are printed


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. Row 1 is the header; without a row it is the file itself."""

    row: int | None
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        if self.row is None:
            return self.reason
        place = _("row %(row)d") % {"row": self.row}
        if self.column:
            place = _("%(place)s, %(column)s") % {"place": place, "column": self.column}
        if self.value:
            place = f"{place}, {shown(self.value)}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class Remark:
    """What is no fault, but what a person should know before the import."""

    row: int
    reason: str

    def __str__(self) -> str:
        return _("row %(row)d: %(reason)s") % {"row": self.row, "reason": self.reason}


class BadValue(ValueError):
    """A value that its column does not allow; the message is the reason."""


def shown(value: str) -> str:
    """A value as it may stand on a terminal: one line, no control characters, not too long."""
    printable = "".join(letter if letter.isprintable() else "�" for letter in value)
    if len(printable) > SHOWN:
        printable = printable[: SHOWN - 1] + "…"
    return f"“{printable}”"
