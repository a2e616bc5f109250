"""How well the cells of a column can be what a column of a kind holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ingest.drafting.known_words import office_words
from ingest.files.text import heading_key
from ingest.spec.samples import ColumnView
from warehouse.raw.column import Column, Kind

MAX_WORDS = 12
"""More different texts than this are no closed list."""
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d+)?%?")
_PERIOD = re.compile(r"(?:[qQtT]?\w{0,5}[ ./-]?)?\d{1,4}(?:[/-]\d{2,4})?")
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*|\d{4}-\d\d-\d\d.*")
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
    return 0.9 if view.looks == "text" else _WRITTEN_FIT


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


def known_share(filled: Sequence[str], known: Mapping[str, str | None]) -> float:
    """Share of cells that are translated words."""
    return sum(heading_key(cell) in known for cell in filled) / len(filled)


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
    share = known_share(filled, known)
    if column.type == "boolean" and not share:
        return _EVERY_WORD_NEW  # people write yes and no in few ways
    return 0.35 + 0.65 * share


def _fit_code(name: str, kind: Kind, view: ColumnView, filled: Sequence[str]) -> float:
    if name.endswith("unit_code") or name in ("old_code", "new_code", "parent_code"):
        return 1.0 if holds_units(filled) or view.looks in ("code", "number") else 0.3
    is_code = 1.0 if view.looks in ("code", "number") else _WRITTEN_FIT
    names_rows = kind.key[:1] == (name,) and kind.name not in ("answer", "case_step")
    return is_code * (view.n_distinct / view.n_filled if names_rows else 1.0)


def _share(pattern: re.Pattern[str], filled: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in filled) / len(filled)
