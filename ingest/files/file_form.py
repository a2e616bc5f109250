"""What a file is, by its content: text, a workbook, packed, or nothing we read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from ingest.files.archive_guard import unpacking
from warehouse.errors import UnreadableFileError

Form = Literal["text", "zipped_workbook", "ole_workbook", "zip", "gzip", "geojson"]
_THE_TABLE = "deliver the table itself, saved as .xlsx or .csv"
_SAVE = "open it in Excel or LibreOffice, save it as .xlsx and deliver it again"
_EXPORT = "export it from the source as .xlsx or .csv and deliver that"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFUSED = {
    b"%PDF": "a PDF document",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x7fELF": "a program",
}
_NO_TEXT = bytes({*range(1, 32)} - set(b"\t\n\r\f\x1a"))
_MOST_NO_TEXT, _WIDE = 0.05, 0.1
"""Shares of the first bytes: signs no text has; zeros, as in texts of two bytes."""


def form_of(path: Path, name: str) -> Form:
    """Recognises the form of a file by its bytes; the name may lie.

    Raises:
        UnreadableFileError: It is empty, or of a form that holds no table.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise not_a_table(name, "empty", "export it again: it holds nothing")
    for magic, what in _REFUSED.items():
        if start.startswith(magic):
            raise not_a_table(name, what, _SAVE)
    if start.startswith(b"MZ") and b"\0" in start:
        raise not_a_table(name, "a program", _SAVE)
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse_encrypted(path, name)
        return "ole_workbook"
    # All four bytes: a text file may well begin with a heading "PK_…".
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_form(path, name)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"{"):
        return "geojson"
    if re.match(rb"\[\s*\{\s*\"", text):
        raise not_a_table(name, "a JSON file", _EXPORT)
    if text.startswith(
        (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div")
    ):
        raise not_a_table(name, "a web page or XML under another name", _SAVE)
    if _is_no_text(start):
        raise not_a_table(name, "bytes that are no text", _SAVE)
    if _is_of_a_program(start):
        raise not_a_table(name, "a file of a program", _THE_TABLE)
    return "text"


def _is_no_text(start: bytes) -> bool:
    """Whether many bytes are signs that no text holds; texts of two bytes may."""
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_wide or start.count(0) > _WIDE * len(start):
        return False
    n_others = len(start) - len(start.translate(None, _NO_TEXT))
    return n_others > _MOST_NO_TEXT * len(start)


def _is_of_a_program(start: bytes) -> bool:
    """Whether zero bytes stand where no text has them; UTF-16 has every other one."""
    is_utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not is_utf16 and 0 in start[::2] and 0 in start[1::2]


def not_a_table(name: str, what: str, next_step: str) -> UnreadableFileError:
    """The refusal of a file that holds no table."""
    rule = (
        "only .csv .tsv .txt .xlsx .xls .ods .geojson, and gzip or zip of these, "
        "are read"
    )
    return UnreadableFileError(name, what, rule, next_step)


def _refuse_encrypted(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            if _ENCRYPTED in tail + chunk:
                raise UnreadableFileError(
                    name,
                    "password",
                    "the workbook is protected by a password",
                    "remove the password, save it as .xlsx and deliver it again",
                )
            tail = chunk[-64:]


def _zip_form(path: Path, name: str) -> Form:
    damaged = "the file is damaged or cut short"
    with unpacking(name, damaged), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise not_a_table(name, "a binary workbook (.xlsb)", _SAVE)
        if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
            return "zipped_workbook"
        if "content.xml" in names and "mimetype" in names:
            return "zipped_workbook"
        if "[Content_Types].xml" in names:
            raise not_a_table(name, "a document that is no workbook", _THE_TABLE)
    return "zip"
