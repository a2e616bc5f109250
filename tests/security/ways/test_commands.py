"""No command of anybody but the Front tells what came for a wave that waits."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thanthien
from ingest.loading.withdraw import withdraw
from tests.security.ways.planted_home import FILE_MARK, MARKS, OF_FRONT, Planted
from warehouse.custody.check_waves import check_waves
from warehouse.errors import ThanThienError
from warehouse.nation.gather import gather
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.retention import apply_retention

IN_BOTH = (
    ("status",),
    ("status", "--json"),
    ("refused",),
    ("refused", "--json"),
    ("refused", "--file", f"ballots_{FILE_MARK}_2.csv"),
    ("doctor",),
    ("doctor", "--json"),
    ("doctor", "--mend", "--yes"),
    ("retention", "--dry-run"),
    ("wave", "list"),
    ("rules", "list"),
    ("user", "list"),
    ("session", "list"),
    ("process", "list"),
    ("process", "check"),
    ("review", "check"),
    ("note", "check"),
)
LATER = 9 * 365 * 24 * 3600
"""Seconds after which every term is over."""


def said(settings: Settings, monkeypatch: pytest.MonkeyPatch, *call: str) -> str:
    """What a command says, without the home's place and moments."""
    monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
    monkeypatch.setenv("COLUMNS", "400")
    done = CliRunner().invoke(thanthien.app, call)
    text = (done.output + done.stderr).replace(str(settings.home), "HOME")
    return re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.+]+", "MOMENT", text)


def assert_unmarked(text: str) -> None:
    """Nothing that was planted stands in a text."""
    found = [mark for mark in (*MARKS, FILE_MARK) if mark in text]
    assert not found, found


@pytest.mark.parametrize("call", IN_BOTH, ids=" ".join)
def test_a_command_says_the_same_whatever_came(
    loaded: Planted, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [said(settings, monkeypatch, *call) for settings in loaded]
    assert told[0] == told[1]
    if "--file" not in call:  # who asks for a name hears it back
        assert_unmarked(told[1])


def test_a_workbook_of_refused_rows_has_none_of_theirs(
    loaded: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "refused.xlsx"
    told = [
        said(home, monkeypatch, "refused", "--out", str(out), "--json")
        for home in loaded
    ]
    assert told[0] == told[1]
    assert_unmarked(told[1])


@pytest.mark.parametrize("name", [*OF_FRONT, "no_such_file"])
def test_withdrawing_a_file_does_not_tell_that_it_is_there(
    loaded: Planted, name: str
) -> None:
    refused = []
    for settings in loaded:
        with pytest.raises(ThanThienError) as refusal:
            withdraw(settings, f"{name}.csv", actor="steward", reason="x")
        refused.append((type(refusal.value), str(refusal.value)))
    assert refused[0] == refused[1]
    assert not check_waves(loaded.held).faults


def test_withdrawing_ones_own_file_counts_no_file_of_theirs(
    loaded: Planted, tmp_path: Path
) -> None:
    done = []
    for settings in loaded:
        home = replace(settings, home=tmp_path / settings.home.name)
        shutil.copytree(settings.home, home.home)
        done.append(withdraw(home, "ballots_PV.csv", actor="steward", reason="x"))
    assert done[0] == done[1]


def test_retention_counts_none_of_theirs_and_empties_all(loaded: Planted) -> None:
    now = int(time.time()) + LATER
    counted = [
        {
            one.what: one.n_rows
            for one in apply_retention(settings, actor="t", is_trial=True, now=now)
        }
        for settings in loaded
    ]
    assert counted[0] == counted[1]
    assert counted[0]["answer: age_band, sex, case_code, respondent"] > 0


def test_the_list_of_a_backup_counts_none_of_theirs(
    loaded: Planted, tmp_path: Path
) -> None:
    holds = [
        back_up(settings, tmp_path / settings.home.name).manifest.holds
        for settings in loaded
    ]
    assert holds[0] == holds[1]


def test_a_nation_gathers_none_of_theirs(loaded: Planted, tmp_path: Path) -> None:
    found = []
    for settings in loaded:
        nation = Settings(home=tmp_path / settings.home.name)
        gathered = gather(nation, "P9", settings.home, actor="t")
        found.append((gathered.n_files, gathered.n_changed, gathered.n_gone))
        for path in nation.home.rglob("*"):
            if path.is_file():
                assert_unmarked(path.name + path.read_bytes().decode("latin-1"))
    assert found[0] == found[1]
