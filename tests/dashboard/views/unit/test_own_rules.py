"""A province sets its own commitments, weekly visits and milder apology by rules alone.

The home is loaded and built by the commands a province runs, twice: as shipped, then
with three files in `rules/` that begin on one day. What came before that day says what
it said.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.simulation.province import write_province
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from warehouse.builds.pointer import read_pointer
from warehouse.settings import Settings

pytestmark = pytest.mark.release

BEGINS = date(2026, 8, 1)
FOUR = (
    ("greet", "Xin chào"),
    ("apologise", "Xin lỗi"),
    ("thank", "Xin cảm ơn"),
    ("permit", "Xin phép"),
)
BASIS = "QĐ 99/QĐ-UBND"
SHARED = {"valid_from": BEGINS.isoformat(), "valid_to": "", "legal_basis": BASIS}
OWN: dict[str, list[dict[str, Any]]] = {
    "criteria": [
        {
            "criterion_code": code,
            "criterion_kind": "ask",
            "criterion_no": number,
            "name_vi": name,
            "name_en": name,
            "criteria_set": "friendly",
            "version": 2,
            **SHARED,
        }
        for number, (code, name) in enumerate(FOUR, 1)
    ],
    "duty_rules": [
        {
            "duty": "field_visit",
            "level": "any",
            "n_required": 1,
            "per": "week",
            "name_vi": "Đi xóm hằng tuần",
            "name_en": "A visit a week",
            **SHARED,
        }
    ],
    "letter_rules": [
        {
            "letter_kind": "apology",
            "occasion": "late_case",
            "late_days_from": 2,
            "n_days": 3,
            "day_kind": "working",
            "name_vi": "Thư xin lỗi từ ngày trễ thứ hai",
            "name_en": "Apology from the second late day",
            **SHARED,
        }
    ],
}
DUTIES = """
    select unit_key, duty, month, n_meetings_required, n_meetings_kept
    from agg_duty_months where map = 'then' and month {which} date '2026-08-01'
"""
VISITS = """
    select month, sum(n_meetings_required) / count(*) from agg_duty_months as a
    inner join dim_units as u using (unit_key)
    where
        map = 'then' and duty = 'field_visit' and is_current
        and a.unit_level = 'commune' and month >= '2026-07-01'
    group by month
"""
OWED = """
    select owed_key, unit_key, due_on, state from fct_owed_letters
    where occasion_on {which} date '2026-08-01'
"""
OTHER = "and letter_kind <> 'apology'"
LATE = """
    select count(*) from fct_owed_letters as o
    inner join fct_cases as c on o.matter_code = c.case_code
    where
        letter_kind = 'apology' and occasion_on >= '2026-08-01'
        and c.late_working_days < 2
"""


@dataclass(frozen=True)
class Home:
    """The home, and what a query said before and after the rules."""

    settings: Settings
    before: Path
    after: Path

    def both(self, sql: str) -> list[set[tuple[Any, ...]]]:
        found = []
        for path in (self.before, self.after):
            with duckdb.connect(str(path), read_only=True) as built:
                found.append(set(built.execute(sql).fetchall()))
        return found


def command(settings: Settings, *arguments: str) -> str:
    """What a command of `thanthien` prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", "thanthien", *arguments],
        env=os.environ | {"THANTHIEN_HOME": str(settings.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


def published(settings: Settings) -> Path:
    return settings.builds_dir / read_pointer(settings).file


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Home:
    settings = Settings(home=tmp_path_factory.mktemp("own"))
    folder = settings.home / "files"
    write_province(folder, n_cases=6_000, seed=5)
    command(settings, "ingest", str(folder))
    command(settings, "build")
    before = settings.home / "before.duckdb"
    shutil.copyfile(published(settings), before)
    settings.rules_dir.mkdir()
    for table, rows in OWN.items():
        path = settings.rules_dir / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    command(settings, "rules", "check")
    command(settings, "build")
    return Home(settings, before, published(settings))


def test_months_before_the_day_say_what_they_said(own: Home) -> None:
    for sql in (DUTIES, OWED):
        before, after = own.both(sql.format(which="<"))
        assert before == after
        assert before


def test_a_visit_a_week_is_asked_from_the_day_on(own: Home) -> None:
    before, after = (dict(found) for found in own.both(VISITS))
    months = [date(2026, n, 1) for n in (7, 8, 9, 10)]
    assert [round(before[month]) for month in months] == [1, 1, 1, 1]
    # whole weeks that begin in August and later, counted in the month they end in
    assert [round(after[month]) for month in months] == [1, 4, 4, 4]


def test_an_apology_is_owed_from_the_second_day_and_other_letters_as_before(
    own: Home,
) -> None:
    before, after = own.both(LATE)
    assert before.pop()[0] > after.pop()[0] == 0
    before, after = own.both(OWED.format(which=">=") + OTHER)
    assert before == after
    before, after = own.both(OWED.format(which=">="))
    assert after < before


def test_pages_name_the_set_of_the_period(own: Home, open_page: OpenPage) -> None:
    shown = {
        span: html_of(
            open_page(
                "committee", "unit", at=own.settings.home, part="commitments", span=span
            )
        )
        for span in ("2026-Q2", "2026-09")
    }
    for span, is_old in (("2026-Q2", True), ("2026-09", False)):
        table = shown[span].split("<caption>Cam kết và bằng chứng")[1]
        names = re.findall(
            r"<th scope=\"row\"[^>]*>([^<]+)<", table.split("</table>")[0]
        )
        assert ("Biết nghe dân nói" in names) is is_old
        assert (names == [name for _, name in FOUR]) is not is_old
    where = {"at": own.settings.home, "aspect": "rules"}
    methods = html_of(open_page("committee", "methods", **where))
    assert BASIS in methods
