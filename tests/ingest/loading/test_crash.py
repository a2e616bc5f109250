"""A kill at any named moment leaves rows and ledger agreeing; a rerun ends the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.conftest import Desk

SPEC = """spec: thu
title: {vi: Thử, en: Test}
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã"}
      received_at: {from: "Ngày", dates: ["dd/MM/yyyy"]}
      extracted_on: {constant: 2026-07-01}
"""
PROGRAM = """
import os, signal, sys
from pathlib import Path
from ingest.loading import load
from ingest.mapping import table_plan
from warehouse.settings import Settings

point, countdown, home, spec, *paths = sys.argv[1:]
table_plan.CHUNK_RECORDS = 2_000
left = int(countdown)

def crash_point(name):
    global left
    if name == point:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

load.crash_point = crash_point
settings = Settings(home=Path(home), threads=1)
load.load_files([Path(p) for p in paths], spec_path=Path(spec), settings=settings)
"""
FILES = 3
ROWS = 6_000  # three chunks a file


def write_files(desk: Desk) -> list[Path]:
    """Three files of some chunks each, with duplicates and refused rows."""
    paths = []
    for number in range(FILES):
        first = number * ROWS * 2 // 3
        codes = range(first, first + ROWS)
        days = ("01/05/2024", "02/05/2024", "31/02/2024")
        lines = "".join(f"H{c},{days[c % 3 if c % 50 == 0 else 0]}\n" for c in codes)
        paths.append(desk.file(f"{number}.csv", f"Mã,Ngày\n{lines}"))
    return paths


def run(desk: Desk, point: str, countdown: int, paths: list[Path]) -> int:
    spec = desk.file("s.yml", SPEC)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            point,
            str(countdown),
            str(desk.settings.home),
            str(spec),
            *map(str, paths),
        ],
        cwd=Path(__file__).parents[3],
        env=os.environ,
        check=False,
    )
    return done.returncode


def check_agreement(desk: Desk) -> int:
    """Rows of raw = what the ledger says, for each file; returns loaded files."""
    found = desk.raw(
        "select f.status, k.n_loaded, k.n_refused, k.n_read - k.n_loaded "
        "- k.n_duplicate - k.n_refused, "
        '(select count(*) from raw."case" c where c._file_sha256 = f.file_sha256), '
        "(select count(*) from raw.refused r where r.file_sha256 = f.file_sha256) "
        "from raw.file f left join raw.file_kind k using (file_sha256)"
    )
    for status, n_loaded, n_refused, rest, n_rows, n_listed in found:
        assert status == "loaded"
        assert (n_rows, n_listed, rest) == (n_loaded, n_refused, 0)
    known = (
        "select count(*) from raw.{} where {} not in (select file_sha256 from raw.file)"
    )
    assert desk.raw(known.format('"case"', "_file_sha256")) == [(0,)]
    assert desk.raw(known.format("refused", "file_sha256")) == [(0,)]
    return len(found)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The same files loaded without a kill."""
    desk = Desk(tmp_path_factory.mktemp("clean"))
    assert run(desk, "never", 1, write_files(desk)) == 0
    return desk


@pytest.mark.parametrize(
    ("point", "countdown", "n_before"),
    [
        ("parsed", 2, 0),
        ("inserted", 1, 0),
        ("before_commit", 2, 1),
        ("after_commit", 2, 2),
    ],
)
def test_a_kill_leaves_whole_files_only(
    desk: Desk, clean: Desk, point: str, countdown: int, n_before: int
) -> None:
    paths = write_files(desk)
    assert run(desk, point, countdown, paths) == -signal.SIGKILL
    assert check_agreement(desk) == n_before
    assert run(desk, "never", 1, paths) == 0
    assert check_agreement(desk) == FILES
    assert desk.content() == clean.content()
    assert desk.counts() == clean.counts()
    listing = "from raw.refused order by all"
    assert desk.raw(listing) == clean.raw(listing)
