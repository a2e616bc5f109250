"""What a sheet shows beside its columns: days in its title, merged cells, its twins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import yaml

from ingest.files.text import heading_key

_WRITTEN: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("title_days.yml").read_text(encoding="utf-8")
)
_BEFORE = 24
"""So many signs before a day tell it from the other days of a title."""
_NUMBERS = re.compile(r"\d+")
_BLANKS = re.compile(r"(?:\\ )+")


def title_days(titles: Sequence[str]) -> list[dict[str, str]]:
    """The days above a table, each with how a spec finds it in the next file too.

    Args:
        titles: The lines above the headings.

    Returns:
        Per day `text`, `before` (what stands before it), `pattern` with a group `day`,
        and the `format` of it.
    """
    found = []
    whole = "\n".join(titles)
    for written in _WRITTEN:
        days = list(re.finditer(rf"(?<!\d){written['pattern']}(?!\d)", whole))
        for day in days:
            before = _last_words(whole[: day.start()].rpartition("\n")[2])
            group = rf"(?<!\d)(?P<day>{written['pattern']})(?!\d)"
            pattern = group if len(days) == 1 else _escaped(before) + group
            met = re.search(pattern, whole, re.IGNORECASE)
            # another day under the same words: no pattern tells which is meant
            if met and met.start("day") == day.start():
                facts = {"text": day[0], "before": before.strip(), "pattern": pattern}
                found.append(facts | {"format": written["format"]})
    return found


def alike_sheets(sheets: Sequence[tuple[str, Sequence[str]]], chosen: str) -> list[str]:
    """Names of the sheets with the headings of the chosen one, itself among them.

    Args:
        sheets: Name and headings of each.
        chosen: The sheet that is mapped.
    """
    keys = {name: set(map(heading_key, headings)) for name, headings in sheets}
    return [name for name, _ in sheets if keys[name] == keys[chosen]]


def sheet_patterns(read: Sequence[str], others: Sequence[str]) -> list[str]:
    """Regular expressions of the names of the sheets that are read.

    Whatever the numbers in them, so that the next month's sheet is read too; unless a
    sheet that is not to be read would be met then.

    Args:
        read: Names of the sheets that are read.
        others: Names of those that are not.
    """
    exact = [re.escape(name) for name in read]
    loose = [_NUMBERS.sub(lambda _: r"\d+", name) for name in exact]
    meets_others = any(re.search(f"^{p}$", name) for p in loose for name in others)
    return [f"^{plain}$" for plain in dict.fromkeys(exact if meets_others else loose)]


def merged_columns(cells: Mapping[str, Sequence[str | None]]) -> list[str]:
    """Headings whose cells stand once for several rows, as merged cells do.

    The first row is filled, and each filled cell differs from the one before it. Only
    what stands before the first whole column groups rows: behind it an empty cell says
    that there is nothing, such as the day an open case was closed.
    """
    found = []
    for heading, column in cells.items():
        if _is_merged(column):
            found.append(heading)
        elif not _counts_rows(column):
            break
    return found


def _is_merged(column: Sequence[str | None]) -> bool:
    filled = [cell for cell in column if cell]
    if not column or not column[0] or len(filled) == len(column):
        return False
    is_anew = all(a != b for a, b in pairwise(filled))
    return is_anew and len(filled) <= len(column) / 2


def _counts_rows(column: Sequence[str | None]) -> bool:
    """Whether it numbers the rows 1, 2, 3 …"""
    return all(cell == str(n) for n, cell in enumerate(column, start=1))


def _last_words(line: str) -> str:
    """The end of a line, from where a word begins."""
    if len(line) <= _BEFORE:
        return line
    return line[-_BEFORE:].partition(" ")[2]


def _escaped(before: str) -> str:
    """Words as a pattern: numbers may be others, blanks may be more."""
    plain = _NUMBERS.sub(lambda _: r"\d+", re.escape(before))
    return _BLANKS.sub(lambda _: r"\s+", plain)
