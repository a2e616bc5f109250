"""The day from which a workbook counts its days: 30/12/1899, or as it says itself.

Workbooks begun on an old Mac count from 01/01/1904. A cell with a date format is read
right by the reader; a day that stands as a bare number is four years early unless its
workbook is asked.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import xlrd

from ingest.files.sheet import USUAL_DAY_ZERO

_OF_1904 = dt.date(1904, 1, 1)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def day_zero(path: Path) -> dt.date:
    """The day that has number 0 in an .xlsx, .xls or .ods."""
    if not zipfile.is_zipfile(path):
        with xlrd.open_workbook(str(path), on_demand=True) as book:
            return _OF_1904 if book.datemode else USUAL_DAY_ZERO
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return _of_xlsx(archive)
        return _of_ods(archive) if "content.xml" in names else USUAL_DAY_ZERO


def _of_xlsx(archive: zipfile.ZipFile) -> dt.date:
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")):
        if element.tag.rpartition("}")[2] == "workbookPr":
            is_1904 = element.get("date1904", "0").lower() in ("1", "true", "on")
            return _OF_1904 if is_1904 else USUAL_DAY_ZERO
    return USUAL_DAY_ZERO


def _of_ods(archive: zipfile.ZipFile) -> dt.date:
    """Settings stand before the first table."""
    with archive.open("content.xml") as stream:
        for _, element in ElementTree.iterparse(stream, ("start",)):
            if element.tag == f"{_TABLE}null-date":
                said = element.get(f"{_TABLE}date-value", "")
                return _day(said)
            if element.tag == f"{_TABLE}table":
                break
    return USUAL_DAY_ZERO


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return USUAL_DAY_ZERO
