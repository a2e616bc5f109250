"""`thanthien wave report`: the Front's own report of one of its waves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.words import words_of
from warehouse.commands.as_front import person_of_front
from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings

say = words_of(LANG)


def wave_report(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave_report.wave"))],
    out: Annotated[Path, typer.Option(help=say("commands.wave_report.out"))],
    user: Annotated[str, typer.Option(help=say("commands.wave_report.user"))],
) -> None:
    from dashboard.waves.files import KINDS, wave_report_file
    from warehouse.errors import ThanThienError

    kind = out.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        rule = f"a file of one of the kinds {', '.join(KINDS)}"
        raise ThanThienError("out", out.name, rule, "choose another name")
    settings = Settings.from_environment()
    by = person_of_front(settings, user)
    out.write_bytes(wave_report_file(settings, by, wave_code, kind))
    console.print(say("commands.wave_report.done", file=str(out)), markup=False)
