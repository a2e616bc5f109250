"""`thanthien rules` lists what holds on a day, checks own files, writes templates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import thanthien
from warehouse.errors import ExitCode

OWN = "threshold,value,source,valid_from\ntheta_min,0.9,QĐ 12,2026-01-01\n"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path))
    (tmp_path / "rules").mkdir()
    return tmp_path / "rules"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(thanthien.app, ["rules", *arguments])


@pytest.mark.parametrize(
    ("day", "value", "origin"),
    [("2025-12-31", 0.85, "shipped"), ("01/01/2026", 0.9, "own")],
)
def test_the_list_names_the_rule_of_the_day(
    rules: Path, day: str, value: float, origin: str
) -> None:
    (rules / "thresholds.csv").write_text(OWN, encoding="utf-8")
    done = run("list", "thresholds", "--day", day, "--json")
    [found] = [r for r in json.loads(done.stdout) if r["threshold"] == "theta_min"]
    assert (found["value"], found["origin"]) == (value, origin)


def test_a_line_says_since_when_and_who_set_it(rules: Path) -> None:
    (rules / "thresholds.csv").write_text(OWN, encoding="utf-8")
    [line] = [
        line
        for line in run("list", "thresholds", "--day", "2026-02-01").stdout.splitlines()
        if "theta_min" in line
    ]
    assert "value=0.9" in line
    assert line.endswith("từ 01/01/2026  [của tỉnh]")


def test_good_files_are_counted_and_the_next_step_is_named(rules: Path) -> None:
    (rules / "thresholds.csv").write_text(OWN, encoding="utf-8")
    done = run("check")
    assert done.exit_code == 0
    assert "1 tệp, 1 dòng" in done.stdout
    assert "thanthien build" in done.stdout


def test_every_fault_is_shown_with_its_line_and_column(rules: Path) -> None:
    text = OWN + "theta_min,85,QĐ 12,2026-02-01\nalien,1,QĐ 12,2026-02-01\n"
    (rules / "thresholds.csv").write_text(text, encoding="utf-8")
    done = run("check")
    assert done.exit_code == ExitCode.BAD_RULES
    shown = done.stderr.splitlines()
    assert shown[0].startswith("thresholds.csv dòng 3, cột value = '85'")
    assert shown[1].startswith("thresholds.csv dòng 4, cột threshold = 'alien'")


def test_a_template_of_a_set_only_wants_its_first_day(
    rules: Path, tmp_path: Path
) -> None:
    out = rules / "criteria.csv"
    assert run("template", "criteria", "friendly", "--out", str(out)).exit_code == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 13
    assert run("check").exit_code == ExitCode.BAD_RULES
    filled = [lines[0], *(f"{line[:-2]},2027-01-01," for line in lines[1:])]
    out.write_text("\n".join(filled) + "\n", encoding="utf-8")
    assert run("check").exit_code == 0


def test_a_template_writes_over_nothing(rules: Path) -> None:
    out = rules / "thresholds.csv"
    out.write_text(OWN, encoding="utf-8")
    done = run("template", "thresholds", "--out", str(out))
    assert done.exit_code != 0
    assert out.read_text(encoding="utf-8") == OWN


def test_an_unknown_table_or_group_is_refused(rules: Path) -> None:
    assert run("list", "nguong").exit_code != 0
    assert run("template", "criteria", "khac").exit_code != 0


def test_a_scorecard_starts_from_an_example_that_holds_nowhere(rules: Path) -> None:
    assert json.loads(run("list", "scorecard", "--json").stdout) == []
    out = rules / "scorecard.csv"
    assert run("template", "scorecard", "example", "--out", str(out)).exit_code == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert run("check").exit_code == ExitCode.BAD_RULES
    filled = [lines[0], *(f"{line[:-2]},2026-01-01," for line in lines[1:])]
    out.write_text("\n".join(filled) + "\n", encoding="utf-8")
    assert run("check").exit_code == 0
    done = run("list", "scorecard", "--day", "2026-06-01", "--json")
    weights = [rule["weight"] for rule in json.loads(done.stdout)]
    assert (len(weights), sum(weights)) == (5, 100)
