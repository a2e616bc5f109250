"""Where no register holds anything of the unit, its page says what its report says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.report.sections import report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, key
from warehouse.read import reader_of
from warehouse.reviews.registers import REGISTERS
from warehouse.reviews.visible_reviews import figures_for_report
from warehouse.settings import Settings

UNIT = key("91001")
PARTS = {"meetings": "duties", "letters": "letters"}
# a count that stands in no other table of the part
OWN_COUNT = {"meetings": "n_issues_resolved", "letters": "n_letters_apology"}


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent


def change(home: Path, statement: str) -> None:
    reader_of.cache_clear()
    [path] = (home / "builds").glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(statement)


@pytest.mark.parametrize("register", PARTS)
def test_a_register_without_rows_is_said_and_no_zero(
    open_page: OpenPage, at: Path, register: str
) -> None:
    def shown() -> str:
        return html_of(
            open_page("leader", "unit", at=at, unit=UNIT, part=PARTS[register])
        )

    words = words_of("vi")
    first = words(f"duties.{OWN_COUNT[register]}")
    said = f"Sổ {words(f'report.registers.{register}')} không có dòng nào của"
    assert first in shown()
    assert said not in shown()
    zeros = ", ".join(f"{column} = 0" for column in REGISTERS[register][1])
    change(at, f"update agg_unit_duties set {zeros} where unit_key = '{UNIT}'")
    assert first not in shown()
    assert said in shown()
    # word for word as in the report
    facts, _ = figures_for_report(
        Settings(home=at), PEOPLE["leader"], "91001", "2026-10"
    )
    parts = [p for s in report_of(facts, words).sections for p in s.parts]
    texts = [getattr(part, "text", "") for part in parts]
    assert any(text in shown() for text in texts if text.startswith(said))


def test_months_before_the_first_row_are_unknown_and_quiet_ones_zero(
    open_page: OpenPage, at: Path
) -> None:
    """Rows in June and October: April is not known, August is a zero."""
    change(
        at,
        f"""
        insert into agg_unit_duties by name
        select * replace (month as month), from (
            select * replace (
                unnest([date '2026-04-01', date '2026-08-01']) as month,
                0 as n_meetings_reception, 0 as n_meetings_dialogue,
                0 as n_meetings_field_visit, 0 as n_meetings_missed,
                0 as n_meetings_led_by_head, 0 as n_issues_raised,
                0 as n_issues_resolved
            )
            from agg_unit_duties
            where unit_key = '{UNIT}'
        );
        insert into agg_unit_duties by name
        select * replace (date '2026-06-01' as month)
        from agg_unit_duties
        where unit_key = '{UNIT}' and month = date '2026-10-01';
        """,
    )
    text = html_of(open_page("leader", "unit", at=at, unit=UNIT, part="duties"))

    def cells(month: str) -> str:
        return text.split(f">{month}</th>")[1].split("</tr>")[0]

    assert cells("4/2026").count("—</td>") == len(REGISTERS["meetings"][1])
    assert "—" not in cells("8/2026")
    assert cells("8/2026").count(">0</td>") == len(REGISTERS["meetings"][1])
    assert ">5</td>" in cells("6/2026")
