"""A released review a simulated year later: two real builds, and what lies between."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from dashboard.report.files import report_file
from ingest.loading.load import load_files
from ingest.simulation.province import ProvinceSummary, write_province
from tests.set_clock import right_clock, stop_clock
from tests.warehouse.reviews.walks import TEXT, take_over_examples
from warehouse.builds.build import build
from warehouse.builds.pointer import read_pointer
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.reviews.act import take_step
from warehouse.reviews.changed import Change
from warehouse.reviews.facts import Facts, facts_of_key
from warehouse.reviews.record import read_reviews
from warehouse.reviews.reviews import Review, code_of
from warehouse.reviews.scores import scorecard_of
from warehouse.reviews.visible_reviews import (
    changes_of,
    figures_for_report,
    submitted_facts,
)
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading

pytestmark = pytest.mark.release

PERIOD, MONTHS = "2026-Q3", ("07", "08", "09")
THEN = datetime(2026, 11, 5, 3, tzinfo=UTC)
LATER = datetime(2027, 11, 5, 3, tzinfo=UTC)
CENTRE, HEIR, ENDS = "09900", "09998", "01/07/2027"
COMMITTEE = Identity("ban.chi.dao", "x", "committee")
ASIDE = ("kobo_nhan", "kobo_MO_PHONG_dien", "limesurvey", "may_tinh", "nhat_ky")
"""Files of other surveys, and of steps within a dossier: no part of a review."""
FILES = ("docx", "xlsx", "pptx", "page")
MARTS = {"n_received", "n_finished", "n_with_due", "n_late_official", "n_late_strict"}


@dataclass(frozen=True)
class Kept:
    """A released review, and what it gave on the day of its release."""

    settings: Settings
    unit_key: str
    text: bytes
    files: dict[str, bytes]
    months: dict[str, dict[str, Any]]


def _text(settings: Settings) -> bytes:
    with reading(settings) as store:
        rows = run_sql(store, "select figures from review_figures").fetchall()
    assert len(rows) == 1
    return bytes(rows[0]["figures"].encode())


def _files(settings: Settings, review: Review) -> dict[str, bytes]:
    facts, by_review = figures_for_report(settings, COMMITTEE, _code(review), PERIOD)
    assert by_review == review
    return {
        kind: report_file(settings, COMMITTEE, facts, review, kind) for kind in FILES
    }


def _code(review: Review) -> str:
    return review.unit_key.partition("@")[0]


def _months(settings: Settings, unit_key: str, map_name: str) -> dict[str, Any]:
    """Months of the unit in the period, straight from the mart."""
    path = settings.builds_dir / read_pointer(settings).file
    aside = shutil.copy(path, settings.home / "aside.duckdb")
    with duckdb.connect(aside, read_only=True) as marts:
        found = marts.execute(
            f"select strftime(month, '%Y-%m-%d'), {', '.join(sorted(MARTS))}"
            " from agg_unit_months where map = ? and unit_key = ?"
            " and month between date '2026-07-01' and date '2026-09-30'",
            [map_name, unit_key],
        ).fetchall()
    Path(aside).unlink()
    return {month: dict(zip(sorted(MARTS), row, strict=True)) for month, *row in found}


def _busiest(folder: Path) -> str:
    """A commune of today with the most dossiers in the period."""
    rows = Counter(
        row["DonViTiepNhan"]
        for path in _exports(folder)
        for row in csv.DictReader(path.open(encoding="utf-8-sig"))
        if row["NgayTiepNhan"][:6] in {f"2026{month}" for month in MONTHS}
    )
    return next(code for code, _ in rows.most_common() if code != CENTRE)


def _exports(folder: Path) -> list[Path]:
    return sorted(folder.glob("dong_bo_quoc_gia_MO_PHONG_2026*.csv"))


def _corrected(folder: Path, unit: str, later: Path) -> Path:
    """The offices send the period once more, with other ends.

    Every third dossier ended months later; those of July in between, in September.
    """
    rows: dict[str, dict[str, str]] = {}
    for path in _exports(folder):
        for row in csv.DictReader(path.open(encoding="utf-8-sig")):
            is_of_period = row["NgayTiepNhan"][:6] in {f"2026{m}" for m in MONTHS}
            if row["DonViTiepNhan"] == unit and is_of_period:
                rows[row["MaHoSo"]] = row
    for nth, row in enumerate(rows.values()):
        if nth % 3 == 0:
            row["NgayKetThucXuLy"] = row["NgayTra"] = "20261125100000"
            row["TrangThaiHoSo"] = "10"
        elif row["NgayTiepNhan"].startswith("202607"):
            row["NgayKetThucXuLy"] = row["NgayTra"] = "20260930100000"
            row["TrangThaiHoSo"] = "10"
    path = later / "dong_bo_quoc_gia_MO_PHONG_20271031.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(next(iter(rows.values()))))
        writer.writeheader()
        writer.writerows(rows.values())
    return path


def _reformed(folder: Path, unit: str, later: Path) -> list[Path]:
    """The unit ends on a day, and another goes on in its place."""
    book = load_workbook(folder / "01_danh_muc_don_vi_MO_PHONG.xlsx")
    sheet: Any = book.active
    [nth] = [
        number
        for number, cells in enumerate(sheet.iter_rows(min_row=5), start=5)
        if str(cells[1].value) == unit and not cells[6].value
    ]
    sheet.cell(nth, 7, ENDS)
    sheet.insert_rows(nth + 1)
    above = [sheet.cell(nth, column).value for column in range(1, 9)]
    heir = [999, HEIR, "Xã Hợp Nhất", above[3], above[4], ENDS, None, above[7]]
    for column, value in enumerate(heir, 1):
        sheet.cell(nth + 1, column, value)
    lists = later / "01_danh_muc_don_vi_MO_PHONG_20270702.xlsx"
    book.save(lists)
    text = (folder / "02_chuyen_tiep_don_vi_MO_PHONG.csv").read_text("utf-8-sig")
    links = later / "02_chuyen_tiep_don_vi_MO_PHONG_20270702.csv"
    line = f"{unit};{HEIR};{ENDS};Sáp nhập;1,00\n"
    links.write_text(f"{text.rstrip()}\n{line}", encoding="utf-8-sig")
    return [lists, links]


def _other_rules(settings: Settings) -> None:
    """The committee gives satisfaction five points less, and readiness five more."""
    path = settings.rules_dir / "scorecard.csv"
    text = path.read_text("utf-8")
    for old, new in (
        (
            "satisfied,30,0.70=10|0.80=20|0.90=30",
            "satisfied,25,0.70=10|0.80=20|0.90=25",
        ),
        ("readiness,15,0.70=8|0.90=15", "readiness,20,0.70=8|0.90=20"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def _built(settings: Settings) -> None:
    result = build(settings)
    assert result.failures == ()
    assert result.build_id
    reader_of.cache_clear()


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    return write_province(tmp_path_factory.mktemp("files"), n_cases=1_000, seed=5)


@pytest.fixture(scope="module")
def a_year_later(
    province: ProvinceSummary, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """Released on figures of one build; then a reform, corrections and other rules."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    stop_clock(THEN)
    take_over_examples(settings)
    files = [path for path in province.files if not path.name.startswith(ASIDE)]
    load_files(files, settings=settings, is_simulated=True)
    _built(settings)
    unit = _busiest(province.folder)
    unit_key = f"{unit}@2025-07-01"
    leader = Identity("lanh.dao", "x", "leader", unit_code=unit)
    steward = Identity("quan.tri", "x", "steward")
    who = {"write": leader, "submit": leader, "confirm": steward, "release": COMMITTEE}
    for action, by in who.items():
        where = (settings, unit_key, PERIOD, action)
        review = take_step(*where, by=by, text=TEXT, now=THEN)
    months = _months(settings, unit_key, "today")
    kept = Kept(settings, unit_key, _text(settings), _files(settings, review), months)
    stop_clock(LATER)
    later = tmp_path_factory.mktemp("later")
    (later / "MO_PHONG.txt").write_text("MÔ PHỎNG", encoding="utf-8")
    files = [
        *_reformed(province.folder, unit, later),
        _corrected(province.folder, unit, later),
    ]
    for result in load_files(files, settings=settings, is_simulated=True):
        assert result.status == "loaded", result
    _other_rules(settings)
    _built(settings)
    yield kept
    right_clock()
    reader_of.cache_clear()


def _released(kept: Kept) -> Review:
    return read_reviews(kept.settings).reviews[code_of(kept.unit_key, PERIOD)]


def test_the_review_and_its_files_are_byte_for_byte_those_of_the_release(
    a_year_later: Kept,
) -> None:
    assert _text(a_year_later.settings) == a_year_later.text
    files = _files(a_year_later.settings, _released(a_year_later))
    assert files == a_year_later.files


def _listed(kept: Kept) -> tuple[Facts, list[Change]]:
    frozen = submitted_facts(kept.settings, _released(kept))
    assert frozen is not None
    found = changes_of(kept.settings, frozen, COMMITTEE)
    assert found is not None
    return frozen, found


def test_every_changed_month_is_listed_with_old_new_and_why(a_year_later: Kept) -> None:
    """Against the marts of both builds, not against what the program compares."""
    _, found = _listed(a_year_later)
    now = _months(a_year_later.settings, a_year_later.unit_key, "then")
    differing = {
        (date.fromisoformat(month), figure, old, now[month][figure])
        for month, row in a_year_later.months.items()
        for figure, old in row.items()
        if now[month][figure] != old
    }
    listed = [one for one in found if one.table == "months" and one.figure in MARTS]
    assert {(one.row, one.figure, one.old, one.new) for one in listed} == differing
    # the first day a dossier was done is still the same: strictly it was in time
    figures = {"n_finished", "n_with_due", "n_late_official"}
    assert {one.figure for one in listed} == figures
    assert {one.why for one in listed} == {"new_files"}


TABLES = {
    "months": "month",
    "duties": "month",
    "changes": "item_code",
    "required": "duty",
    "handed_in": "month",
}
NO_FIGURES = {"map", "unit_key", "last_seen_on"}


def test_nothing_else_differs_unlisted(a_year_later: Kept) -> None:
    frozen, found = _listed(a_year_later)
    card = scorecard_of(a_year_later.settings, PERIOD)
    where = (reader_of(a_year_later.settings), COMMITTEE, a_year_later.unit_key, PERIOD)
    now = facts_of_key(*where, card)
    named = {(one.table, str(one.row), one.figure) for one in found}
    assert all((frozen.months, frozen.duties, frozen.required, frozen.handed_in))
    unlisted = [
        (table, str(row), figure)
        for table, key in TABLES.items()
        for row, figure, old, new in _pairs(frozen, now, table, key)
        if not _is_same(old, new)
    ]
    assert [one for one in unlisted if one not in named] == []


def _pairs(
    frozen: Facts, now: Facts, table: str, key: str
) -> Iterator[tuple[Any, ...]]:
    old, new = ({row[key]: row for row in getattr(f, table)} for f in (frozen, now))
    for row in old.keys() | new.keys():
        was, today = old.get(row, {}), new.get(row, {})
        for figure in (was.keys() | today.keys()) - {*NO_FIGURES, key}:
            yield row, figure, was.get(figure), today.get(figure)


def _is_same(old: Any, new: Any) -> bool:
    return bool(old == new or (isinstance(old, float) and new == pytest.approx(old)))


def test_other_rules_are_named_as_such(a_year_later: Kept) -> None:
    frozen, found = _listed(a_year_later)
    of_rules = [one for one in found if one.table == "scorecard"]
    weights = {
        one.row[1]: (one.old, one.new) for one in of_rules if one.figure == "weight"
    }
    assert weights == {"satisfaction": (30, 25), "readiness": (15, 20)}
    assert {one.why for one in of_rules} == {"rules_changed"}
    assert {row.get("criterion") for row in frozen.scorecard} >= set(weights)
