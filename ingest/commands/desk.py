"""`thanthien desk`: does one job the page of the desk has started."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import LANG
from warehouse.errors import ExitCode
from warehouse.settings import Settings

say = words_of(LANG)


def desk(
    job: Annotated[str, typer.Argument(help=say("commands.desk.job"))],
) -> None:
    from ingest.desk.run import run_job

    done = run_job(Settings.from_environment(), job)
    if done.state != "done":
        raise typer.Exit(ExitCode.BAD_REQUEST)
