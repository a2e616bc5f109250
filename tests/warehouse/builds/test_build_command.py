"""`thanthien build` answers a person in a sentence and a program in JSON alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thanthien
from warehouse.builds import build as building
from warehouse.builds.build import BuildResult
from warehouse.errors import ExitCode
from warehouse.settings import Settings

RESULT = BuildResult(
    build_id="20261126T010000Z-abc",
    path=Path("warehouse.duckdb"),
    n_models=156,
    n_tests=171,
    seconds=37.2,
    is_published=True,
    is_full=True,
    why="first",
    failures=(),
    warnings=(),
)


def _build(
    settings: Settings,
    *,
    full: bool,
    master: str | None,
    progress: Callable[[int, int], None],
) -> BuildResult:
    for n_done in range(1, 328):
        progress(n_done, 327)
    return RESULT


@pytest.fixture(autouse=True)
def _built_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path))
    monkeypatch.setattr(building, "build", _build)


def test_json_is_all_that_goes_to_standard_output() -> None:
    run = CliRunner().invoke(thanthien.app, ["build", "--json"])
    assert run.exit_code == 0
    assert json.loads(run.stdout)["build_id"] == RESULT.build_id


def test_a_build_that_is_not_published_answers_in_json_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    red = replace(RESULT, build_id=None, is_published=False)
    monkeypatch.setattr(building, "build", lambda *_, **__: red)
    run = CliRunner().invoke(thanthien.app, ["build", "--json"])
    assert run.exit_code == ExitCode.BUILD_FAILED
    assert json.loads(run.stdout)["is_published"] is False


def test_a_person_reads_a_sentence() -> None:
    run = CliRunner().invoke(thanthien.app, ["build"])
    assert "Đã công bố bản dựng 20261126T010000Z-abc: 156 mô hình" in run.stdout
