"""How many columns of a layout are read right, and what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ingest.drafting.placement import ASIDE, Placement, place
from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView, view_column
from ingest.spec.spec import Spec

LAYOUTS = "layouts.yml"
UNSEEN = {
    "layouts_untried.yml": 8,
    "layouts_after.yml": 6,
    "layouts_last.yml": 5,
    "layouts_thirty.yml": 30,
    "layouts_second_look.yml": 14,
    "layouts_third_look.yml": 14,
    "layouts_fourth_look.yml": 13,
}
"""Sets that were each written before the drafter had read any of it, and of how many
of their layouts the kind is read right now."""


@dataclass(frozen=True)
class Layout:
    """A sheet with its right reading.

    Attributes:
        name: Which layout.
        kind: What its rows are.
        file_name: Name of the file.
        cells: First cells by heading.
        truth: By heading: a column, `personal`, `aside` or `item`.
        titles: Lines above the headings.
    """

    name: str
    kind: str
    file_name: str
    cells: dict[str, list[str | None]]
    truth: dict[str, str]
    titles: tuple[str, ...] = ()


@dataclass
class Score:
    """What became of the headings of many layouts."""

    n_layouts: int = 0
    n_kinds_right: int = 0
    n_columns: int = 0
    n_columns_right: int = 0
    n_personal: int = 0
    personal_missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, layout: Layout, specs: Sequence[Spec]) -> None:
        """Reads a layout and counts."""
        views = {h: view_column(h, cells) for h, cells in layout.cells.items()}
        found = place(
            layout.file_name, layout.cells, views, specs, titles=layout.titles
        )
        self.n_layouts += 1
        self.n_kinds_right += found.kind.name == layout.kind
        if found.kind.name != layout.kind:
            self.wrong.append(f"{layout.name}: {found.kind.name}, is {layout.kind}")
        for heading, right in layout.truth.items():
            said = _said(heading, found, views)
            if right == "personal":
                self.n_personal += 1
                if said not in ("personal", "open"):  # open: asked, never loaded
                    self.personal_missed.append(f"{layout.name}: {heading} = {said}")
            elif right != "aside":
                self.n_columns += 1
                self.n_columns_right += said == right
                if said != right:
                    self.wrong.append(f"{layout.name}: {heading} = {said}, is {right}")
            elif said not in ("open", "aside", "personal"):
                self.wrong.append(f"{layout.name}: {heading} = {said}, is aside")


def written_layouts(name: str = LAYOUTS) -> list[Layout]:
    """The office books of a file beside this one."""
    path = Path(__file__).with_name(name)
    books = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Layout(
            name=book["name"],
            kind=book["kind"],
            file_name=book["file"],
            cells={h: [c or None for c in cells] for h, _, cells in book["columns"]},
            truth={h: right for h, right, _ in book["columns"]},
        )
        for book in books
    ]


def _said(heading: str, found: Placement, views: dict[str, ColumnView]) -> str:
    for column, placed in found.columns.items():
        if placed == heading:
            return column
    for column, crosses in found.crosses.items():
        if heading in crosses.values():
            return column
    if heading in found.questions or any(heading in m.x_columns for m in found.marked):
        return "item"
    if views[heading].looks == "personal":
        return "personal"
    return "aside" if heading_key(heading) in ASIDE else "open"
