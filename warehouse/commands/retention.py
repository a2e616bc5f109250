"""`thanthien retention`: removes personal data whose time is over."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.terminal import ACTOR, LANG, console, grouped
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("commands.retention.dry_run"))
    ] = False,
    clock_is_right: Annotated[
        bool,
        typer.Option("--clock-is-right", help=say("commands.retention.clock_is_right")),
    ] = False,
) -> None:
    from warehouse.upkeep.retention import apply_retention

    settings = Settings.from_environment()
    for found in apply_retention(
        settings,
        actor=ACTOR,
        is_trial=dry_run,
        is_clock_confirmed=clock_is_right,
    ):
        console.print(f"{found.what}: {grouped(found.n_rows)}", markup=False)
