"""A file that was loaded before its batch crashed is tried once more, alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import trial
from tests.fuzz.mutants import mutant
from tests.fuzz.seeds import Seed
from tests.fuzz.trial import Child, Desk
from tests.ingest.spoilt.files import GOOD

LOADER = """
import json, os, sys
facts = {"sha256": "", "seconds": 0, "cpu_seconds": 0, "peak_mib": 0}
for line in sys.stdin:
    names = [path.rsplit("/", 1)[-1] for path in json.loads(line)["files"]]
    for name in names:
        print(json.dumps({"name": name, "status": STATUS, **facts}), flush=True)
    if len(names) > 1:
        os._exit(1)  # a batch: nobody is told of anything
    shown = {"told": names[0], "is_traced": True, "counts": COUNTS}
    print(json.dumps(shown), flush=True)
    print(json.dumps({"done": True}), flush=True)
"""
COUNTS = {"n_refused": 0, "kinds": {}, "n_source_rows": 1, "n_skipped_rows": 0}


def test_what_a_clerk_is_shown_of_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = LOADER.replace("STATUS", "'loaded' if len(names) > 1 else 'already_loaded'")
    program = tmp_path / "loader.py"
    program.write_text(text.replace("COUNTS", repr(COUNTS)), encoding="utf-8")

    def loader(_: Desk) -> Child:
        return _Program(program, tmp_path / "log")

    monkeypatch.setattr(Desk, "_new_loader", loader)
    monkeypatch.setattr(trial, "builder", lambda _: None)
    (tmp_path / "base").mkdir()
    seed = Seed("petition_list", "don_thu_20260630.csv", GOOD.encode())
    desk = Desk(tmp_path / "desk", tmp_path / "base", {})
    some = [mutant([seed], 1, number) for number in range(2)]
    fates = desk.fifty(some, builds=False).fates
    desk._loader.close()
    assert [fate.status for fate in fates] == ["loaded", "loaded"]
    assert [fate.wrong for fate in fates] == [["a traceback is shown"]] * 2


class _Program(Child):
    """A program of a file in the place of a module."""

    def __init__(self, program: Path, log: Path) -> None:
        self._log = log.open("ab")
        self._patience_seconds = 60
        self._process = subprocess.Popen(
            [sys.executable, str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
