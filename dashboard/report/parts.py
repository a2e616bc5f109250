"""What a report consists of, before any file format."""

from __future__ import annotations

from dataclasses import dataclass

MOST_LETTERS = 110
"""What one line of a slide holds; the notes hold the rest."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its words.
        is_draft: Drafted from figures, or left for people to write; marked as such.
        is_gap: Says what no register holds: it stands in the place of figures.
    """

    text: str
    is_draft: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Grid:
    """The numbers of a table as numbers, for a workbook.

    Attributes:
        name: Name of its sheet.
        headings: One per column.
        formats: Of each column: text, count, share, points of change or score.
        rows: Cells: a number as the rows hold it, else words; a hidden or missing
            figure is a word, never a number.
    """

    name: str
    headings: tuple[str, ...]
    formats: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table of a report.

    Attributes:
        title: What it shows, for whom and when.
        headings: One per column.
        rows: Cells as readers write them; the first names the row.
        note: What the figures rest on.
        grid: The same figures as numbers.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    grid: Grid


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook: what it shows, what it rests on, its numbers."""

    title: str
    note: str
    grid: Grid


@dataclass(frozen=True)
class Chart:
    """A figure of a slide or a document, as numbers.

    Attributes:
        categories: Along the axis.
        series: Name and one value per category; None where it is hidden or unknown.
        form: count or share.
        target: Name of a target and one value per category, drawn as a line, None
            where none was set; None without any.
        under: What stands under each category: n, and the sign of its verdict.
        intervals: Low and high end of what the last series may be, by category, drawn
            as a bar over its column; None where there is none.
    """

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    form: str
    target: tuple[str, tuple[float | None, ...]] | None = None
    under: tuple[str, ...] = ()
    intervals: tuple[tuple[float, float] | None, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The categories, each with what stands under it."""
        if not self.under:
            return self.categories
        pairs = zip(self.categories, self.under, strict=True)
        return tuple(f"{name}\n{below}" for name, below in pairs)

    @property
    def is_flat(self) -> bool:
        """Nothing but zeros: a sentence and the table say it, a picture nothing."""
        return not any(value for _, values in self.series for value in values)


@dataclass(frozen=True)
class Figure:
    """A chart of a report: what it shows, what it rests on; its numbers are those of
    a table of the same section.
    """

    title: str
    note: str
    chart: Chart


Parts = tuple[Paragraph | Table | Figure, ...]


@dataclass(frozen=True)
class Section:
    """One section: its title and what stands in it, in order."""

    title: str
    parts: Parts


@dataclass(frozen=True)
class SmallTable:
    """A table of a slide, as readers write it: headings, then rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        kind: Names it among the words.
        sentence: What it says.
        picture: A figure, a small table or lines; None where there is nothing to draw.
        notes: n, method, and what does not fit the slide.
        is_draft: The sentence is drafted from figures.
        second: What the sentence does not say and must not be taken for; smaller,
            on the slide itself. Empty for most.
    """

    kind: str
    sentence: str
    picture: Chart | SmallTable | tuple[str, ...] | None
    notes: str
    is_draft: bool = True
    second: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        unit: Name of the unit.
        title: What it is about.
        is_simulated: The figures are invented; said on every page.
        sections: I to V and the appendix.
        until: The last day the figures speak of, in words.
        slides: The same for a meeting, at most twelve.
        beside: Units below × metrics, and groups of people: for a workbook alone.
        is_committee: Who reports is a committee, and no office under one.
        addressee: The body above that it reports to; empty where it reports to none.
    """

    unit: str
    title: str
    is_simulated: bool
    sections: tuple[Section, ...]
    until: str = ""
    slides: tuple[Slide, ...] = ()
    beside: tuple[Sheet, ...] = ()
    is_committee: bool = True
    addressee: str = ""


def cut(text: str, most: int = MOST_LETTERS) -> str:
    """A text as long as a line of a slide, with … for what is left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
