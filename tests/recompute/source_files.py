"""Any delivered file as a table of text, headings as they stand."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd

# Day 0 of a workbook's own day numbers, and the least number that is a day at all.
_ZERO, EARLIEST_SERIAL = datetime(1899, 12, 30), 30_000


def _whole(value: object) -> object:
    """Text with each letter and its marks as one character."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    return value


def csv_rows(path: Path) -> pd.DataFrame:
    """A delimited file; empty cells are missing."""
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = unicodedata.normalize("NFC", data.decode(encoding))
    first = text.split("\n", 1)[0]
    separator = max("\t;,", key=first.count)
    lines = pd.read_csv(
        StringIO(text),
        sep=separator,
        dtype=str,
        keep_default_na=False,
    )
    stripped = {name: lines[name].str.strip().replace("", None) for name in lines}
    return pd.DataFrame(stripped)


def sheet_rows(path: Path, heading: str) -> pd.DataFrame:
    """All sheets of a workbook that hold a heading; a second heading row goes under.

    Args:
        path: The workbook.
        heading: One of the headings, which finds their row.
    """
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet in book.worksheets:
        rows = [[*map(_whole, row)] for row in sheet.iter_rows(values_only=True)]
        at = next((i for i, row in enumerate(rows) if heading in row), None)
        if at is None:
            continue
        names, under = rows[at], rows[at + 1] if at + 1 < len(rows) else []
        is_second = bool(under) and under[names.index(heading)] is None
        upper, headings = None, []
        for i, name in enumerate(names):
            upper = name if name is not None else upper
            below = under[i] if is_second else None
            headings.append(str(below if below is not None else name))
            if below is not None:
                headings[-1] = f"{upper} / {below}"
        body = rows[at + 1 + is_second :]
        found.append(pd.DataFrame(body, columns=headings, dtype=object))
    return pd.concat(found, ignore_index=True)


def code(column: pd.Series, width: int = 5) -> pd.Series:
    """Codes of units as text; a lost leading zero is put back."""

    def one(value: object) -> str | None:
        if value is None or value != value:
            return None
        text = str(int(value)) if isinstance(value, int | float) else str(value).strip()
        text = text.split(" - ")[0]
        return text.zfill(width) if text.isdigit() and len(text) == width - 1 else text

    return column.map(one)


def decimals(column: pd.Series) -> pd.Series:
    """Numbers written with a comma or a point."""
    return pd.Series(column.str.replace(",", ".").astype(float))


def month_of(day: pd.Series) -> pd.Series:
    """First day of the month."""
    return pd.Series(pd.to_datetime(day.dt.strftime("%Y-%m-01")))


def moment(column: pd.Series) -> pd.Series:
    """Days and times in any of the forms the files use; NaT where not readable."""
    forms = (
        "%Y%m%d%H%M%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d",
        "%Y-%m-%d %H:%M:%S",
    )  # fmt: skip

    def one(value: object) -> datetime | None:
        if value is None or value != value:
            return None
        if isinstance(value, datetime):
            return value
        if isinstance(value, int | float) and value > EARLIEST_SERIAL:
            return _ZERO + timedelta(seconds=round(value * 86_400))
        text = str(value).strip().rstrip(".")
        if re.match(r"^\d{4}-\d\d-\d\dT", text):
            return datetime.fromisoformat(text).replace(tzinfo=None)
        for form in forms:
            try:
                return datetime.strptime(text, form)
            except ValueError:
                continue
        return None

    return pd.to_datetime(column.map(one))


def unreadable(column: pd.Series) -> pd.Series:
    """Where something stands that is no day, or a day that may be turned round.

    A spreadsheet of another locale turns the days up to 12 round and leaves the others
    as text: real days of at most 12 beside text alone could be either.
    """
    is_real = column.map(lambda value: isinstance(value, datetime))
    is_text = column.map(lambda value: isinstance(value, str))
    is_odd = column.notna() & moment(column).isna()
    real = column[is_real]
    if is_text.any() and len(real) and all(value.day <= 12 for value in real):
        return is_odd | is_real
    return is_odd


def stated_on(path: Path) -> pd.Timestamp:
    """The day a file says it was drawn, by its name."""
    digits = re.findall(r"20\d{6}", path.name)[-1]
    return pd.Timestamp(datetime.strptime(digits, "%Y%m%d"))
