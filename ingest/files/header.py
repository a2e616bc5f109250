"""Finds the header of a table below its title block, or asks for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from ingest.files.rows import is_column_numbers
from ingest.files.sheet import Cells, Header, ReadHints, Row
from ingest.files.text import heading_key
from warehouse.errors import SpecError

_NOT_A_NAME = re.compile(r"[\d\s.,:/%()+-]*|x|\d{4}-\d\d-\d\d.*", re.IGNORECASE)
MAX_HEADER_ROWS = 8
MOST_PARTED = 3
"""Header rows that are joined without being told of; more only a person can join."""


def find_header(rows: Sequence[Row], hints: ReadHints, where: str) -> Header | None:
    """The header among the first rows of a sheet.

    Args:
        rows: The head of the sheet.
        hints: `header_line`, `header_rows` and `known_headings` are used.
        where: File and sheet, for the message.

    Returns:
        The header, or None where the sheet holds no table at all.

    Raises:
        SpecError: A table is there, but which row heads it is not certain.
    """
    if hints.header_line is not None:
        start = _row_at(rows, hints.header_line, where)
        n_rows = hints.header_rows or _count_rows(rows, start, None, where)
        return _header(rows, start, n_rows)
    start_known = _best_known(rows, hints)
    if start_known is not None:
        n_rows = hints.header_rows or _count_rows(rows, start_known, hints, where)
        return _header(rows, start_known, n_rows)
    start_found = _first_full_row(rows, where)
    if start_found is None:
        return None
    n_rows = hints.header_rows or _count_rows(rows, start_found, None, where)
    return _header(rows, start_found, n_rows)


def n_known(headings: Sequence[str], known: frozenset[str]) -> int:
    """How many headings a spec knows."""
    return sum(1 for heading in headings if heading_key(heading) in known)


def has_known(rows: Sequence[Row], known: frozenset[str]) -> bool:
    """Whether a row, alone or joined with the next, holds a heading of the spec."""
    return any(_known_at(rows, index, known) for index in range(len(rows)))


def _known_at(rows: Sequence[Row], index: int, known: frozenset[str]) -> int:
    if not known:
        return 0
    alone = _filled(rows[index].cells)
    if not any(rows[index].cells):
        return 0
    counts = (2, 3) if _n_parted(rows, index) == MOST_PARTED else (2,)
    joined = [_join(_cells_of(rows, index, n)) for n in counts]
    return max(n_known([h for h in one if h], known) for one in (alone, *joined))


def _row_at(rows: Sequence[Row], line: int, where: str) -> int:
    for index, row in enumerate(rows):
        if row.line <= line <= row.end_line and any(row.cells):
            return index
    rule = f"{where} has no text on that line"
    raise SpecError("read.header_line", line, rule, "set the line of the headings")


def _best_known(rows: Sequence[Row], hints: ReadHints) -> int | None:
    best, best_score = None, 0
    for index in range(len(rows)):
        # no row can hold more headings than cells: below a full one none is better
        if max(len(row) for row in _cells_of(rows, index, 2) or [()]) <= best_score:
            continue
        score = _known_at(rows, index, hints.known_headings)
        if score > best_score:
            best, best_score = index, score
    enough = 1 if rows and max(len(row.cells) for row in rows) == 1 else 2
    return best if best_score >= enough else None


def _first_full_row(rows: Sequence[Row], where: str) -> int | None:
    """The first row as wide as the table whose cells are all names."""
    widths = [len(_filled(row.cells)) for row in rows]
    widest = max(widths, default=0)
    if widest == 0 or (widest < 2 and len(rows[0].cells) > 1):
        return None
    names = list(_rows_of_names(rows, widest))
    for index in names:
        is_full = widths[index] >= 0.7 * widest
        if is_full or _is_second_row(rows, index):
            return _top_of(rows, index)
    if names:
        return _top_of(rows, names[0])
    raise SpecError(
        "read.header_line",
        "auto",
        f"{where}: the row of headings is not certain",
        "set read.header_line (and read.header_rows) in the spec",
    )


def _rows_of_names(rows: Sequence[Row], widest: int) -> Iterator[int]:
    """Rows half as wide as the table that hold only names, down to the first data."""
    for index, row in enumerate(rows):
        filled = _filled(row.cells)
        if len(filled) < max(min(2, widest), 0.5 * widest):
            continue
        names = [cell for cell in filled if not _NOT_A_NAME.fullmatch(cell)]
        if len(names) < 0.8 * len(filled):
            return
        yield index


def _count_rows(
    rows: Sequence[Row], start: int, hints: ReadHints | None, where: str
) -> int:
    """One to three header rows; refuses more, which only a person can join."""
    numbers_at = _column_numbers_at(rows, start)
    n_parted = _n_parted(rows, start)
    if numbers_at is not None:
        between = [r for r in rows[start + 1 : numbers_at] if any(r.cells)]
        if len(between) > 1 and n_parted != 1 + len(between):
            raise SpecError(
                "read.header_rows",
                "auto",
                f"{where}: {len(between) + 1} rows stand between line "
                f"{rows[start].line} and the column numbers",
                "set read.header_line and read.header_rows in the spec",
            )
        return 1 + len(between)
    return n_parted


def _column_numbers_at(rows: Sequence[Row], start: int) -> int | None:
    n_headings = len(_filled(rows[start].cells))
    for index in range(start + 1, min(start + MAX_HEADER_ROWS + 2, len(rows))):
        if is_column_numbers(rows[index].cells, n_headings):
            return index if _is_surely_numbers(rows, start, index) else None
        if _is_head_of_next_page(rows, start, index):
            return None
    return None


def _is_head_of_next_page(rows: Sequence[Row], start: int, index: int) -> bool:
    """Whether a print of several pages names its columns again: numbers are its own."""
    return _filled(rows[index].cells) == _filled(rows[start].cells)


def _is_surely_numbers(rows: Sequence[Row], start: int, index: int) -> bool:
    """A first record "1, 2, 3" of a plain list must not pass for column numbers."""
    cells = rows[index].cells
    has_title = any(any(row.cells) for row in rows[:start])
    has_two_rows = any(any(row.cells) for row in rows[start + 1 : index])
    has_marks = any(cell and not cell.isdigit() for cell in cells)
    if has_title or has_two_rows or has_marks:
        return True
    after = next((row for row in rows[index + 1 :] if any(row.cells)), None)
    return after is not None and after.cells[0] == cells[0] == "1"


def _n_parted(rows: Sequence[Row], start: int) -> int:
    """How many rows the header takes, each parting merged cells of those above it."""
    top = rows[start].cells
    for n in range(1, MOST_PARTED):
        if start + n >= len(rows) or not _parts(top, rows[start + n].cells):
            return n
        below = rows[start + n].cells
        top = tuple(low or high for low, high in zip_longest(below, top))
    return MOST_PARTED


def _top_of(rows: Sequence[Row], start: int) -> int:
    """The first of the rows that a header parts, where it names more than one column.

    A row of merged cells is narrower than the table: what parts it is met first.
    """
    for above in range(max(0, start - MOST_PARTED + 1), start):
        is_title = len(_filled(rows[above].cells)) < 2
        if not is_title and _n_parted(rows, above) > start - above:
            return above
    return start


def _is_second_row(rows: Sequence[Row], start: int) -> bool:
    return _n_parted(rows, start) > 1


def _parts(top: Cells, below: Cells) -> bool:
    """Whether a row only parts merged cells of what stands above it.

    Such a row fills the gaps of the first (Nhận, Hẹn trả under "Ngày, tháng, năm")
    and stays empty under headings that run over both rows.
    """
    size = min(len(top), len(below))
    names = _filled(below)
    if not names or any(_NOT_A_NAME.fullmatch(cell) for cell in names):
        return False
    gaps = [i for i in range(1, size) if not top[i] and below[i]]
    full = [i for i in range(size) if top[i] and not below[i]]
    parted = [i for i in gaps if below[i - 1]]
    return bool(parted) and bool(full) and len(gaps) + len(full) >= 0.5 * size


def _cells_of(rows: Sequence[Row], start: int, n: int) -> list[Cells]:
    found = (rows[i].cells for i in range(start, len(rows)) if any(rows[i].cells))
    return list(islice(found, n))


def _join(cells: Sequence[Cells]) -> list[str]:
    """Headings over several rows, joined "A / B"; a merged upper cell is repeated."""
    width = max(len(row) for row in cells)
    padded = [list(row) + [None] * (width - len(row)) for row in cells]
    for level in range(len(padded) - 1):
        _repeat_merged(padded, cells, level)
    columns = zip(*padded, strict=True)
    return [" / ".join(_distinct(column)) for column in columns]


def _repeat_merged(
    padded: list[list[str | None]], cells: Sequence[Cells], level: int
) -> None:
    """Fills the gaps of a row over parted cells, up to where an upper heading ends."""
    row, below = padded[level], padded[level + 1 :]
    for i in range(1, len(row)):
        starts_anew = any(i < len(upper) and upper[i] for upper in cells[:level])
        has_parts = any(low[i] for low in below) and any(low[i - 1] for low in below)
        if not row[i] and has_parts and not starts_anew:
            row[i] = row[i - 1]


def _distinct(parts: Sequence[str | None]) -> list[str]:
    """The filled parts, a part equal to the one above it once."""
    filled = [" ".join(part.split()) for part in parts if part]
    return [p for i, p in enumerate(filled) if i == 0 or p != filled[i - 1]]


def _header(rows: Sequence[Row], start: int, n_rows: int) -> Header:
    at = [i for i in range(start, len(rows)) if any(rows[i].cells)][:n_rows]
    raw = [rows[i].cells for i in at]
    last = at[-1]
    n_names = len(_filled(raw[-1] if n_rows == 1 else _join(raw)))
    numbers = _numbers_below(rows, start, last, n_names)
    end = last if numbers is None else numbers
    width = max(len(cells) for cells in raw)
    names = _join(raw) + [""] * (width - len(_join(raw)))
    below = rows[end + 1 :]
    columns = [i for i in range(width) if names[i] or _has_value(below, i)]
    headings, duplicates = _unique([names[i] or f"(cột {i + 1})" for i in columns])
    above = [row for row in rows[:start] if any(row.cells)]
    skipped = Counter(title=len(above), blank=start - len(above))
    skipped["blank"] += sum(1 for row in rows[start:end] if not any(row.cells))
    skipped["column_numbers"] = int(numbers is not None)
    return Header(
        line=rows[start].line,
        last_line=rows[end].end_line,
        headings=headings,
        columns=tuple(columns),
        width=width,
        raw_rows=tuple(tuple(r) + (None,) * (width - len(r)) for r in raw),
        title_lines=tuple(" ".join(_filled(row.cells)) for row in above),
        skipped=+skipped,
        duplicates=duplicates,
        has_column_numbers=numbers is not None,
    )


def _numbers_below(
    rows: Sequence[Row], start: int, last: int, n_names: int
) -> int | None:
    for index in range(last + 1, len(rows)):
        if any(rows[index].cells):
            is_numbers = is_column_numbers(rows[index].cells, n_names)
            sure = is_numbers and _is_surely_numbers(rows, start, index)
            return index if sure else None
    return None


def _unique(names: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    seen: Counter[str] = Counter()
    out, duplicates = [], []
    for name in names:
        key = heading_key(name)
        seen[key] += 1
        if seen[key] == 2:
            duplicates.append(name)
        out.append(name if seen[key] == 1 else f"{name} ({seen[key]})")
    return tuple(out), tuple(duplicates)


def _has_value(rows: Sequence[Row], column: int) -> bool:
    return any(len(row.cells) > column and row.cells[column] for row in rows)


def _filled(cells: Cells) -> list[str]:
    return [cell for cell in cells if cell]
