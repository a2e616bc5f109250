"""Office files without a clock: the same report is the same bytes on every day."""

from __future__ import annotations

import io
import re
import zipfile

_ZIP_DAY = (2020, 1, 1, 0, 0, 0)
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIXED_MOMENT = b"2020-01-01T00:00:00Z"
PROPERTIES = "docProps/core.xml"
BOOK = ".xlsx"


def without_clock(content: bytes, *, is_book: bool = False) -> bytes:
    """The same file with its parts in order, at a fixed day.

    Args:
        content: A DOCX, PPTX or XLSX.
        is_book: A workbook: its writer notes when it was made, the others do not.
            A workbook inside another file is found by its name.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name.endswith(BOOK):
                part = without_clock(part, is_book=True)
            elif is_book and name == PROPERTIES:
                part = _MOMENT.sub(_FIXED_MOMENT, part)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DAY), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
