"""`thanthien status`: which build is published, from which files, how fresh."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import typer

from warehouse.commands.terminal import AsJson, console, print_json
from warehouse.errors import ExitCode
from warehouse.settings import Settings


def status(as_json: AsJson = False) -> None:
    from warehouse.builds.status import read_status
    from warehouse.desk.desks import CLERKS, desk_of
    from warehouse.desk.old_files import waiting_files

    settings = Settings.from_environment()
    found = read_status(settings)
    # of the Front's own desk nobody else hears
    waiting = waiting_files(desk_of(settings, CLERKS), datetime.now(UTC))
    if as_json:
        print_json({**found.as_dict(), "waiting": asdict(waiting)})
    else:
        lines = [found.as_text(settings.lang), *waiting.as_lines(settings.lang)]
        console.print("\n".join(lines), markup=False)
    if found.damage:
        raise typer.Exit(ExitCode.DAMAGED)
