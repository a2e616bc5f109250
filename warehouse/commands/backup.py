"""`thanthien backup` and `thanthien restore`: a copy of the home, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.progress import shown
from warehouse.commands.terminal import LANG, console, errors, grouped
from warehouse.settings import Settings
from warehouse.words import words_of

if TYPE_CHECKING:
    from warehouse.upkeep.backup import Backup

say = words_of(LANG)


def backup(
    folder: Annotated[Path, typer.Argument(help=say("commands.backup.folder"))],
    also: Annotated[Path | None, typer.Option(help=say("commands.backup.also"))] = None,
    roll: Annotated[bool, typer.Option(help=say("commands.backup.roll"))] = False,
    encrypt_to: Annotated[
        str | None, typer.Option(help=say("commands.backup.encrypt_to"))
    ] = None,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help=say("commands.backup.rehearse"))
    ] = False,
    as_it_is: Annotated[
        bool, typer.Option("--as-it-is", help=say("commands.backup.as_it_is"))
    ] = False,
) -> None:
    from warehouse.errors import ThanThienError
    from warehouse.upkeep.backup import back_up
    from warehouse.upkeep.backup_rounds import copy_to_second_place, forget_old
    from warehouse.upkeep.restore import rehearse as rehearse_backup

    if rehearse and encrypt_to:
        rule = "a backup is rehearsed where its identity is not needed"
        raise ThanThienError("backup", "--rehearse", rule, "rehearse a plain one")
    settings = Settings.from_environment()
    with shown(say("commands.backup.copying"), counted="mebibytes") as progress:
        made = back_up(
            settings,
            folder,
            recipient=encrypt_to,
            progress=progress,
            as_it_is=as_it_is,
        )
    _tell(settings, made)
    if rehearse:
        rehearse_backup(settings, made.folder)
        console.print(say("commands.backup.rehearsed"))
    if also is not None:
        second = copy_to_second_place(made, also)
        console.print(say("commands.backup.second", folder=second), markup=False)
    if roll:
        gone = [path for place in (folder, also) if place for path in forget_old(place)]
        console.print(say("commands.backup.gone", n=len(gone)))


def _tell(settings: Settings, made: Backup) -> None:
    from warehouse.builds.status import read_status

    console.print(say("commands.backup.done", folder=made.folder), markup=False)
    _tell_broken(made)
    # rows and all files together would tell how a wave goes that the Front holds back
    status = read_status(settings)
    if status.n_files:
        text = say(
            "commands.backup.holds",
            n_files=grouped(status.n_files),
            build_id=made.manifest.holds.get("build_id", "-"),
        )
        console.print(text, markup=False)


def _tell_broken(backup: Backup) -> None:
    from warehouse.upkeep.backup_manifest import BROKEN

    for problem in backup.manifest.holds.get(BROKEN, ()):
        errors.print(say("commands.backup.broken", problem=problem), markup=False)


def restore(
    folder: Annotated[
        Path,
        typer.Argument(
            exists=True,
            file_okay=False,
            readable=False,
            help=say("commands.restore.folder"),
        ),
    ],
    identity: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help=say("commands.restore.identity")
        ),
    ] = None,
) -> None:
    from warehouse.upkeep.restore import restore as restore_backup

    settings = Settings.from_environment()
    restored = restore_backup(settings, folder, identity=identity)
    console.print(say("commands.restore.done"))
    _tell_broken(restored)
