"""The native libraries WeasyPrint needs, asked of the loader itself and not of a package manager.

Standard library only: script/setup runs this file before anything is installed. It prints the
command that installs what is missing, and exits with 1; nothing missing is exit 0.

HarfBuzz' subset library is counted as needed although WeasyPrint starts without it: its absence
changes the bytes of every PDF, and a published report promises the same bytes again (P10).
"""

import ctypes
import os
import platform
import sys
from collections.abc import Callable
from typing import NamedTuple


class Library(NamedTuple):
    soname: str  # Linux
    dylib: str  # macOS
    debian: str  # the Debian and Ubuntu package


LIBRARIES = (
    Library("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libglib2.0-0"),
    Library("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    Library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
    Library("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz0b"),
    Library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset0"),
    Library("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig1"),
)

# Per family of systems (ID or ID_LIKE of os-release): the command, given the missing libraries.
COMMANDS: dict[str, Callable[[list[Library]], str]] = {
    "debian": lambda missing: "apt-get install -y " + " ".join(one.debian for one in missing),
    "fedora": lambda missing: "dnf install -y pango harfbuzz",
    "alpine": lambda missing: "apk add " + " ".join(f"so:{one.soname}" for one in missing),
    "arch": lambda missing: "pacman -S --needed pango harfbuzz",
    "suse": lambda missing: "zypper install -y libpango-1_0-0 libharfbuzz-subset0",
}
FAMILY_OF = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}


def loads(library: Library) -> bool:
    for name in (library.soname, library.dylib):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def missing() -> list[Library]:
    return [library for library in LIBRARIES if not loads(library)]


def system_family() -> str:
    """`debian`, `fedora`, … from os-release; `macos`; or nothing known."""
    if platform.system() == "Darwin":
        return "macos"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    families = [FAMILY_OF.get(name, name) for name in names]
    return next((family for family in families if family in COMMANDS), "")


def install_command(absent: list[Library], family: str) -> str:
    if family == "macos":
        return "brew install pango"
    if family in COMMANDS:
        prefix = "" if os.geteuid() == 0 else "sudo "
        return prefix + COMMANDS[family](absent)
    names = ", ".join(library.soname for library in absent)
    return f"# with your system's package manager, install the packages that hold {names}"


def main() -> int:
    absent = missing()
    if absent:
        sys.stdout.write(install_command(absent, system_family()) + "\n")
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
