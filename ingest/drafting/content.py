"""How well the cells of a column can be what a column of a kind holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from ingest.drafting.known_words import name_words, office_words
from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView
from ingest.values.usual_marks import DEFAULT_MARKS, FALSE_WORDS, TRUE_WORDS
from warehouse.raw.column import BOOLEAN, Column, Kind
from warehouse.words.marks import unmarked

MAX_WORDS = 12
"""More different texts than this are no closed list."""
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d+)?%?")
_PERIOD = re.compile(r"(?:[qQtT]?\w{0,5}[ ./-]?)?\d{1,4}(?:[/-]\d{2,4})?")
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}.*|\d\d)|\d{4}-\d\d-\d\d.*")
_COMMUNE = re.compile(r"\d{5}")
_PROCEDURE = re.compile(r"\d\.\d{6}(?:\.[\w.]+)?")
"""As the national list of procedures writes its codes."""
_MADE_BY_MACHINE = re.compile(
    r"(?:uuid:)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
)
_MARKS = frozenset(map(heading_key, DEFAULT_MARKS))
_FEW = 3
"""Of fewer rows nothing can be said about which repeat."""
_MANY = 6
"""Of so many rows some have one officer in common."""
_EMPTY_FIT = 0.5
_EVERY_WORD_NEW = 0.1
_WRITTEN_FIT = 0.4
"""Text where a code is wanted: names that lists may translate."""


def fit(
    column: Column,
    kind: Kind,
    view: ColumnView,
    cells: Sequence[str | None],
    known: Mapping[str, str | None],
) -> float:
    """Between 0 (cannot be) and 1 (all cells are of this sort).

    Args:
        column: The column of the kind.
        kind: The kind.
        view: What the cells look like.
        cells: The first cells.
        known: Words that are translated for this column, by comparison key.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return _EMPTY_FIT
    if column.type in ("date", "timestamp"):
        is_period = column.name == "month" and _share(_PERIOD, filled) > 0.8
        return 1.0 if is_period or _are_days(view, filled) else 0.0
    if view.looks == "date":
        return 0.0
    if column.words or column.type == "boolean":
        return _fit_words(column, view, filled, known)
    if column.type.startswith(("decimal", "bigint")):
        return 1.0 if _share(_NUMBER, filled) > 0.7 else 0.0
    if column.name.endswith(("_code", "_id")):
        return _fit_code(column.name, kind, view, filled)
    if known and view.looks == "code" and _are_all_new(column, view, filled, known):
        return _EVERY_WORD_NEW  # the numbers of the rows are no list of a few words
    return 0.9 if view.looks == "text" else _WRITTEN_FIT


def _are_all_new(
    column: Column,
    view: ColumnView,
    filled: Sequence[str],
    known: Mapping[str, str | None],
) -> bool:
    is_each_other = _FEW <= view.n_filled == view.n_distinct
    return is_each_other and not known_share(column, filled, known)


def _are_days(view: ColumnView, filled: Sequence[str]) -> bool:
    """Also where some cells are days written as Excel counts them."""
    serial = _share(_SERIAL, filled)
    if view.looks == "date":
        return True
    return 0 < serial < 1 and _share(_DAY, filled) + serial > 0.8


def holds_units(cells: Sequence[str | None]) -> bool:
    """Whether the cells name offices or not."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and _share(_offices(), filled) > 0.8


@cache
def _offices() -> re.Pattern[str]:
    """A code or none, then a word that names of offices begin with, then the name."""
    words = "|".join(map(re.escape, office_words()))
    return re.compile(rf"(?:\d+ ?[-–] ?)?(?:{words})\s*\S.*", re.IGNORECASE)


def are_communes(cells: Sequence[str | None]) -> bool:
    """Whether all cells are the five figures of a commune, and some repeat."""
    filled = [cell for cell in cells if cell]
    is_code = bool(filled) and all(_COMMUNE.fullmatch(cell) for cell in filled)
    return is_code and len(set(filled)) < len(filled)


def holds_procedures(cells: Sequence[str | None]) -> bool:
    """Whether the cells are codes of the national list of procedures."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and _share(_PROCEDURE, filled) > 0.8


def is_name_beside_code(column: Column, heading: str) -> bool:
    """Whether a heading calls names what a column has as a code; offices have both.

    Procedures are kept by name under the same heading: a code has figures.
    """
    if column.name == "procedure_code":
        return True
    is_code = column.name.endswith("_code") and not column.name.endswith("unit_code")
    return is_code and unmarked(heading).split()[:1] in name_words()


def made_by_machine(cells: Sequence[str | None]) -> bool:
    """Whether the cells are ids that a program draws and nobody writes."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and _share(_MADE_BY_MACHINE, filled) > 0.8


def known_share(
    column: Column, filled: Sequence[str], known: Mapping[str, str | None]
) -> float:
    """Share of cells that are words of the column, or hold one of two words or more.

    Marks do not count: many books are kept without any.
    """
    words = {unmarked(word) for word in (*known, *column.words)}
    if column.type == BOOLEAN:
        words |= {unmarked(word) for word in (*TRUE_WORDS, *FALSE_WORDS)}
    long = [f" {word} " for word in words if " " in word]
    return sum(_is_known(unmarked(cell), words, long) for cell in filled) / len(filled)


def _is_known(cell: str, words: Collection[str], long: Sequence[str]) -> bool:
    said = f" {' '.join(cell.split())} "
    return said.strip() in words or any(word in said for word in long)


def _fit_words(
    column: Column,
    view: ColumnView,
    filled: Sequence[str],
    known: Mapping[str, str | None],
) -> float:
    if view.n_distinct > MAX_WORDS:
        return 0.0
    if column.type == "boolean" and view.n_distinct > 3:
        return 0.0
    share = known_share(column, filled, known)
    if column.words and not share and all(heading_key(t) in _MARKS for t in filled):
        return 0.0  # a cross says yes, and no word of a list
    if column.type == "boolean" and not share:
        return 0.0  # people write yes and no in few ways
    return 0.35 + 0.65 * share


def _fit_code(name: str, kind: Kind, view: ColumnView, filled: Sequence[str]) -> float:
    if name.endswith("unit_code") or name in ("old_code", "new_code", "parent_code"):
        if holds_units(filled):
            return 1.0
        is_each_other = _FEW <= view.n_filled == view.n_distinct
        if is_each_other and name.endswith("unit_code") and kind.key[:1] != (name,):
            return _WRITTEN_FIT  # the numbers of the rows: an office has more than one
        return 1.0 if view.looks in ("code", "number") else 0.3
    if holds_procedures(filled):
        return 1.0 if name == "procedure_code" else 0.0
    if name == "procedure_code" and are_communes(filled):
        return _WRITTEN_FIT
    is_code = 1.0 if view.looks in ("code", "number") else _WRITTEN_FIT
    if name == "wave_code" and _FEW <= view.n_filled == view.n_distinct:
        return 0.0  # a round has more than one row
    is_new = view.n_filled == view.n_distinct
    if name == "officer_code" and name not in kind.key and is_new:
        return is_code if view.n_filled < _MANY else _WRITTEN_FIT  # one does many
    if made_by_machine(filled) and kind.key[:1] != (name,):
        return 0.0 if name != "ballot_id" else is_code
    names_rows = kind.key[:1] == (name,) and kind.name not in ("answer", "case_step")
    return is_code * (view.n_distinct / view.n_filled if names_rows else 1.0)


def _share(pattern: re.Pattern[str], filled: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in filled) / len(filled)
