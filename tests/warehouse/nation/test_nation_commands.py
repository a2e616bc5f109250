"""The commands say what was done and what was not, province by province."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.warehouse.nation.two_provinces import ONE, OTHER, TwoProvinces
from thanthien import app
from warehouse.errors import BuildError, ExitCode

RUN = CliRunner()


@pytest.fixture
def nation(built: TwoProvinces, monkeypatch: pytest.MonkeyPatch) -> TwoProvinces:
    monkeypatch.setenv("THANTHIEN_HOME", str(built.nation.home))
    return built


def _run(*arguments: str) -> Result:
    return RUN.invoke(app, ["nation", *arguments])


def test_all_known_provinces_are_gathered_again(nation: TwoProvinces) -> None:
    done = _run("gather")
    assert done.exit_code == 0
    assert [line[:4] for line in done.stdout.splitlines()] == ["✓ 01", "✓ 79"]


def test_one_that_goes_wrong_is_named_and_the_others_go_on(
    nation: TwoProvinces, tmp_path: Path
) -> None:
    good = f"{ONE}={nation.homes[ONE].home}"
    done = _run("gather", f"02={tmp_path / 'nowhere'}", good, "--json")
    assert done.exit_code == ExitCode.DISK
    told = json.loads(done.stdout)
    assert set(told["gathered"]) == {ONE}
    assert set(told["faults"]) == {"02"}


def test_a_province_without_a_home_is_refused(nation: TwoProvinces) -> None:
    done = _run("gather", "79")
    assert done.exit_code != 0
    assert "79=/srv/79" in str(done.exception)


def test_status_and_build_answer_a_program(nation: TwoProvinces) -> None:
    built = json.loads(_run("build", "--json").stdout)
    found = json.loads(_run("status", "--json").stdout)
    assert built["build_id"] == found["build_id"]
    assert not built["is_published"]
    assert [p["code"] for p in found["provinces"]] == [OTHER, ONE]
    assert {p["state"] for p in found["provinces"]} == {"in"}
    assert "01" in _run("status").stdout
    assert built["build_id"] in _run("build").stdout


def test_a_home_without_provinces_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", str(tmp_path))
    assert _run("gather").exit_code == ExitCode.BAD_REQUEST
    assert isinstance(_run("build").exception, BuildError)
    assert _run("status").exit_code == 0
