"""Every shipped layout loads the same rows by the codes and by the names of units.

Each layout is filled from its own spec: one row, every heading with a text that fits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import cycle

from ingest.loading.load import load_files
from ingest.spec.read_spec import shipped_specs
from ingest.spec.scales import Scale
from ingest.spec.spec import ColumnRule, Spec
from tests.ingest.conftest import Desk
from warehouse.raw.column import DATE, DECIMAL, INTEGER, TIMESTAMP

UNITS = """Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ,Hết hiệu lực,\
Ngày bắt đầu mô hình
T1,Tỉnh Mô Phỏng,Tỉnh,,2021-01-01,,
H1,Huyện Một,Huyện,T1,2021-01-01,2025-07-01,
00001,Xã Tân Hòa,Xã,H1,2021-01-01,2025-07-01,
00002,Phường Hoà Bình,Phường,H1,2021-01-01,2025-07-01,
00001,Phường Hoà Bình,Phường,T1,2025-07-01,,
00002,Xã Tân Hòa,Xã,T1,2025-07-01,,
"""
CODE = "00002"
SPELT = ("Xã Tân Hoà", "UBND xã Tân Hòa", "X. Tân Hòa", "xa tan hoa")
WITHOUT_DAY = ("officer_list", "office_calendar")
"""A list of today and none of a day: a name that two units had is asked about."""
SAY_WHAT_UNITS_ARE = ("unit_list", "succession_list", "unit_alias_list")
NO_UNITS = ("step_log",)
"""Names the rooms of an office, which no list of units holds."""
BORDERS = ("boundary_list", "boundary_names")
"""One layout by code and one by name: test_registers."""
FILE_NAMES = {"counter_tablet": "MTB-2026", "limesurvey": "limesurvey_20260930"}
TITLES = {
    "hand_keyed_ballots": "Mã đợt: D1",
    "dossier_list": "Tính đến ngày 30/09/2026",
    "monthly_report": "Kỳ báo cáo: tháng 5/2026",
}
TEXTS = {"period": "2026-Q1", "component": "1", "month": "2026-05-01"}


def unit_columns(spec: Spec) -> list[ColumnRule]:
    return [
        column for rule in spec.kinds for column in rule.columns if column.names_unit
    ]


LAYOUTS = {
    spec.name: spec
    for spec in shipped_specs()
    if unit_columns(spec) and spec.name not in BORDERS
}


def test_every_layout_with_a_unit_is_tried() -> None:
    named = {
        spec.name
        for spec in shipped_specs()
        for rule in spec.kinds
        for column in rule.columns
        if column.name.endswith("unit_code")
    }
    untried = {*SAY_WHAT_UNITS_ARE, *NO_UNITS, *BORDERS}
    assert named - untried == LAYOUTS.keys()


def cell(column: ColumnRule, spec: Spec) -> str:
    """A text the column takes, whatever unit the row is of."""
    (rule,) = {r.kind.name: r for r in spec.kinds if column in r.columns}.values()
    known = rule.kind.column(column.name)
    if column.name in TEXTS:
        return TEXTS[column.name]
    if column.name == "level" and rule.scale:
        return answer(rule.scale)
    if column.values:
        return next(text for text in column.spellings if text)
    if known.type in (DATE, TIMESTAMP):
        return "2026-05-05"
    if known.type in (INTEGER, DECIMAL):
        return "4"
    return f"M{len(column.name)}"


def row(spec: Spec, unit: str, which: int) -> dict[str, str]:
    """Heading → text; units stand under the heading of that number."""
    cells: dict[str, str] = {}
    for rule in spec.kinds:
        if rule.parent:
            continue
        for column in rule.columns:
            for source in column.sources:
                if source.headings and column.names_unit:
                    cells[source.headings[which]] = unit
                elif source.headings and source.headings[0] not in cells:
                    cells[source.headings[0]] = cell(column, spec)
        for item in rule.items:
            heading = item.x_columns[0][0] if item.x_columns else item.headings[0]
            cells[heading] = "x" if item.x_columns else answer(item.scale)
            for others in item.x_columns[1:]:
                cells[others[0]] = ""
    return cells


def answer(scale: Scale) -> str:
    return next(iter(scale.spelt.values())) if scale.spelt else str(scale.low)


def written(spec: Spec, unit: str, which: int) -> str:
    out = io.StringIO()
    cells = row(spec, unit, which)
    if spec.name in TITLES:
        csv.writer(out).writerow([TITLES[spec.name], *[""] * (len(cells) - 1)])
    csv.writer(out).writerows([cells.keys(), cells.values()])
    return out.getvalue()


def loaded(
    desk: Desk, units: tuple[str, ...], which: int
) -> dict[str, list[tuple[object, ...]]]:
    """Rows of raw after every layout came in behind the list, units spelt in turn."""
    files = [desk.file("don_vi.csv", UNITS)]
    for spec, unit in zip(LAYOUTS.values(), cycle(units), strict=False):
        name = f"{FILE_NAMES.get(spec.name, spec.name)}_20260930.csv"
        files.append(desk.file(name, written(spec, unit, which)))
    results = load_files(files, settings=desk.settings)
    assert [(r.file_name, r.reason) for r in results if r.status != "loaded"] == []
    for result, spec in zip(results[1:], LAYOUTS.values(), strict=True):
        assert result.spec_name == spec.name
        assert result.n_refused == (spec.name in WITHOUT_DAY and units != (CODE,))
    return desk.content()


def test_names_load_the_same_rows_as_codes(make_desk: Callable[[str], Desk]) -> None:
    by_code = loaded(make_desk("code"), (CODE,), 0)
    by_name = loaded(make_desk("name"), SPELT, -1)
    tried = {rule.kind.name for spec in LAYOUTS.values() for rule in spec.kinds}
    for kind in tried - {"officer", "calendar_day"}:
        assert by_code[kind], kind
        assert by_name[kind] == by_code[kind], kind
