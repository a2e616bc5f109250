"""`thanthien refused`: the rows that were not loaded, and what to do about each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import LANG, AsJson, console, errors, print_json
from warehouse.settings import Settings

say = words_of(LANG)


def refused(
    file: Annotated[str | None, typer.Option(help=say("commands.refused.file"))] = None,
    out: Annotated[Path | None, typer.Option(help=say("commands.refused.out"))] = None,
    user: Annotated[str | None, typer.Option(help=say("commands.refused.user"))] = None,
    as_json: AsJson = False,
) -> None:
    from ingest.loading.refused_alike import refused_alike
    from ingest.loading.refused_list import list_refused, write_refused_xlsx
    from warehouse.commands.as_front import person_of_front
    from warehouse.custody.held_files import held_files

    settings = Settings.from_environment()
    hidden = held_files(settings)
    if user is not None:
        person_of_front(settings, user)
        hidden = frozenset()
    if out is not None:
        rows = list_refused(settings, file, hidden=hidden)
        write_refused_xlsx(rows, out, settings.lang)
        errors.print(say("commands.refused.written", n=len(rows), out=out))
    if as_json:
        rows = list_refused(settings, file, hidden=hidden)
        print_json([row.as_dict(settings.lang) for row in rows])
    elif out is None:
        for alike in refused_alike(settings, file, hidden=hidden):
            console.print(alike.as_text(settings.lang), markup=False)
