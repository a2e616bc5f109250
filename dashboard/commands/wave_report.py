"""`thanthien wave report`, `wave summary`: the Front's report, and one page for all."""

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


def wave_summary(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave_report.wave"))],
    out: Annotated[Path, typer.Option(help=say("commands.wave_summary.out"))],
    user: Annotated[str, typer.Option(help=say("commands.wave_report.user"))],
    sign: Annotated[
        Path,
        typer.Option(
            exists=True, readable=True, help=say("commands.wave_summary.sign")
        ),
    ],
) -> None:
    from dashboard.waves.summary import wave_summary as make_summary
    from warehouse.custody.front_key import open_key

    settings = Settings.from_environment()
    by = person_of_front(settings, user)
    word = say("commands.wave_summary.passphrase")
    signer = open_key(sign, typer.prompt(word, hide_input=True, err=True))
    out.write_bytes(make_summary(settings, wave_code, by=by, signer=signer))
    console.print(say("commands.wave_report.done", file=str(out)), markup=False)
