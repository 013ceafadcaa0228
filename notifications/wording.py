"""The words of a mail: written once, sent twice, as text and as HTML, and so never two versions.

A template under templates/notifications/ is plain text with four marks, each at the start of a line
in a block of its own: `## heading`, `- item`, `> quoted`, `= Label:: value`. What a stranger wrote
passes through the filters `oneline` or `quoted` first and so cannot make a mark.
"""

import re
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 72


@dataclass(frozen=True)
class Matter:
    """What the customer's templates say about one target. Words and days, no models."""

    reference: str
    account: str
    customer: str
    organisation: bool  # the account is one of an enterprise's or a public body's
    agency: str  # empty where an order forbids to name it
    agency_reference: str
    process: str  # "Grand-jury subpoena"
    law: str  # "18 USC 2703(c)(2)"
    asked: str  # in plain words, as staff wrote them
    received_on: date
    not_before: date | None = None  # first day on which anything may be disclosed
    answer_by: date | None = None  # the day the requester wants its answer by
    copy_attached: bool = True
    copy_redacted: bool = False
    redirected: bool = False  # the requester was asked to turn to the customer

    @property
    def object_by(self) -> date | None:
        return self.not_before - timedelta(days=1) if self.not_before else None


@dataclass(frozen=True)
class Silence:
    """The order that forbade an earlier notice."""

    court: str  # the court, or the authority where it was not one
    docket: str
    law: str
    issued_on: date | None
    ended_on: date  # the last day in force, or the day it was lifted
    lifted: bool = False
    by_court: bool = True


class Mail(NamedTuple):
    subject: str
    text: str
    html: str


class Block(NamedTuple):
    kind: str  # heading, list, quote, facts, text
    lines: tuple[str, ...]


def mail(name: str, context: Mapping[str, Any]) -> Mail:
    """`customer_notice`, `delayed_notice`, `supplement`, `emergency_notice`, `alarm`.

    The customer's language must be active; `matter` (a Matter) is in the context, and for a
    delayed notice `silence` (a Silence), `disclosed` (words) and `disclosed_on`.
    """
    given = {"provider": settings.PROVIDER, **context}
    subject = " ".join(render_to_string(f"notifications/{name}.subject.txt", given).split())
    body = blocks(render_to_string(f"notifications/{name}.txt", given))
    heading = re.sub(r" \(\S+\)$", "", subject)  # the reference is among the facts below it
    page = {**given, "heading": heading, "body": as_html(body), "preview": _first(body)}
    page["subject"] = subject
    return Mail(subject, as_text(body), render_to_string("notifications/base.html", page))


def oneline(value: object) -> str:
    """Any text as one line: for names and identifiers that others wrote."""
    return " ".join(_plain(line) for line in str(value).split())


def quoted(value: object) -> str:
    """Any text as quoted lines: for what others wrote at length."""
    return "\n".join(f"> {_plain(line)}".rstrip() for line in str(value).strip().splitlines())


def _plain(text: str) -> str:
    """Without characters that cannot be seen: some of them turn what follows around."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))


def blocks(source: str) -> list[Block]:
    chunks = re.split(r"\n\s*\n", source.strip())
    return [_block([line.strip() for line in chunk.strip().splitlines()]) for chunk in chunks]


def _block(lines: list[str]) -> Block:
    if lines[0].startswith("## "):
        return Block("heading", (" ".join(lines)[3:],))
    if lines[0].startswith("- "):
        return Block("list", tuple(_items(lines)))
    if all(line.startswith(">") for line in lines):
        return Block("quote", tuple(line[1:].strip() for line in lines))
    if lines[0].startswith("= "):
        return Block("facts", tuple(line.removeprefix("= ") for line in lines))
    return Block("text", (" ".join(lines),))


def _items(lines: list[str]) -> list[str]:
    """A line without a dash belongs to the item above it."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += f" {line}"
    return items


def _pairs(block: Block) -> list[tuple[str, str]]:
    split = (line.partition("::") for line in block.lines)
    return [(label.strip(), value.strip()) for label, _mark, value in split]


def _first(body: list[Block]) -> str:
    """The second paragraph at best: a mail program shows it beside the subject."""
    texts = [block.lines[0] for block in body if block.kind == "text"]
    return texts[min(1, len(texts) - 1)] if texts else ""


# --- As text -----------------------------------------------------------------------------------


def as_text(body: list[Block]) -> str:
    return "\n\n".join(_text(block) for block in body) + "\n"


def _text(block: Block) -> str:
    if block.kind == "heading":
        return f"{block.lines[0]}\n{'-' * min(len(block.lines[0]), WIDTH)}"
    if block.kind == "list":
        return "\n".join(_wrap(item, "- ", "  ") for item in block.lines)
    if block.kind == "quote":
        return "\n".join(_wrap(line, "> ", "> ") for line in block.lines)
    if block.kind == "facts":
        return _columns(_pairs(block))
    return _wrap(block.lines[0], "", "")


def _columns(pairs: list[tuple[str, str]]) -> str:
    indent = max(len(label) for label, _value in pairs) + 3
    return "\n".join(
        _wrap(value, f"{label}:".ljust(indent), " " * indent) for label, value in pairs
    )


def _wrap(text: str, first: str, next_: str) -> str:
    """Long identifiers are left whole: a broken one cannot be copied."""
    wrapped = textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=next_,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped or first.rstrip()


# --- As HTML -----------------------------------------------------------------------------------

# On the elements themselves, because many mail programs drop a style sheet; the classes are what
# templates/notifications/base.html turns dark. Colours: static/css/tokens.css, light side.
INK, MUTED, LINE, SUNKEN = "#161b26", "#4a5364", "#dfe3ea", "#eef0f4"
_P = f"margin:0 0 16px;color:{INK}"
_H = f"margin:28px 0 10px;font-size:17px;line-height:1.35;font-weight:600;color:{INK}"
_UL = "margin:0 0 16px;padding:0 0 0 22px"
_LI = f"margin:0 0 8px;color:{INK}"
_QUOTE = f"margin:0 0 16px;padding:12px 16px;border-radius:6px;background:{SUNKEN};color:{INK}"
_DL = f"margin:0 0 16px;padding:4px 16px 12px;border:1px solid {LINE};border-radius:8px"
_DT = f"margin:10px 0 0;font-size:13px;color:{MUTED}"
_DD = f"margin:0;color:{INK};overflow-wrap:anywhere"


def as_html(body: list[Block]) -> SafeString:
    return mark_safe("\n".join(_html(block) for block in body))  # noqa: S308  (escaped below)


def _html(block: Block) -> SafeString:
    if block.kind == "heading":
        return format_html('<h2 class="ink" style="{}">{}</h2>', _H, block.lines[0])
    if block.kind == "list":
        rows = ((_LI, item) for item in block.lines)
        items = format_html_join("", '<li class="ink" style="{}">{}</li>', rows)
        return format_html('<ul style="{}">{}</ul>', _UL, items)
    if block.kind == "quote":
        words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.lines))
        return format_html('<blockquote class="quote" style="{}">{}</blockquote>', _QUOTE, words)
    if block.kind == "facts":
        pairs = ((_DT, label, _DD, value) for label, value in _pairs(block))
        rows_html = format_html_join(
            "",
            '<dt class="muted" style="{}">{}</dt><dd class="ink" style="{}">{}</dd>',
            pairs,
        )
        return format_html('<dl class="facts" style="{}">{}</dl>', _DL, rows_html)
    return format_html('<p class="ink" style="{}">{}</p>', _P, block.lines[0])
