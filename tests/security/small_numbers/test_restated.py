"""What a later load changed says nothing of the few that a figure was about."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.simulation.province import write_province
from tests.security.small_numbers.attacked_province import Province, read_province
from tests.security.small_numbers.attacked_queries import ATTACKED, STEP
from tests.security.small_numbers.built import load
from tests.security.small_numbers.shown_slices import Slice, group_of
from tests.security.small_numbers.solver import narrow_groups
from warehouse.builds.build import build
from warehouse.settings import Settings

K = 5
N_CASES = 12_000
pytestmark = pytest.mark.release


def test_no_small_month_follows_from_what_it_was_before(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    written = write_province(tmp_path / "files", n_cases=N_CASES, seed=7)
    first, late = in_two_parts(tmp_path / "first", list(written.files))
    load(settings, first)
    assert build(settings).is_published
    before = read_province(settings).tables["agg_unit_months"]
    load(settings, late)
    assert build(settings).is_published
    province = read_province(settings)
    was = slices_before(province, before)
    assert sum(0 < n < K for s in was.values() for n in s.true.values()) > 100
    assert sum(len(s.read) for s in was.values()) > 100
    found = {month: narrow_groups(province, s, K) for month, s in was.items()}
    assert not any(found.values()), {m: cells for m, cells in found.items() if cells}


def in_two_parts(folder: Path, files: list[Path]) -> tuple[list[Path], list[Path]]:
    """Files with seven of ten ballots of the counter, and those with all of them."""
    folder.mkdir()
    (folder / "MO_PHONG.txt").write_text("simulated", "utf-8")
    rng = random.Random(1)
    first, late = [], []
    for path in files:
        if path.name.startswith("phieu_tai_quay"):
            head, *rows = path.read_text("utf-8-sig").splitlines(keepends=True)
            kept = "".join(row for row in rows if rng.random() < 0.7)
            part = folder / f"dau_{path.name}"
            part.write_text(head + kept, "utf-8")
            first.append(part)
            late.append(path)
        else:
            first.append(path)
    return first, late


def slices_before(province: Province, before: list[dict[str, Any]]) -> dict[Any, Slice]:
    """Months as they were: what is told as changed, and what did not change."""
    found: dict[Any, Slice] = {}
    for row in before:
        slice_ = found.setdefault(row["month"], Slice())
        slice_.true[group_of(row)] = float(row["n_ballots"] or 0)
    # the list may be cut; what is not on it and changed all the same is not known
    changed = {
        (row["period"], group_of(row))
        for row in province.tables["dq_restatements"]
        if row["figure"] == "n_ballots"
    }
    answer = province.reader.run("restated_months", province.scope)
    for row in answer.rows:
        if row["figure"] == "n_ballots" and row["old_value"] is not None:
            slice_, group = (
                found[date.fromisoformat(row["whole_period"])],
                group_of(row),
            )
            low, high = max(row["old_value"] - STEP, 0), row["old_value"] + STEP
            assert low <= slice_.true[group] <= high
            slice_.read[group] = (low, high)
    for reading in ATTACKED["unit_months"](province):
        month = reading.slice[1]
        if (str(month), reading.group) not in changed and month in found:
            found[month].read[reading.group] = (reading.low, reading.high)
    return found
