"""`thanthien backup` and `thanthien restore`: a copy of the home, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import LANG, console
from warehouse.settings import Settings
from warehouse.words import words_of

say = words_of(LANG)


def backup(
    folder: Annotated[Path, typer.Argument(help=say("commands.backup.folder"))],
) -> None:
    from warehouse.upkeep.backup import back_up

    made = back_up(Settings.from_environment(), folder)
    console.print(
        say("commands.backup.done", n=len(made.files), folder=made.folder),
        markup=False,
    )


def restore(
    folder: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help=say("commands.restore.folder")
        ),
    ],
) -> None:
    from warehouse.upkeep.backup import restore as restore_backup

    made = restore_backup(Settings.from_environment(), folder)
    console.print(say("commands.restore.done", n=len(made.files)))
