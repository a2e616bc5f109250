"""Marked cells of an .xlsx: errors, formulas without a result, zeros by format."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree

from ingest.files.hidden_places import HiddenPlaces
from ingest.files.workbooks.guard import MAX_COLUMNS, column_number
from ingest.files.workbooks.marked_cells import (
    UNCALCULATED,
    Marks,
    no_marks,
    whole,
    zeros_shown,
)

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^>]*?)?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*")
_ATTRIBUTE = re.compile(rb'\s(r|s|t)="([^"]*)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PLACE = re.compile(rb"([A-Z]+)([0-9]+)")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*")
_SPAN = re.compile(rb'\s(min|max)="([0-9]{1,5})"')
_IS_HIDDEN = re.compile(rb'\shidden="(?:1|true)"|\s(?:ht|width)="0(?:\.0*)?"')
_Zeros = dict[bytes, Callable[[int], str]]


def xlsx_marks(path: Path, sheet: str, hidden: HiddenPlaces, *, is_head: bool) -> Marks:
    """Marks of one sheet, and what is hidden; of its first rows alone if `is_head`."""
    with zipfile.ZipFile(path) as archive:
        member = _member(archive, sheet)
        if member is None:
            return {}
        marks, zeros = no_marks(), _zero_formats(archive)
        counted = _Counted(hidden)
        with archive.open(member) as stream:
            for number, piece in enumerate(_pieces(stream)):
                if number == 0:
                    hidden.add_columns(_hidden_columns(piece))
                _mark_piece(piece, zeros, counted, marks)
                if is_head:
                    break
    return marks


class _Counted:
    """The place of a cell that does not name it, and what was hidden so far."""

    def __init__(self, hidden: HiddenPlaces) -> None:
        self.row = self.column = -1
        self.hidden = hidden


def _member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    ids = {
        element.get("name"): value
        for element in book.iter()
        if _local(element) == "sheet"
        for key, value in element.attrib.items()
        if key.endswith("}id")
    }
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return None
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    target = targets.get(ids.get(sheet), "")
    member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    member = str(PurePosixPath(member))
    return member if member in archive.namelist() else None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _zero_formats(archive: zipfile.ZipFile) -> _Zeros:
    """How a cell's style shows a number, by the style's number as written."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {
        element.get("numFmtId"): element.get("formatCode", "")
        for element in styles.iter()
        if _local(element) == "numFmt"
    }
    found: _Zeros = {}
    for group in styles:
        if _local(group) == "cellXfs":
            for number, style in enumerate(group):
                shown = zeros_shown(codes.get(style.get("numFmtId"), ""))
                if shown:
                    found[str(number).encode()] = shown
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that hold whole rows."""
    held = b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        cut = held.rfind(b"row>") + 4
        if cut >= 4:
            yield held[:cut]
            held = held[cut:]
    if held:
        yield held


def _mark_piece(piece: bytes, zeros: _Zeros, counted: _Counted, marks: Marks) -> None:
    last = piece.rfind(b"<row ")
    names_rows = last >= 0 and b' r="' in piece[last : last + 40]
    hides = _IS_HIDDEN.search(piece) is not None
    if names_rows and not hides and not _may_be_marked(piece, zeros):
        return
    for row in re.split(rb"(?=<(?:\w+:)?row\b)", piece):
        head = _ROW.match(row)
        if head is None:
            continue
        place = dict(_ATTRIBUTE.findall(head[0])).get(b"r")
        counted.row = int(place) - 1 if place else counted.row + 1
        counted.column = -1
        if hides and _IS_HIDDEN.search(head[0]) and _HAS_VALUE.search(row):
            counted.hidden.add_row(counted.row)
        if _may_be_marked(row, zeros):
            _mark_row(row, zeros, counted, marks)


def _hidden_columns(piece: bytes) -> Iterator[int]:
    """Of the first piece of a sheet, where its columns are described."""
    for column in _COLUMN.findall(piece[: max(0, piece.find(b"row "))]):
        span = {key: int(number) for key, number in _SPAN.findall(column)}
        if _IS_HIDDEN.search(column) and b"min" in span:
            last = min(span.get(b"max", span[b"min"]), MAX_COLUMNS)
            yield from range(span[b"min"] - 1, last)


def _may_be_marked(row: bytes, zeros: _Zeros) -> bool:
    if b't="e"' in row or b"<f" in row or b":f" in row:
        return True
    return any(b's="%b"' % style in row for style in zeros)


def _mark_row(row: bytes, zeros: _Zeros, counted: _Counted, marks: Marks) -> None:
    for cell in _CELL.finditer(row):
        given = dict(_ATTRIBUTE.findall(cell[1]))
        place = _PLACE.fullmatch(given.get(b"r", b""))
        counted.column = column_number(place[1]) - 1 if place else counted.column + 1
        text = _said(given, cell[2] or b"", zeros)
        if text is not None:
            marks[counted.row].append((counted.column, text))


def _said(given: dict[bytes, bytes], inner: bytes, zeros: _Zeros) -> str | None:
    value = _VALUE.search(inner)
    text = value[1].decode("utf-8", "replace").strip() if value else ""
    kind = given.get(b"t", b"n")
    if kind == b"e":
        return text or "#N/A"
    if _FORMULA.search(inner):
        is_stored = text or (kind == b"str" and _HAS_VALUE.search(inner))
        if not is_stored:
            return UNCALCULATED
    shown = zeros.get(given.get(b"s", b""))
    number = whole(text) if shown and kind == b"n" else None
    return None if shown is None or number is None else shown(number)
