"""`thanthien audit …`: whether the record of what was done is intact."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import LANG, console, errors, grouped
from warehouse.errors import ExitCode
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)

audit_app = typer.Typer(no_args_is_help=True, help=say("commands.audit.help"))


@audit_app.command("verify", help=say("commands.audit.verify"))
def audit_verify(
    anchors: Annotated[
        Path | None,
        typer.Option(help=say("commands.audit.anchors")),
    ] = None,
) -> None:
    from warehouse.audit import verify

    check = verify(Settings.from_environment(), anchors_from=anchors)
    if check.is_intact:
        console.print(
            say(
                "commands.audit.intact",
                n_records=grouped(check.n_records),
                n_anchors=check.n_anchors,
            )
        )
        return
    errors.print(f"{check.first_bad_seq}: {check.problem}", markup=False)
    raise typer.Exit(ExitCode.BAD_REQUEST)


@audit_app.command("anchor", help=say("commands.audit.anchor"))
def audit_anchor(
    copy_to: Annotated[
        Path | None,
        typer.Option(help=say("commands.audit.copy_to")),
    ] = None,
) -> None:
    from warehouse.audit import anchor

    head = anchor(Settings.from_environment(), copy_to=copy_to)
    console.print(head.as_line(), markup=False)
