"""`python -m tests.proofs` lists the proofs; with a name it runs that one."""

import ast
import importlib
import os
import sys
from pathlib import Path

from tests.support import surroundings

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Files as one writes them on the command line: github_2025_h1.py is github-2025-h1."""
    return sorted(
        path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem[:1] != "_"
    )


def description(name: str) -> str:
    source = (FOLDER / f"{name.replace('-', '_')}.py").read_text()
    return (ast.get_docstring(ast.parse(source)) or "").split("\n", 1)[0]


def listing() -> str:
    width = max((len(name) for name in names()), default=0)
    return "\n".join(f"{name:<{width}}  {description(name)}" for name in names())


def run(name: str, arguments: list[str]) -> int:
    """The servers are up (script/prove started them); Django is ready before the proof is read."""
    surroundings.set_environment()
    import django

    django.setup()
    proof = importlib.import_module(f"tests.proofs.{name.replace('-', '_')}")
    return int(proof.main(arguments))


def main(arguments: list[str]) -> int:
    if not arguments:
        print(listing())
        return 0
    name, *rest = arguments
    if name not in names():
        print(f"There is no proof called {name}. These are the proofs:\n{listing()}")
        return 2
    return run(name, rest)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main(sys.argv[1:]))
