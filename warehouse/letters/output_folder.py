"""The folder letters are written into: the office's own, never the program's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from warehouse.errors import ThanThienError
from warehouse.letters.owed_letters import KINDS
from warehouse.letters.printing import Printed
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder


def check_folder(settings: Settings, out: Path, letter_kind: str, export: Path) -> None:
    """Refuses what could never be printed, before anybody signs in.

    Raises:
        ThanThienError: The kind is unknown, the export missing, or the folder is not
            empty, no folder, or inside the home, which keeps no name.
    """
    if letter_kind not in KINDS:
        rule = f"one of {', '.join(KINDS)}"
        raise ThanThienError("kind", letter_kind, rule, "choose one of them")
    if not export.is_file():
        rule = "a file to load exists and is no folder"
        raise ThanThienError("file", str(export), rule, "check the path")
    if out.resolve().is_relative_to(settings.home.resolve()):
        rule = "letters hold names, and the home keeps none"
        raise ThanThienError("out", str(out), rule, "name a folder elsewhere")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        rule = "letters go into a new or empty folder"
        raise ThanThienError("out", str(out), rule, "name another folder")


def write_letters(
    printed: Printed, out: Path, progress: Callable[[int, int], None]
) -> int:
    """Writes the letters and says how many.

    Args:
        printed: What is to be written.
        out: The folder.
        progress: Called with how many are done and how many there are.

    Raises:
        OSError: One cannot be written; those before it stay.
    """
    make_folder(out)
    n_all = len(printed.matters)
    for n_done, (name, content) in enumerate(printed.letters(), 1):
        (out / name).write_bytes(content)
        progress(n_done, n_all)
    return n_all
