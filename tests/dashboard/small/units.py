"""Units of the small build: eight communes, later four and a centre."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

REFORM = date(2025, 7, 1)
OLD, NEW = date(2021, 1, 1), REFORM
# unit code → (name, level, parent, from, to, ballots before, after, true change)
UNITS: dict[str, tuple[str, str, str | None, date, date | None, int, int, float]] = {
    "91": ("Tỉnh Hoa Sen", "province", None, OLD, None, 0, 0, 0),
    "901": ("Huyện An Bình", "district", "91", OLD, REFORM, 0, 0, 0),
    "902": ("Huyện Hòa Thịnh", "district", "91", OLD, REFORM, 0, 0, 0),
    "90101": ("Xã An Lạc", "commune", "901", OLD, REFORM, 210, 240, 0.09),
    "90102": ("Xã An Phú", "commune", "901", OLD, REFORM, 180, 220, 0.05),
    "90103": ("Xã Hoà Bình", "commune", "901", OLD, REFORM, 160, 190, 0.0),
    "90104": ("Xã Đồng Tâm", "commune", "901", OLD, REFORM, 22, 25, 0.02),
    "90201": ("Xã Thịnh Vượng", "commune", "902", OLD, REFORM, 230, 260, 0.11),
    "90202": ("Xã Tân Lập", "commune", "902", OLD, REFORM, 150, 170, -0.09),
    "90203": ("Xã Minh Quang", "commune", "902", OLD, REFORM, 140, 150, 0.0),
    "90204": ("Xã Bình Minh", "commune", "902", OLD, REFORM, 3, 60, 0.0),
    "91001": ("Phường An Bình", "commune", "91", NEW, None, 390, 460, 0.07),
    "91002": ("Xã Đồng Hòa", "commune", "91", NEW, None, 182, 215, 0.0),
    "91003": ("Xã Thịnh Lập", "commune", "91", NEW, None, 380, 430, 0.03),
    "91004": ("Xã Minh Bình", "commune", "91", NEW, None, 143, 210, 0.0),
    "91C": ("Trung tâm Phục vụ hành chính công", "centre", "91", OLD, None, 0, 0, 0),
}
SUCCESSION = (
    ("90101", "91001"),
    ("90102", "91001"),
    ("90103", "91002"),
    ("90104", "91002"),
    ("90201", "91003"),
    ("90202", "91003"),
    ("90203", "91004"),
    ("90204", "91004"),
)


def key(unit_code: str) -> str:
    """Unit key of a unit of this build."""
    return f"{unit_code}@{UNITS[unit_code][3]:%Y-%m-%d}"


def units() -> Iterator[dict[str, Any]]:
    """Rows of `dim_units`."""
    for code, (name, level, parent, start, end, *_) in UNITS.items():
        path = [key(code)]
        above = parent
        while above:
            path.insert(0, key(above))
            above = UNITS[above][2]
        yield {
            "unit_key": key(code),
            "unit_code": code,
            "unit_valid_from": start,
            "valid_to": end,
            "unit_name": name,
            "unit_level": level,
            "parent_unit_key": key(parent) if parent else None,
            "path": "/".join(path),
            "top_name": UNITS["91"][0],
            "is_current": end is None,
            "model_start_date": date(2025, 1, 1) if level == "commune" else None,
            "has_split_parent": False,
        }


def succession() -> Iterator[dict[str, Any]]:
    """Rows of `bridge_unit_succession`."""
    for old, new in SUCCESSION:
        yield {"old_unit_key": key(old), "new_unit_key": key(new), "weight": 1.0}


def boundaries() -> Iterator[dict[str, str]]:
    """Rows of `dim_boundaries`: communes as squares in a row, the old below the new."""
    communes = [code for code, unit in UNITS.items() if unit[1] == "commune"]
    for place, code in enumerate(communes):
        x, y = 106 + place % 4, 20 + place // 4
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]]
        yield {"unit_key": key(code), "outline": json.dumps([ring])}
