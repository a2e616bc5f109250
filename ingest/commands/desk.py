"""`thanthien desk`: does one job the page of the desk has started."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import LANG
from warehouse.errors import ExitCode
from warehouse.settings import Settings

say = words_of(LANG)


def desk(
    job: Annotated[str, typer.Argument(help=say("commands.desk.job"))],
    front: Annotated[
        bool, typer.Option("--front", help=say("commands.desk.front"))
    ] = False,
) -> None:
    from ingest.desk.run import run_job
    from warehouse.desk.desks import CLERKS, desk_of
    from warehouse.rights import FRONT

    settings = desk_of(Settings.from_environment(), FRONT if front else CLERKS)
    done = run_job(settings, job, sys.stdin.read() if front else "")
    if done.state != "done":
        raise typer.Exit(ExitCode.BAD_REQUEST)
