"""What a program reads on standard output is JSON and nothing else."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tests.warehouse.commands.conftest import PASSWORD
from tests.warehouse.waves.conftest import COUNTS
from tests.warehouse.waves.frames import FRONT, WAVE, write_returned
from thanthien import app
from warehouse.commands import terminal
from warehouse.settings import Settings


def strict(text: str) -> Any:
    def refuse(word: str) -> None:
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


BY = ["--user", FRONT.user_name]


@pytest.mark.parametrize(
    "words",
    [
        ["note", "list", *BY],
        ["process", "list", *BY],
        ["review", "list", "2026-Q3", *BY],
        ["wave", "plan", WAVE, *BY, "--since", "A2026"],
        ["wave", "list"],
        ["status"],
    ],
)
def test_commands_answer_in_json_alone(settings: Settings, words: list[str]) -> None:
    done = CliRunner().invoke(app, [*words, "--json"], input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    strict(done.stdout)


def test_a_draw_answers_in_json_alone(settings: Settings, tmp_path: Path) -> None:
    export = write_returned(tmp_path / "ho_so_20261130.csv", COUNTS)
    args = ["wave", "draw", WAVE, "--user", FRONT.user_name, "--from", str(export)]
    args += ["--take-all", "--out", str(tmp_path / "ra"), "--json"]
    done = CliRunner().invoke(app, args, input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert strict(done.stdout)["sha256"]


def test_no_number_is_null_and_no_colour_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.StringIO()
    monkeypatch.setattr(terminal, "console", Console(file=out, force_terminal=True))
    said = {"a": float("nan"), 1: [float("inf"), 0.5], "b": "[red]Tân Hòa[/red]"}
    terminal.print_json(said)
    found = {"a": None, "1": [None, 0.5], "b": "[red]Tân Hòa[/red]"}
    assert strict(out.getvalue()) == found


def test_letters_the_output_cannot_write_are_escaped() -> None:
    code = "from warehouse.commands.terminal import print_json; print_json('ệ 😀')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONIOENCODING": "cp1258"},
        capture_output=True,
        check=True,
    )
    assert strict(done.stdout.decode("ascii")) == "ệ 😀"
