"""`thanthien doctor`: what is wrong with the home, and mending it."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.words import words_of
from warehouse.commands.terminal import (
    ACTOR,
    LANG,
    AsJson,
    console,
    errors,
    print_json,
)
from warehouse.errors import ExitCode
from warehouse.settings import Settings

say = words_of(LANG)


def doctor(
    mend: Annotated[
        bool, typer.Option("--mend", help=say("commands.doctor.mend"))
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=say("commands.doctor.agree"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from ingest.loading.rebuild import rebuild_raw
    from warehouse.commands.build import print_build, run_build
    from warehouse.doctor.finding import Finding
    from warehouse.doctor.look import examine
    from warehouse.doctor.mend import Mender

    settings = Settings.from_environment()
    found = examine(settings)
    mended: list[Finding] = []
    if mend and found:

        def ask(finding: Finding) -> bool:
            question = say("commands.doctor.ask", what=finding.as_text(LANG))
            return yes or typer.confirm(question, default=False, err=True)

        mended = Mender(settings, ask, lambda: rebuild_raw(settings), ACTOR).mend(found)
        if any(finding.code == "build_damaged" for finding in mended):
            print_build(run_build(settings, is_full=True))
        found = examine(settings)
    if as_json:
        facts = {"found": found, "mended": mended}
        print_json({k: [f.as_dict(LANG) for f in v] for k, v in facts.items()})
    else:
        for finding in mended:
            text = finding.as_text(LANG)
            console.print(f"{say('commands.doctor.mended')}: {text}", markup=False)
        for finding in found:
            errors.print(finding.as_text(LANG), markup=False)
        if not found:
            console.print(say("commands.doctor.whole"))
    if any(finding.is_damage for finding in found):
        raise typer.Exit(ExitCode.DAMAGED)
