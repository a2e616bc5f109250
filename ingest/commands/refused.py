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
    as_json: AsJson = False,
) -> None:
    from ingest.loading.refused import list_refused, write_refused_xlsx

    settings = Settings.from_environment()
    rows = list_refused(settings, file)
    if out is not None:
        write_refused_xlsx(rows, out, settings.lang)
        errors.print(say("commands.refused.written", n=len(rows), out=out))
    if as_json:
        print_json([row.as_dict(settings.lang) for row in rows])
    elif out is None:
        for row in rows:
            rule, what_to_do = row.words(settings.lang)
            place = ", ".join(str(x) for x in (row.sheet, row.line) if x)
            cell = f"{row.column} = {row.value!r}" if row.column else ""
            console.print(
                f"{row.file_name} ({place}) {cell}: {rule} → {what_to_do}",
                markup=False,
            )
