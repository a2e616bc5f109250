"""`thanthien build`: builds, tests, and publishes what is green."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.terminal import AsJson, console, errors, print_json, say
from warehouse.errors import ExitCode
from warehouse.settings import Settings

if TYPE_CHECKING:
    # Imported when a build runs: dbt takes seconds.
    from warehouse.builds.build import BuildResult


def build(
    full: Annotated[
        bool, typer.Option(help=say("Dựng lại từ đầu.", "Rebuild everything."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    result = run_build(Settings.from_environment(), is_full=full)
    if as_json:
        print_json(asdict(result))
    else:
        tell_build(result)


def run_build(settings: Settings, *, is_full: bool = False) -> BuildResult:
    """What was published; a red test ends the command with its exit code."""
    from warehouse.builds.build import build as build_warehouse

    with errors.status(say("Đang dựng kho và kiểm thử…", "Building and testing…")):
        result = build_warehouse(settings, full=is_full)
    if not result.is_published:
        for failure in result.failures:
            errors.print(f"{failure.name}: {failure.message}", markup=False)
        errors.print(
            say(
                "Chưa công bố gì: bản tốt trước đó vẫn dùng.",
                "Nothing was published: the last good build stays.",
            )
        )
        raise typer.Exit(ExitCode.BUILD_FAILED)
    return result


def tell_build(result: BuildResult) -> None:
    """Says which build was published."""
    console.print(
        say(
            f"Đã công bố bản dựng {result.build_id}: {result.n_models} mô hình, "
            f"{result.n_tests} kiểm thử, {result.seconds:.0f} giây.",
            f"Published build {result.build_id}: {result.n_models} models, "
            f"{result.n_tests} tests, {result.seconds:.0f} seconds.",
        )
    )
