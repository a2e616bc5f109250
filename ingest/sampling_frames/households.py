"""Households of the Front's own list, read into memory: code, hamlet, unit.

Names, addresses and numbers of people stand in the same lists. Their columns are let go
as soon as the table is open; nothing of them leaves this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import cast

from ingest.files.open import content_sha256, open_tables
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table
from ingest.files.text import heading_key
from ingest.loading.delivered import MARKER
from ingest.spec.layout import Layout
from ingest.spec.strict_yaml import read_yaml
from warehouse.errors import SpecError

_HEADINGS = Path(__file__).with_name("household_headings.yml")


@dataclass(frozen=True)
class Households:
    """What a list says.

    Attributes:
        rows: Code, unit as written, hamlet ("" if the list has none); in the order of
            the file.
        file_sha256: Content hash of the list.
        n_unread: Rows without a code or unit; nobody of them is drawn.
        is_simulated: The file lies in a folder of simulated data.
    """

    rows: list[tuple[str, str, str]]
    file_sha256: str
    n_unread: int
    is_simulated: bool

    def as_facts(self) -> dict[str, object]:
        """Plain data for a pipe."""
        return asdict(self)


def read_households(path: Path) -> Households:
    """Reads a list of households.

    Args:
        path: The list: a workbook or a text file, one household a row.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: It has no column for the code, or none for the unit.
    """
    spellings = _spellings()
    known = frozenset(heading_key(text) for one in spellings.values() for text in one)
    rows: list[tuple[str, str, str]] = []
    n_unread = 0
    for table in open_tables(path, ReadHints(known_headings=known)):
        for code, unit, hamlet in _of_table(table):
            if code and unit:
                rows.append((code, unit, hamlet))
            else:
                n_unread += 1
    is_simulated = (path.parent / MARKER).exists()
    return Households(rows, content_sha256(path), n_unread, is_simulated)


def _of_table(table: Table) -> Iterator[tuple[str, str, str]]:
    spellings, layout = _spellings(), Layout.of(table.headings)
    places = {name: layout.find(spellings[name]) for name in spellings}
    for name in ("code", "unit"):
        if places[name] is None:
            rule = f"a list of households has a column “{spellings[name][0]}”"
            step = f"give one column one of these headings: {_few(spellings[name])}"
            raise SpecError(
                "heading", f"{table.file_name} {table.sheet}".strip(), rule, step
            )
    for batch in table.batches():
        code, unit, hamlet = (
            batch.column(place).to_pylist() if place else [None] * batch.num_rows
            for place in (places["code"], places["unit"], places["hamlet"])
        )
        for cells in zip(code, unit, hamlet, strict=True):
            yield _plain(cells[0]), _plain(cells[1]), _plain(cells[2])


def _plain(cell: str | None) -> str:
    return " ".join((cell or "").split())


def _few(spellings: list[str]) -> str:
    return " | ".join(spellings[:4])


@cache
def _spellings() -> dict[str, list[str]]:
    """What is read → its headings."""
    return cast(dict[str, list[str]], read_yaml(_HEADINGS))
