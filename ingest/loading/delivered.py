"""The files of a load: what each is by its content, and whether it is simulated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ingest.files.open import content_sha256
from ingest.loading.ledger import SourceFile
from warehouse.errors import ThanThienError
from warehouse.safe_text import name_of
from warehouse.settings import Settings

MARKER = "MO_PHONG.txt"
"""A folder with this file holds simulated data."""


def source_files(
    paths: Iterable[Path | str], settings: Settings, *, is_simulated: bool
) -> list[tuple[Path, SourceFile]]:
    """The files of a load with their content hash, in the order given.

    Raises:
        ThanThienError: One does not exist or is a folder.
    """

    def with_content(path: Path | str) -> tuple[Path, SourceFile]:
        return _source_file(Path(path), is_simulated=is_simulated)

    with ThreadPoolExecutor(settings.threads) as pool:
        return list(pool.map(with_content, paths))


def _source_file(path: Path, *, is_simulated: bool) -> tuple[Path, SourceFile]:
    if not path.is_file():
        rule = "a file to load exists and is no folder"
        raise ThanThienError("file", str(path), rule, "check the path")
    is_marked = is_simulated or (path.parent / MARKER).exists()
    sha256 = content_sha256(path)
    return path, SourceFile(name_of(path), sha256, path.stat().st_size, is_marked)


def check_alike(files: Sequence[SourceFile]) -> None:
    """Simulated and real files are not loaded together.

    Raises:
        ThanThienError: Both are among the files.
    """
    simulated = [file.name for file in files if file.is_simulated]
    if simulated and len(simulated) < len(files):
        rule = "simulated and real files are never loaded together"
        step = "load them into homes of their own (THANTHIEN_HOME)"
        raise ThanThienError("files", simulated[0], rule, step)
