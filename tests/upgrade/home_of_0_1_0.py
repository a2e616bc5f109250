"""A home as version 0.1.0 left it, by the program of the eighth commit.

Eleven files of a simulated province with duplicate and refused rows, two accounts, an
audit record with an anchor, and a published build. What was read from it when it was
made stands here, so that nothing is measured by the program under test.
"""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

from warehouse.settings import Settings

ARCHIVE = Path(__file__).parent / "home-0.1.0.tar.xz"
PASSWORD = "mật khẩu thử nghiệm 1"
BUILD = "20261129T125843Z-cf2147ac1db1"
ROWS = {
    "answer": 3597,
    "case": 93,
    "file": 11,
    "file_kind": 11,
    "item": 18,
    "petition": 8,
    "procedure": 132,
    "refused": 10,
    "unit": 228,
    "unit_succession": 177,
    "wave": 14,
}
"""Rows of raw."""
ACCOUNT = (4282, 4267, 5, 10)
"""Rows read, loaded, duplicate, refused."""
FIGURES = (
    "select map, unit_key, month, n_received, n_finished, n_petitions, n_ballots"
    " from agg_unit_months order by all"
)
N_FIGURES = 156
"""Rows of them that were published."""


def unpacked(folder: Path) -> Settings:
    """Puts the home into a folder, its owner's alone."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(home, filter="data")
    for path in home.rglob("*"):
        os.chmod(path, 0o700 if path.is_dir() else 0o600)
    return Settings(home=home, lang="en", threads=1)
