"""`thanthien refused`: the rows that were not loaded, and what to do about each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import AsJson, console, errors, print_json, say
from warehouse.settings import Settings


def refused(
    file: Annotated[
        str | None, typer.Option(help=say("Chỉ tệp này.", "This file only."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=say("Ghi ra XLSX.", "Write an XLSX."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    from ingest.loading.refused import list_refused, write_refused_xlsx

    settings = Settings.from_environment()
    rows = list_refused(settings, file)
    if out is not None:
        write_refused_xlsx(rows, out, settings.lang)
        errors.print(
            say(f"Đã ghi {len(rows)} dòng: {out}", f"Wrote {len(rows)} rows: {out}")
        )
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
