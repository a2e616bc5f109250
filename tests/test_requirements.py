"""Each row of the guidance has a kind, a rule, a metric, a page and a test."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dashboard.views.unit.page import LEADER_PARTS
from dashboard.views_by_role import VIEWS
from warehouse.raw.kinds import KINDS
from warehouse.raw.registers import DOCUMENT_KINDS
from warehouse.rules.rules import shipped_rules
from warehouse.rules.tables import TABLES

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "requirements.md"
GUIDANCE = (
    *(f"1.{n}" for n in range(1, 8)),
    *(f"2.{n}" for n in range(1, 11)),
    *(f"2.11{part}" for part in "abcd"),
    "2.12",
    "3.1",
    "3.2",
    *(f"4.{n}" for n in range(1, 6)),
)


def rows() -> list[list[str]]:
    """The cells of each row of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| \d", line)
    ]
    assert all(len(cells) == 7 for cells in found)
    return found


def test_every_row_of_the_guidance_is_in_the_table() -> None:
    assert [cells[0] for cells in rows()] == list(GUIDANCE)


@pytest.mark.parametrize("cells", rows(), ids=lambda cells: cells[0])
def test_a_row_names_what_there_is(cells: list[str]) -> None:
    _, _, kinds, rules, metric, page, test = cells
    assert set(kinds.split(", ")) <= KINDS.keys()
    for rule in rules.split("; "):
        table, codes = rule.split(": ")
        group = TABLES[table].group
        known = {str(one.values[group]) for one in shipped_rules()[table]}
        assert set(codes.split(", ")) <= known
    with (ROOT / "dbt_project/seeds/metrics.csv").open(encoding="utf-8") as handle:
        assert metric in {row["metric_id"] for row in csv.DictReader(handle)}
    view, _, part = page.partition("/")
    assert view in {one.name for one in VIEWS}
    assert not part or part in LEADER_PARTS
    file, _, name = test.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"def {name}(" in text or f"- name: {name}\n" in text


def test_every_requirement_of_the_registry_stands_in_the_row_it_names() -> None:
    text = {cells[0]: cells[3] for cells in rows()}
    for rule in shipped_rules()["requirements"]:
        code, row = (str(rule.values[n]) for n in ("requirement_code", "guidance_row"))
        assert code in text[row], code
        if rule.values["shown_by"] == "document":
            assert rule.values["document_kind"] in DOCUMENT_KINDS
