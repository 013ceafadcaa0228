"""Unsafe settings stop the real processes, not only `manage.py check`."""

import os
import subprocess
import sys

import pytest

from config.embedded import ROOT

PROGRAMS = {
    "web server": ["gunicorn", "config.wsgi", "--preload", "--bind", "127.0.0.1:0"],
    "worker": ["celery", "-A", "config", "worker"],
    "clock": ["celery", "-A", "config", "beat"],
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_process_starts_with_development_open_to_others(name):
    unsafe = {**os.environ, "DJANGO_ALLOWED_HOSTS": "legal.example.org"}
    ran = subprocess.run(
        [sys.executable, "-m", *PROGRAMS[name]],
        env=unsafe,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode != 0
    assert "config.E002: DEVELOPMENT is on while legal.example.org is served." in (
        ran.stdout + ran.stderr
    )
