"""Lists a small province draws from: dossiers, households; and its kept plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from tests.warehouse.letters.exports import HEADINGS, code
from warehouse.people.account_rows import Identity
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.statistics.sampling.plan_terms import Wanted
from warehouse.waves.kept_plans import KeptPlan, keep_plan
from warehouse.waves.plan import Request, make_plan

FRONT = Identity("mattran", "Mặt trận", "front")
WAVE = "DL-2026-Q4"
FIRST_DAY = date(2026, 8, 1)
UNITS = {
    "91001": "Phường An Bình",
    "91002": "Xã Đồng Hòa",
    "91003": "xã  thịnh lập",
    "91004": "91004",
}
HAMLETS = ("Thôn 1", "Thôn 2", "Thôn 3", "Xóm Mới")
NAME = "Nguyễn Thị Bí Mật"


def keep_small_plan(settings: Settings, ask: Callable[..., Answer]) -> KeptPlan:
    wanted = Wanted(forms=60, minimum=0)
    return keep_plan(
        settings, make_plan(ask, Request(WAVE, "A2026", wanted=wanted)), by=FRONT
    )


def write_returned(path: Path, counts: Mapping[str, int], *, skip: int = 0) -> Path:
    """A list of as many dossiers of each unit, returned day by day; one still open."""
    lines = ["DANH SÁCH HỒ SƠ. Tính đến ngày 30/11/2026", ";".join(HEADINGS)]
    number = 0
    for unit, n in counts.items():
        for i in range(n + 1):
            number += 1
            if number == skip:
                continue
            day = FIRST_DAY + timedelta(days=i % 90)
            returned = f"{day:%d/%m/%Y} 10:00" if i < n else ""
            row = [str(number), UNITS.get(unit, unit), "1.000001.000.00.00.H91"]
            row += [code(number), "Đã trả kết quả", "Trực tiếp", NAME, NAME, "Thôn 1"]
            row += ["Cá nhân", "CB001", "01/07/2026 08:00", "05/07/2026 17:00"]
            lines.append(";".join([*row, returned, returned]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_households(path: Path, counts: Mapping[str, int], *, moved: str = "") -> Path:
    """As many households of each unit; hamlets of unlike size, each numbered anew."""
    lines = ["Mã hộ;Chủ hộ;Thôn;Đơn vị"]
    for unit, n in counts.items():
        numbers = Counter[str]()
        for i in range(n):
            hamlet = HAMLETS[min(i % 7, 3)]
            numbers[hamlet] += 1
            place = "Thôn 4" if unit == moved and i == 0 else hamlet
            lines.append(f"H{numbers[hamlet]:03d};{NAME};{place};{unit}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
