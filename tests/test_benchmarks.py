"""`python -m benchmarks` names every benchmark and runs the one asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_benchmark_is_named_with_what_it_measures() -> None:
    done = run()
    assert done.returncode == 0
    shown = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if line)
    runnable = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "\ndef main() -> None:" in path.read_text(encoding="utf-8")
    }
    assert runnable <= shown.keys()
    assert shown["page_views"] == "Memory of the server over many page views."
    assert "served" not in shown


@pytest.mark.parametrize("name", ["page_views", "size_few_units"])
def test_the_one_named_runs_with_what_follows(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: {name}")


def test_planted_truth_still_fits_what_it_measures() -> None:
    """It hands rows of its own to the functions of the models."""
    done = run("planted_truth", "--provinces", "1", "--ballots", "70")
    assert done.returncode == 0, done.stderr
    assert "| 70 | yes | unit covers | 160 |" in done.stdout


def test_an_unknown_name_is_refused_with_the_list() -> None:
    done = run("page_sped")
    assert done.returncode == 2
    assert "page_sped" in done.stderr
    assert "page_speed" in done.stdout
