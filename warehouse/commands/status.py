"""`thanthien status`: which build is published, from which files, how fresh."""

from __future__ import annotations

import typer

from warehouse.commands.terminal import AsJson, console, print_json
from warehouse.errors import ExitCode
from warehouse.settings import Settings


def status(as_json: AsJson = False) -> None:
    from warehouse.builds.status import read_status

    settings = Settings.from_environment()
    found = read_status(settings)
    if as_json:
        print_json(found.as_dict())
    else:
        console.print(found.as_text(settings.lang), markup=False)
    if found.damage:
        raise typer.Exit(ExitCode.DAMAGED)
