"""`thanthien build`: builds, tests, and publishes what is green."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.progress import shown
from warehouse.commands.terminal import LANG, AsJson, console, errors, print_json
from warehouse.errors import ExitCode, ThanThienError
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    # Imported when a build runs: dbt takes seconds.
    from warehouse.builds.build import BuildResult

say = words_of(LANG)


class Engine(StrEnum):
    """What works out the models of a build."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def build(
    full: Annotated[bool, typer.Option(help=say("commands.build.full"))] = False,
    engine: Annotated[Engine, typer.Option(help=say("commands.build.engine"))] = (
        Engine.DUCKDB
    ),
    master: Annotated[
        str | None, typer.Option(help=say("commands.build.master"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    if master is not None and engine is not Engine.SPARK:
        rule, step = "only Spark has a master", "--engine spark"
        raise ThanThienError("--master", master, rule, step)
    if engine is Engine.SPARK:
        master = master or "local"
    settings = Settings.from_environment()
    result = run_build(settings, is_full=full, master=master, as_json=as_json)
    if as_json:
        print_json(asdict(result))
    else:
        print_build(result)


def run_build(
    settings: Settings,
    *,
    is_full: bool = False,
    master: str | None = None,
    as_json: bool = False,
) -> BuildResult:
    """What was published; a red test ends the command with its exit code.

    A program that asked for JSON is answered in it then, too.
    """
    from warehouse.builds.build import build as build_warehouse

    with shown(say("commands.build.building"), counted="nodes") as progress:
        result = build_warehouse(
            settings, full=is_full, master=master, progress=progress
        )
    if not result.is_published:
        for failure in result.failures:
            errors.print(f"{failure.name}: {failure.message}", markup=False)
        errors.print(say("commands.build.not_published"))
        if as_json:
            print_json(asdict(result))
        raise typer.Exit(ExitCode.BUILD_FAILED)
    return result


def print_build(result: BuildResult) -> None:
    """Says which build was published."""
    console.print(
        say(
            "commands.build.published",
            build_id=result.build_id,
            n_models=result.n_models,
            n_tests=result.n_tests,
            seconds=result.seconds,
        )
    )
    for code in result.withheld:
        line = say("commands.build.withheld", wave_code=code)
        errors.print(line, markup=False, style="red")
    for line in result.findings.as_lines(say):
        console.print(line, markup=False)
