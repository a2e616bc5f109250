"""`thanthien explain`: how a file is read, and a first spec for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import LANG, AsJson, console, errors, print_json
from warehouse.settings import Settings

say = words_of(LANG)


def explain(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    draft: Annotated[
        Path | None,
        typer.Option(help=say("commands.explain.draft")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help=say("commands.explain.kind")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from ingest.drafting.draft_file import draft_spec
    from ingest.spec.explain import explain_file
    from ingest.spec.explain_text import as_text

    settings = Settings.from_environment()
    explanation = explain_file(file, settings)
    if as_json:
        print_json(explanation.as_dict())
    else:
        console.print(as_text(explanation, settings.lang), markup=False)
    if draft is not None:
        draft.write_text(draft_spec(file, kind), encoding="utf-8")
        errors.print(say("commands.explain.draft_written", draft=draft))
