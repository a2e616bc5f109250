"""What no packed file may do, an archive or a workbook: swell, point outside, hide.

What can be seen before anything is read is refused here, in words.
"""

from __future__ import annotations

import errno
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from warehouse.errors import UnreadableFileError

MAX_RATIO = 100
MAX_INFLATED_BYTES = 4 << 30
SMALL_BYTES = 16 << 20
SAVE_AGAIN = "open it in Excel or LibreOffice, save it as .xlsx and deliver it again"


_DAMAGE = (
    # gzip's own BadGzipFile is an OSError
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    # ways of packing, versions and names that `zipfile` does not know
    *(NotImplementedError, ValueError),
)


@contextmanager
def unpacking(
    name: str,
    rule: str = "the archive is damaged or cut short",
    step: str = "deliver it again",
) -> Iterator[None]:
    """Turns whatever the readers of packed files raise into a refusal of the file.

    Raises:
        UnreadableFileError: It is damaged, or packed in a way nobody reads.
    """
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableFileError(name, str(error), rule, step) from error
    except OSError as error:
        # the disk's own, but for a place before the start of the file, which the
        # packed data name
        if error.errno not in (None, errno.EINVAL):
            raise
        raise UnreadableFileError(name, str(error), rule, step) from error


def refuse(name: str, value: object, rule: str, next_step: str = SAVE_AGAIN) -> None:
    """Raises the refusal of a whole file."""
    raise UnreadableFileError(name, value, rule, next_step)


def check_inflation(name: str, n_inflated: int, n_packed: int) -> None:
    """Stops a decompression that grows beyond measure.

    Args:
        name: File or member, for the message.
        n_inflated: Bytes unpacked so far.
        n_packed: Bytes the packed form takes.

    Raises:
        UnreadableFileError: More than 100 times its size, or more than 4 GiB.
    """
    if n_inflated > MAX_INFLATED_BYTES:
        refuse(
            name,
            f"> {n_inflated} bytes",
            f"a packed file may hold at most {MAX_INFLATED_BYTES} bytes",
            "deliver it unpacked, or in several files",
        )
    if n_inflated > SMALL_BYTES and n_inflated > MAX_RATIO * max(n_packed, 1):
        refuse(
            name,
            f"{n_packed} → > {n_inflated} bytes",
            f"a packed file may unpack to at most {MAX_RATIO} times its size",
            "deliver it unpacked",
        )


def check_member_name(member: zipfile.ZipInfo, name: str) -> None:
    """Refuses members that point outside, macros and encrypted members."""
    inner = PurePosixPath(member.filename.replace("\\", "/"))
    if inner.is_absolute() or ".." in inner.parts or ":" in member.filename:
        rule = "a member points outside the archive"
        refuse(name, member.filename, rule, "pack the files anew, without folders")
    if member.flag_bits & 0x1:
        refuse(
            name,
            member.filename,
            "the archive is protected by a password",
            "remove the password and deliver it again",
        )
    if inner.name.lower().startswith("vbaproject"):
        refuse(name, member.filename, "the workbook holds macros")
