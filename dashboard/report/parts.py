"""What a report consists of, before any file format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its words.
        is_draft: Drafted from figures, or left for people to write; marked as such.
    """

    text: str
    is_draft: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a report.

    Attributes:
        title: What it shows, for whom and when.
        headings: One per column.
        rows: Cells as readers write them; the first names the row.
        note: What the figures rest on.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class Section:
    """One section: its title and what stands in it, in order."""

    title: str
    parts: tuple[Paragraph | Table, ...]


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        unit: Name of the unit.
        title: What it is about.
        is_simulated: The figures are invented; said on every page.
        sections: I to V and the appendix.
    """

    unit: str
    title: str
    is_simulated: bool
    sections: tuple[Section, ...]
