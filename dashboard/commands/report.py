"""`thanthien report`: the written report of a unit and a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.words import words_of
from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings

say = words_of(LANG)


def report(
    unit: Annotated[str, typer.Option(help=say("commands.report.unit"))],
    period: Annotated[str, typer.Option(help=say("commands.report.period"))],
    out: Annotated[Path, typer.Option(help=say("commands.report.out"))],
    user: Annotated[str, typer.Option(help=say("commands.report.user"))],
) -> None:
    from dashboard.report.files import WRITERS, report_file
    from warehouse.errors import ThanThienError
    from warehouse.people.sign_in import sign_in_to_act
    from warehouse.reviews.seen import figures_for_report

    kind = out.suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        rule = f"a file of one of the kinds {', '.join(WRITERS)}"
        raise ThanThienError("out", out.name, rule, "choose another name")
    settings = Settings.from_environment()
    password = typer.prompt(
        f"{say('commands.report.password')} ({user})", hide_input=True, err=True
    )
    by = sign_in_to_act(settings, user, password)
    facts, review = figures_for_report(settings, by, unit, period)
    out.write_bytes(report_file(settings, by, facts, review, kind))
    console.print(say("commands.report.done", file=str(out)), markup=False)
