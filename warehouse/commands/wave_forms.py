"""`thanthien wave forms`: the form of a wave, and the spec that reads it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


def wave_forms(
    wave_code: Annotated[str, typer.Argument(help=say("commands.wave.wave_code"))],
    user: Annotated[str, typer.Option(help=say("commands.wave.user"))],
    out: Annotated[Path, typer.Option(help=say("commands.wave_forms.out"))],
    instrument: Annotated[
        str | None, typer.Option(help=say("commands.wave_forms.instrument"))
    ] = None,
) -> None:
    from warehouse.commands.as_front import as_front
    from warehouse.waves.draw_wave import plan_of
    from warehouse.waves.forms.planned import files_of, form_of_plan
    from warehouse.waves.lists import check_out, write_lists

    settings = Settings.from_environment()
    check_out(settings, out)
    _, answer = as_front(settings, user)
    form = form_of_plan(plan_of(settings, wave_code), answer, instrument)
    files = files_of(form, say)
    write_lists(out, ((name, make()) for name, make in files))
    text = say(
        "commands.wave_forms.written",
        n=len(form.items),
        version=form.version,
        names=", ".join(name for name, _ in files),
    )
    console.print(text, markup=False)
