"""Books written as the sheets they are: title, merged headings, rows, totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from openpyxl import Workbook

from ingest.spec.explain import sheets_to_draft
from tests.ingest.drafting.measure import Layout

BOOKS = {"books_fifth.yml": 20, "books_sixth.yml": 20, "books_seventh.yml": 8}
"""Files of books, and how many each holds."""
MERGED = ("<", "^")
"""A cell that is one with the cell at its left, or above it."""


def books_of(name: str, known: frozenset[str], folder: Path) -> Iterator[Layout]:
    """The books of a file beside this one, each read as a file with its own header.

    Args:
        name: The file of books.
        known: Comparison keys of known headings.
        folder: Where the books are written to be read.
    """
    path = Path(__file__).with_name(name)
    for book in yaml.safe_load(path.read_text(encoding="utf-8")):
        sheet = folder / f"{book['name']}.csv"
        _write(sheet, book["sheet"], len(book["right"]))
        headings, cells, titles = next(sheets_to_draft(sheet, known))
        yield Layout(
            name=book["name"],
            kind=book["kind"],
            file_name=book["file"],
            cells=dict(zip(headings, cells, strict=True)),
            truth=dict(zip(headings, book["right"], strict=True)),
            titles=titles,
        )


def _write(path: Path, sheet: str, width: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in sheet.splitlines():
            texts = line.split("|")
            cells = ["" if text in MERGED else text for text in texts]
            csv.writer(file).writerow(cells + [""] * (width - len(cells)))


def workbook_of(name: str, book: str, months: Mapping[str, str]) -> bytes:
    """One book of a file as an Excel workbook with merged cells, a sheet a month.

    Args:
        name: The file of books.
        book: The book, whose days are of November 2026.
        months: Name of a sheet → what stands in place of `/11/2026` there.
    """
    path = Path(__file__).with_name(name)
    books = yaml.safe_load(path.read_text(encoding="utf-8"))
    [text] = [one["sheet"] for one in books if one["name"] == book]
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, month in months.items():
        sheet = made.create_sheet(title)
        lines = [line.split("|") for line in text.splitlines()]
        for row, cells in enumerate(lines, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell and cell not in MERGED:
                    said = cell.replace("/11/2026", month)
                    sheet.cell(row, column, said.replace("/11", f"/{title[-2:]}"))
        for row, column, down, right in _merged(lines):
            sheet.merge_cells(None, row, column, row + down, column + right)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _merged(lines: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    """Row and column of each merged cell, from 1, and how far it goes on."""

    def at(row: int, column: int) -> str:
        is_there = row < len(lines) and column < len(lines[row])
        return lines[row][column] if is_there else ""

    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if cell in MERGED:
                continue
            down = right = 0
            while at(row + down + 1, column) == "^":
                down += 1
            while at(row, column + right + 1) == "<":
                right += 1
            if down or right:
                yield row + 1, column + 1, down, right
