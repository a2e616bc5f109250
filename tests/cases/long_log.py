"""A log of dossiers with officers since 2006, longer than any rule is old."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

SPEC = Path(__file__).parent / "02_old_date" / "spec.yml"
N_OFFICERS = 25
_FIRST, _DAYS = date(2006, 1, 2), 7_000


def write_log(path: Path, n_cases: int) -> None:
    """Writes dossiers spread over nineteen years; one in ten is late."""
    lines = ["Mã hồ sơ,Ngày nhận,Ngày hẹn,Ngày xong,Cán bộ"]
    for number in range(n_cases):
        received = _FIRST + timedelta(days=number * _DAYS // n_cases)
        due = received + timedelta(days=5)
        finished = due + timedelta(days=4 if number % 10 == 0 else -2)
        days = ",".join(f"{day:%d/%m/%Y}" for day in (received, due, finished))
        lines.append(f"L{number:05d},{days},log{number % N_OFFICERS:02d}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
