"""Books written as the sheets they are: title, merged headings, rows, totals."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import yaml

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
