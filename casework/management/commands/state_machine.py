"""Write docs/state-machine.md from the code, or check that it is what the code says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from casework import access
from casework.guards import GUARDS, Guard
from casework.moves import LABELS
from casework.states import EDGES, OUTCOME_ORDER, State

PLACE = Path("docs/state-machine.md")
HEAD = """# What can happen to a demand

Made by `manage.py state_machine` from casework/states.py, guards.py, release_lock.py and access.py;
continuous integration refuses a stale copy. The one function that makes a move is
`casework.moves.make`.

"""


class Command(BaseCommand):
    help = "Writes docs/state-machine.md from the code; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / PLACE
        with translation.override("en"):
            text = page()
        if not options["check"]:
            path.write_text(text)
            self.stdout.write(f"wrote {PLACE}")
        elif not path.exists() or path.read_text() != text:
            raise CommandError(f"{PLACE} is stale: run manage.py state_machine and commit it.")


def page() -> str:
    return HEAD + _diagram() + _moves() + _outcomes()


def _diagram() -> str:
    arrows = [
        f"    {source.value} --> {edge.target.value}: {edge.move}"
        for edge in EDGES
        for source in sorted(edge.sources)
    ]
    start = f"    [*] --> {State.RECEIVED.value}"
    return "\n".join(["```mermaid", "stateDiagram-v2", start, *arrows, "```", ""])


def _moves() -> str:
    lines = ["", "## The moves, and what must hold", ""]
    for edge in EDGES:
        ability = access.MOVE_ABILITY[edge.move]
        roles = ", ".join(str(role.label) for role in access.ROLES if ability in role.abilities)
        sources = ", ".join(f"`{source.value}`" for source in sorted(edge.sources))
        lines += [
            f"### {LABELS[edge.move]} (`{edge.move}`)",
            f"{sources} → `{edge.target.value}`. Who: {roles}.",
            "",
            *[f"- `{guard.__name__}`: {_meaning(guard)}" for guard in GUARDS[edge.move]],
            "",
        ]
    return "\n".join(lines)


def _meaning(guard: Guard) -> str:
    said = (guard.__doc__ or "").strip().split("\n")[0]
    return said or guard.__name__.replace("_", " ") + "."


def _outcomes() -> str:
    names = " > ".join(f"`{outcome.value}`" for outcome in OUTCOME_ORDER)
    return (
        f"## How it ended\n\nEvery target has an outcome; the demand's is the highest: {names}.\n"
    )
