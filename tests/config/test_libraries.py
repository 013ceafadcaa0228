"""What script/setup tells people whose system lacks the PDF libraries."""

import os
import platform
import re

import pytest

from config import libraries
from config.libraries import LIBRARIES, install_command


@pytest.mark.parametrize(
    ("family", "command"),
    [
        ("debian", "apt-get install -y libpango-1.0-0"),
        ("fedora", "dnf install -y pango harfbuzz"),
        ("alpine", "apk add so:libpango-1.0.so.0"),
        ("arch", "pacman -S --needed pango harfbuzz"),
        ("suse", "zypper install -y libpango-1_0-0 libharfbuzz-subset0"),
    ],
)
def test_each_system_gets_its_exact_command(monkeypatch, family, command):
    pango = [one for one in LIBRARIES if one.debian == "libpango-1.0-0"]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert install_command(pango, family) == command
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert install_command(pango, family) == f"sudo {command}"


def test_a_mac_needs_no_root():
    assert install_command(list(LIBRARIES), "macos") == "brew install pango"


def test_an_unknown_system_gets_the_names_to_look_for():
    assert "libharfbuzz-subset.so.0" in install_command(list(LIBRARIES), "")


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "suse"),
        ({"ID": "alpine"}, "alpine"),
        ({"ID": "nixos"}, ""),
    ],
)
def test_systems_are_known_by_what_they_are_like(monkeypatch, release, family):
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert libraries.system_family() == family


def test_what_weasyprint_opens_is_what_is_looked_for():
    """A newer WeasyPrint that needs another library has to show here."""
    from weasyprint.text import ffi

    with open(ffi.__file__) as source:
        opened = set(re.findall(r"'(lib[a-z0-9.-]+\.so\.\d)'", source.read()))
    # The one it can do without, and whose absence changes nothing.
    assert opened - {"libharfbuzz-vector.so.0"} == {one.soname for one in LIBRARIES}
