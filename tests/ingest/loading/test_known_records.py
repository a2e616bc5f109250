"""A record raw holds already is found, whichever of its days is missing."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Desk

STEPS = """
kinds:
  - kind: case_step
    columns:
      case_code: {from: Mã}
      step: {from: Bước}
      started_at: {from: Từ, dates: ["dd/MM/yyyy"]}
"""
STEP_HEAD = "Mã,Bước,Từ\n"


@pytest.mark.parametrize(
    "again",
    ["H1,1,\n", "H2,1,02/05/2024\nH4,1,\n", "H1,1,\nH3,1,31/12/2024\n"],
    ids=["without a day", "within the days", "at the last day"],
)
def test_a_known_record_is_found_by_its_day_or_without_one(
    desk: Desk, again: str
) -> None:
    known = "H1,1,\nH2,1,02/05/2024\nH3,1,31/12/2024\nH3,2,01/01/2024\n"
    desk.load(STEPS, STEP_HEAD + known)
    new = "H5,1,01/05/2024\nH6,1,45/05/2024\n"
    desk.load(STEPS, STEP_HEAD + again + new, "hai.csv")
    n_known = sum(row in known for row in again.splitlines(keepends=True))
    n_read = again.count("\n") + 2
    counts = ("case_step", n_read, n_read - 1 - n_known, n_known, 1)
    assert counts in desk.counts()
