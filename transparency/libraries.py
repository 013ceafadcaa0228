"""Which versions of what made a PDF: the same ones make the same bytes again."""

import sys
import zlib
from ctypes import CDLL, c_char_p
from ctypes.util import find_library
from importlib.metadata import version

_PYTHON = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "Babel")


def versions() -> dict[str, str]:
    """Everything whose change may change a byte of the PDF. Fonts are our own files."""
    found = {name: version(name) for name in _PYTHON}
    found["Pango"] = _says("pango-1.0", "pango_version_string")
    found["HarfBuzz"] = _says("harfbuzz", "hb_version_string")
    found["HarfBuzz subset"] = found["HarfBuzz"] if find_library("harfbuzz-subset") else "missing"
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    found["Python"] = ".".join(map(str, sys.version_info[:3]))
    return found


def _says(library: str, function: str) -> str:
    path = find_library(library)
    if path is None:
        return "missing"
    ask = getattr(CDLL(path), function)
    ask.restype = c_char_p
    return str(ask().decode())
