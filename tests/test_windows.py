"""Offices run Windows: nothing that only Unix has may be needed to start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNIX_ONLY = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
_IMPORT_ALL = f"""
import importlib, pkgutil, sys
for name in {UNIX_ONLY}:
    sys.modules[name] = None
import thanthien
for top in ("ingest", "warehouse", "dashboard"):
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, top + "."):
        importlib.import_module(module.name)
"""


def test_every_module_starts_without_what_only_unix_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
