"""Looks a workbook over before the reader does: bombs, damage, outside links.

A crafted file of 9 kB can make any reader ask for gigabytes. What can be seen
without reading the cells is refused here, in words; the rest dies alone in the
reader's own process (`ingest.files.workbooks.reader`).
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, errors

from ingest.files.archive_guard import (
    SAVE_AGAIN,
    check_inflation,
    check_member_name,
    refuse,
    unpacking,
)
from warehouse.errors import UnreadableFileError

MAX_COLUMNS = 16_384  # A … XFD
MAX_CELLS = 40_000_000
"""Cells of the rectangle a reader holds at once, of a sheet wider than ZZ."""
_CHUNK = 1 << 20
_CELLS = re.compile(r"xl/worksheets/[^/]+\.xml|xl/sharedStrings\.xml|content\.xml")
_FAR_CELL = re.compile(rb'\sr="([A-Z]{3,})\d')
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_CUT = {
    errors.codes[fault]
    for fault in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_TAG_MISMATCH,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
"""Faults of XML that lose cells: readers take what stands before them as the whole."""
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_zipped_workbook(path: Path, name: str) -> None:
    """Checks an .xlsx or .ods before its cells are read.

    Every member is unpacked once and counted, with its checksum; XML may hold no
    DTD; no macros; no cells so far out that no memory holds what lies between.

    Raises:
        UnreadableFileError: Any of these rules is broken.
    """
    damaged = "the workbook is damaged or cut short"
    with unpacking(name, damaged, SAVE_AGAIN), zipfile.ZipFile(path) as archive:
        n_total = 0
        for member in archive.infolist():
            check_member_name(member, name)
            n_total += _check_member(archive, member, name, n_total)


def _check_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, n_before: int
) -> int:
    is_xml = member.filename.endswith((".xml", ".rels"))
    is_sheet = member.filename.startswith("xl/worksheets/")
    n, tail, used = 0, b"", _UsedCells(name)
    ends = _Ends(name, member.filename) if _CELLS.fullmatch(member.filename) else None
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if n == 0 and is_xml and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                refuse(name, member.filename, "XML that is not in UTF-8")
            n += len(chunk)
            check_inflation(name, n_before + n, member.compress_size + n_before)
            window = tail + chunk
            if is_xml and _DTD.search(window):
                refuse(name, member.filename, "the workbook's XML declares a DTD")
            if is_sheet:
                used.look_at(window)
            if ends:
                ends.look_at(chunk)
            tail = window[-100:]
    if ends:
        ends.look_at(b"", is_last=True)
    return n


class _Ends:
    """Whether a part with cells is whole: each element that begins also ends."""

    def __init__(self, name: str, part: str) -> None:
        self._name, self._part = name, part
        self._parser = ParserCreate()
        self._is_other_fault = False

    def look_at(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Takes in a piece of the part; refuses one that is cut.

        Other faults of the XML, as a control sign in a cell, are left to the reader.
        """
        if self._is_other_fault:
            return
        try:
            self._parser.Parse(chunk, is_last)
        except ExpatError as error:
            if error.code in _CUT:
                rule = "a part of the workbook is cut short: what stands behind is lost"
                value = f"{self._part}: {ErrorString(error.code)}"
                raise UnreadableFileError(self._name, value, rule, SAVE_AGAIN) from None
            self._is_other_fault = True


class _UsedCells:
    """How far the cells of a sheet reach: readers hold the rectangle in memory."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._n_columns = self._n_rows = 0

    def look_at(self, window: bytes) -> None:
        """Takes in a part of a sheet; refuses one that reaches too far."""
        far = set(_FAR_CELL.findall(window))
        if far:
            self._n_columns = max(self._n_columns, *map(column_number, far))
        last = window.rfind(b'<row r="')
        if last >= 0 and (row := _ROW.match(window, last)):
            self._n_rows = int(row[1])
        if self._n_columns > MAX_COLUMNS:
            self._refuse(f"a sheet has at most {MAX_COLUMNS} columns (A to XFD)")
        if self._n_columns * self._n_rows > MAX_CELLS:
            self._refuse(f"a wide sheet may reach over at most {MAX_CELLS} cells")

    def _refuse(self, rule: str) -> None:
        reach = f"{self._n_columns} x {self._n_rows}"
        step = "delete the far cells (Ctrl+End shows them) and save it again"
        refuse(self._name, reach, rule, step)


def column_number(letters: bytes) -> int:
    """Number of a column from 1: A, …, Z, AA, …"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
