"""`thanthien template`: a workbook to fill in for one kind of data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import LANG, errors

say = words_of(LANG)


def template(
    kind: Annotated[str, typer.Argument(help=say("commands.template.kind"))],
    out: Annotated[Path, typer.Option(help=say("commands.template.out"))],
) -> None:
    from ingest.desk.template import write_template

    write_template(kind, out, LANG)
    errors.print(say("commands.template.written", out=out))
