"""One frozen object to every file of a report; who holds the object can make the files again.

WeasyPrint is imported here and only when a PDF is made: it takes seconds and needs Pango, and
neither the web server nor a command that prints no PDF should want either.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from transparency.document import document
from transparency.figures import Figures
from transparency.libraries import versions
from transparency.opendata import SUMS, data_files, sums

REPORT = "report.pdf"
FONTS = tuple(
    f"fonts/inter-{letters}-{weight}-normal.woff2"
    for letters in ("latin", "latin-ext")
    for weight in (400, 600, 700)
)
SHEETS = ("css/report.css",)


@dataclass(frozen=True)
class Rendered:
    files: dict[str, bytes]  # by path, SHA256SUMS included
    libraries: dict[str, str]


def render(figures: Figures, *, draft: bool) -> Rendered:
    """A draft says so on every page; its data files say nothing of it, they are the same."""
    from casework.pdf import Enclosure, pdf

    data, libraries = data_files(figures), versions()
    paper = document(figures, libraries, draft=draft)
    enclosures = tuple(
        Enclosure(name=path.rsplit("/", 1)[-1], description=path, data=content)
        for path, content in data.items()
    )
    dated = datetime.fromisoformat(figures.heading.frozen_at)
    files = {**data, REPORT: pdf(paper.html, {**_own_files(), **paper.pictures}, enclosures, dated)}
    return Rendered({**files, SUMS: sums(files)}, libraries)


def write(rendered: Rendered, folder: Path) -> None:
    """Into an empty or a new folder: what is there already is never mixed with a report."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Name a folder that is, or a new one.")
    for path, content in rendered.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _own_files() -> dict[str, bytes]:
    """The closed list of files a report is made with, from our own static files."""
    static = Path(settings.BASE_DIR) / "static"
    return {path: (static / path).read_bytes() for path in (*SHEETS, *FONTS)}
