"""Gzip and zip files, unpacked member by member without trusting them."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ingest.files.archive_guard import check_inflation, check_member_name, unpacking
from ingest.files.file_form import not_a_table

_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
OWNER_FILES = ("~$", ".~lock.")
"""How the names begin of what a spreadsheet leaves beside an open workbook."""


def unpack_gzip(path: Path, name: str, folder: Path) -> Path:
    """Unpacks a gzip file, counting what comes out."""
    target = folder / "unpacked"
    with unpacking(name), gzip.open(path) as source:
        _copy(source, target, name, path.stat().st_size)
    return target


def unpack_zip(path: Path, name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Unpacks a zip member by member, in order of name.

    Yields:
        Name of the member and where it lies; the file may be deleted afterwards.

    Raises:
        UnreadableFileError: A bomb, a password, damage, or nothing in it.
    """
    with unpacking(name), zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if _is_content(m)]
        if not members:
            raise not_a_table(name, "an empty archive", "deliver the file again")
        for index, member in enumerate(sorted(members, key=lambda m: m.filename)):
            check_member_name(member, name)
            target = folder / str(index)
            where = f"{name}/{member.filename}"
            with unpacking(where), archive.open(member) as source:
                _copy(source, target, where, member.compress_size)
            yield member.filename, target
            target.unlink()


def _is_content(member: zipfile.ZipInfo) -> bool:
    lower = member.filename.lower()
    is_litter = any(part in lower for part in _LITTER)
    is_owner_file = lower.rpartition("/")[2].startswith(OWNER_FILES)
    return not (member.is_dir() or is_litter or is_owner_file)


def _copy(
    source: IO[bytes] | gzip.GzipFile, target: Path, name: str, n_packed: int
) -> None:
    n = 0
    with target.open("wb") as out:
        while chunk := source.read(1 << 20):
            n += len(chunk)
            check_inflation(name, n, n_packed)
            out.write(chunk)
