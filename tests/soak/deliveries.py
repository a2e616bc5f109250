"""Which files of the simulated province come on which day of the year."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

FIRST_DAY = date(2025, 11, 1)
LISTED_ROWS = 400
"""Rows kept of each large file of ballots: what grows in a year are the dossiers."""
FAULTY_EVERY = 10
REPEATED_ROWS = 5
"""Rows of the day before that an export holds once more."""
_DAY, _MONTH = re.compile(r"_(20\d{6})\."), re.compile(r"_(20\d{4})\.")
_HALF = re.compile(r"_(20\d\d)-H([12])\.")
_AFTER = {
    "DL-2026-Q1": date(2026, 4, 2),
    "giam_sat_2026": date(2026, 7, 1),
    "dien_thoai": date(2026, 7, 1),
    "DL-2026-Q3": date(2026, 10, 1),
    "sau_2026": date(2026, 10, 1),
    "MTB-2026": date(2026, 10, 1),
}
"""Part of a name → the day after the wave, when its ballots are handed over."""
_LARGE = ("kobo", "google", "limesurvey", "23_luot_hoi", "may_tinh_bang")
CASES, BALLOTS = "dong_bo_quoc_gia_MO_PHONG_", "phieu_tai_quay_MO_PHONG_"
Row = list[str]


@dataclass(frozen=True)
class Daily:
    """Rows of one sort of file, by the day they are handed over.

    Attributes:
        start: What the file's name begins with.
        head: Its headings.
        rows: Day → rows.
    """

    start: str
    head: Row
    rows: dict[date, list[Row]]

    def write(self, folder: Path, day: date, *, is_faulty: bool = False) -> Path | None:
        """The file of a day with some rows of the day before; None if it has none."""
        rows = self.rows.get(day, [])
        if not rows:
            return None
        rows = [*self.rows.get(day - timedelta(days=1), [])[-REPEATED_ROWS:], *rows]
        if is_faulty:
            at = self.head.index("Ngày trả lời")
            rows[-1] = [*rows[-1][:at], "31/02/2026", *rows[-1][at + 1 :]]
        path = folder / f"{self.start}{day:%Y%m%d}.csv"
        path.write_text(_text([self.head, *rows]), encoding="utf-8")
        return path


def on_hand(files: Sequence[Path], folder: Path) -> list[Path]:
    """What is there before the year: lists, and files of days before."""
    found = [_start(path, folder) for path in files if _due(path) < FIRST_DAY]
    for daily in (cases_of(files), ballots_of(files)):
        before = [row for day, rows in daily.rows.items() if day < FIRST_DAY
                  for row in rows]  # fmt: skip
        if before:
            path = folder / f"{daily.start}{FIRST_DAY - timedelta(days=1):%Y%m%d}x.csv"
            path.write_text(_text([daily.head, *before]), encoding="utf-8")
            found.append(path)
    return found


def later(files: Sequence[Path], folder: Path) -> dict[date, list[Path]]:
    """Files that come once: reports, petitions, logs of steps, ballots of waves."""
    found: dict[date, list[Path]] = defaultdict(list)
    for path in files:
        if _due(path) >= FIRST_DAY and not path.name.startswith((CASES, BALLOTS)):
            found[_due(path)].append(_start(path, folder))
    return found


def cases_of(files: Sequence[Path]) -> Daily:
    """Dossiers: each is seen open on its first day, and once more when it ended."""
    rows: dict[date, list[Row]] = defaultdict(list)
    head: Row = []
    for path in files:
        found = _DAY.search(path.name)
        if not path.name.startswith(CASES) or found is None:
            continue
        last = _day(found[1]) or FIRST_DAY
        if last < FIRST_DAY:
            continue
        head, *records = _rows(path)
        for record in records:
            for day, row in _seen(head, record, last):
                rows[day].append(row)
    return Daily(CASES, head, rows)


def _seen(head: Row, record: Row, last: date) -> Iterator[tuple[date, Row]]:
    named = dict(zip(head, record, strict=True))
    received = _day(named["NgayTiepNhan"])
    ended = _day(named["NgayTra"]) or _day(named["NgayKetThucXuLy"])
    month = last.replace(day=1)
    is_new = received is not None and month <= received <= last
    if received and is_new and ended and ended > received:
        open_still = {"NgayKetThucXuLy": "", "NgayTra": "", "TrangThaiHoSo": "4"}
        yield received, [open_still.get(name, named[name]) for name in head]
    if ended and month <= ended <= last:
        yield ended, record
    elif ended is None or not is_new:
        yield (received if received and is_new else last), record


def ballots_of(files: Sequence[Path]) -> Daily:
    """Ballots at the counter, on the day they were filled in."""
    rows: dict[date, list[Row]] = defaultdict(list)
    head: Row = []
    for path in files:
        if not path.name.startswith(BALLOTS) or _due(path) < FIRST_DAY:
            continue
        head, *records = _rows(path)
        at = head.index("Ngày trả lời")
        for record in records:
            try:
                day = datetime.strptime(record[at], "%d/%m/%Y").date()
            except ValueError:
                day = FIRST_DAY
            rows[day].append(record)
    return Daily(BALLOTS, head, rows)


def _due(path: Path) -> date:
    """The day a file is handed over; one long past where it is there from the start."""
    name = path.name
    if name.startswith(BALLOTS):
        year, quarter = name[-11:-4].split("-Q")
        return date(int(year), int(quarter) * 3, 28)
    for part, day in _AFTER.items():
        if part in name and name.startswith(_LARGE):
            return day
    if found := _DAY.search(name):
        return _day(found[1]) or date.min
    if found := _MONTH.search(name):
        return date(int(found[1][:4]), int(found[1][4:]), 28) + timedelta(days=5)
    if found := _HALF.search(name):
        return date(int(found[1]), 6 * int(found[2]), 30)
    return date.min


def _start(path: Path, folder: Path) -> Path:
    to = folder / path.name
    content = path.read_bytes()
    if path.name.startswith(_LARGE):
        lines = content.splitlines(keepends=True)
        content = b"".join(lines[: LISTED_ROWS + 1])
    to.write_bytes(content)
    return to


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError:
        return None


def _rows(path: Path) -> list[Row]:
    text = path.read_text("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row]


def _text(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
