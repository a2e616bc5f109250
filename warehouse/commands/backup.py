"""`thanthien backup` and `thanthien restore`: a copy of the home, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.terminal import console, say
from warehouse.settings import Settings


def backup(
    folder: Annotated[Path, typer.Argument(help=say("Thư mục.", "Folder."))],
) -> None:
    from warehouse.stores.backup import back_up

    made = back_up(Settings.from_environment(), folder)
    console.print(
        say(
            f"Đã sao lưu {len(made.files)} tệp: {made.folder}. "
            "Khóa secret.key không nằm trong bản sao: hãy giữ riêng.",
            f"Backed up {len(made.files)} files: {made.folder}. "
            "The secret.key is not in it: keep it apart.",
        ),
        markup=False,
    )


def restore(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help=say("Bản sao.", "It."))
    ],
) -> None:
    from warehouse.stores.backup import restore as restore_backup

    made = restore_backup(Settings.from_environment(), folder)
    console.print(
        say(
            f"Đã khôi phục {len(made.files)} tệp.", f"Restored {len(made.files)} files."
        )
    )
