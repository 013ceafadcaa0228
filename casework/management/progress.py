"""How far a long command is: a bar on a terminal, a line each tenth elsewhere."""

from types import TracebackType
from typing import Protocol

from django.utils.translation import gettext as _

WIDTH = 40


class Output(Protocol):
    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None: ...

    def isatty(self) -> bool: ...


class Progress:
    """`with Progress(total, stream) as progress:` and one `step()` for each thing done."""

    def __init__(self, total: int, stream: Output) -> None:
        self.total = total
        self.stream = stream
        self.done = 0
        self.on_terminal = stream.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.on_terminal and self.done:
            self.stream.write("", ending="\n")

    def step(self) -> None:
        self.done += 1
        before, now = ((self.done - i) * 10 // self.total for i in (1, 0))
        if self.on_terminal:
            self._draw()
        elif now > before:
            self.stream.write(_("%(done)d of %(total)d") % {"done": self.done, "total": self.total})

    def _draw(self) -> None:
        filled = self.done * WIDTH // self.total
        bar = "█" * filled + "░" * (WIDTH - filled)
        self.stream.write(f"\r{bar} {self.done}/{self.total}", ending="")
