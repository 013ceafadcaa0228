"""The first and last chapters of docs/legal-model.md: how to read it, and how to change the law."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_type_hints

from casework import law
from casework.law import meanings, words
from casework.law.entries import LawFile
from casework.law.page_tables import Sourced, certain, table
from casework.law.reader import KINDS
from casework.law.words import Certainty

BEGINNING = """\
# The legal model

What the product knows of the law: made by `manage.py legal_model` from the files in
`casework/law/`. Continuous integration refuses a stale copy. It is not legal advice: it shows a
lawyer what the software will say and do, with the source of each rule and how well that source was
read.

Every rule is data. Section 8 says how to change it.
"""

CHANGING = """\
## 8. Changing the law

The files are plain text (TOML), one for each jurisdiction, with comments. To change the shipped
law, edit a file, run `manage.py check`, then `manage.py legal_model`, and have both committed.

To add law of your own without touching the product, put files into a directory and name it in the
setting `LAW_DIRS`. A whole new jurisdiction needs a file alone. Every file begins with

```toml
jurisdiction = "FR"            # as you want it shown; POLICY is the provider's own policy
title = "France"
reviewed_by = "Counsel"        # who last compared the file with its sources, and when;
reviewed_on = 2026-03-26       # both may be left out, and the page then says so
```

- **A changed law is a new version.** Copy the entry, raise `version`, give the old one a `valid_to`
  and the new one the day after as `valid_from`. A demand keeps the version it was reviewed under.
  A clock, checklist or ground that changes gets a new code, because deadlines name the old one.
- **Your policy replaces ours** clock by clock: a clock of the same code in a file of yours with
  `jurisdiction = "POLICY"` stands in for the shipped one.
- **A fault stops the start**, with the file, the entry and the field named.
- **Cite, and say how sure you are.** An entry without a citation is refused. Staff see the tag.

Fields without "may be left out" are required.
"""


def beginning() -> Iterator[str]:
    yield BEGINNING
    counts = _tally()
    rows = [(certain(tag), meaning, counts[tag]) for tag, meaning in meanings.CERTAINTY.items()]
    yield from table(("Tag", "How well a rule is founded", "Rules"), rows)
    yield "### The files\n"
    files = [
        (f"`{file.path}`", file.title, _review(file), file.note) for file in law.catalogue().files
    ]
    yield from table(
        ("File", "Whose law", "Compared with its sources by a lawyer", "Bounds"), files
    )


def _review(file: LawFile) -> str:
    if not file.reviewed_on:
        return "no lawyer yet: go by the tags"
    return f"{file.reviewed_by}, {file.reviewed_on:%-d %B %Y}"


def _tally() -> Counter[Certainty]:
    """Processes with their points and powers, clocks, gags, grounds, steps: one tag each."""
    found = law.catalogue()
    versions = [each for group in found.processes.values() for each in group]
    singles: list[Sourced] = [*versions, *found.clocks.values(), *found.grounds.values()]
    singles += [each for group in found.gag_authorities.values() for each in group]
    singles += found.steps.values()
    points = [item.certainty for each in versions for item in each.checklist if item.certainty]
    powers = [
        answer.certainty or each.certainty for each in versions for answer in each.compels.values()
    ]
    return Counter([each.certainty for each in singles] + points + powers)


def watch_list() -> Iterator[str]:
    yield "## 7. What is moving\n"
    rows = [
        (
            each.title,
            f"{each.text} {certain(each.certainty)}",
            ", ".join(f"`{c}`" for c in each.touches),
        )
        for each in law.catalogue().watches.values()
    ]
    yield from table(("Law", "What would change", "Entries"), rows)


def changing_the_law() -> Iterator[str]:
    yield CHANGING
    for kind, cls in KINDS.items():
        yield f"### `[[{kind}]]`\n"
        hints = get_type_hints(cls)
        rows = [
            (f"`{item.name}`", _shape(hints[item.name]), _needed(item))
            for item in fields(cls)
            if item.name != "jurisdiction"
        ]
        yield from table(("Field", "Holds", ""), rows)
    yield "### Words\n"
    yield from table(("Vocabulary", "Values"), _vocabularies())


def _needed(item: Any) -> str:
    optional = item.default is not MISSING or item.default_factory is not MISSING
    return "may be left out" if optional else ""


def _shape(hint: Any) -> str:
    """The type of a field as a lawyer would say it."""
    plain = str(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"a word of *{hint.__name__}*"
    for mark, shape in SHAPES.items():
        if mark in plain:
            return shape
    return "a text"


SHAPES = {
    "Mapping": "an answer (*Power*) for each category, or a table with `power`, `note`, `citation`",
    "tuple[casework.law.entries.ChecklistItem": "points: `code`, `text`, `citation`, `certainty`, "
    "`ground`",
    "tuple[str": "a list of texts or codes",
    "datetime.date": "a date",
    "NoticeDefault": "a word of *NoticeDefault*",
    "Certainty": "a word of *Certainty*",
    "bool": "true or false",
    "int": "a whole number",
}


def _vocabularies() -> Iterator[tuple[str, str]]:
    for name, found in sorted(vars(words).items()):
        if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum:
            yield f"*{name}*", ", ".join(f"`{value}`" for value in found)
