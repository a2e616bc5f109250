"""What no register holds is said in words: a known zero is 0, an unknown one is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.report.document import to_docx
from dashboard.report.months import known_counts
from dashboard.report.parts import Paragraph, Report, Table
from dashboard.report.sections import report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import texts_of
from tests.dashboard.report.test_released import PERIOD, made, release
from tests.dashboard.report.test_released import at as at  # the fixture
from tests.dashboard.small.warehouse import changed, key
from warehouse.errors import ThanThienError
from warehouse.read import Reader, reader_of
from warehouse.reviews.facts import Facts, facts_of
from warehouse.reviews.registers import REGISTERS
from warehouse.reviews.required import COUNTS
from warehouse.reviews.visible_reviews import figures_for_report
from warehouse.settings import Settings

WORDS = words_of("vi")
OF_UNIT = f"unit_key = '{key('91001')}'"


def gaps_of(report: Report) -> str:
    parts = [part for section in report.sections for part in section.parts]
    found = [p.text for p in parts if isinstance(p, Paragraph) and p.is_gap]
    return "\n".join(found)


def change(settings: Settings, *statements: str) -> None:
    reader_of.cache_clear()
    [path] = settings.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        for statement in statements:
            connection.sql(statement)


@pytest.mark.parametrize("register", [*REGISTERS, "all"])
def test_a_unit_without_rows_of_a_register_can_submit_and_says_so(
    at: Settings, register: str
) -> None:
    names = list(REGISTERS) if register == "all" else [register]
    if register == "all":
        tables = ("agg_unit_months", "agg_unit_duties", "stat_before_after")
        change(at, *(f"delete from {table} where {OF_UNIT}" for table in tables))
    else:
        rows, columns = REGISTERS[register]
        empty = ", ".join(f"{column} = 0" for column in columns)
        change(at, f"update agg_unit_{rows} set {empty} where {OF_UNIT}")
    release(at)
    facts, review = figures_for_report(at, PEOPLE["leader"], "91001", PERIOD)
    assert review is not None
    report = report_of(facts, WORDS, review)
    for name in REGISTERS:
        said = f"Sổ {WORDS(f'report.registers.{name}')} không có dòng nào"
        assert (said in gaps_of(report)) == (name in names)
    rows_of = [r for s in report.sections for p in s.parts if isinstance(p, Table)
               for r in p.rows]  # fmt: skip
    titles = {cells[0] for cells in rows_of}
    for name in names:
        for column in REGISTERS[name][1]:
            assert WORDS(f"report.counts.{column}") not in titles
    assert "chưa nạp sổ" in texts_of(made(at, "leader"))


def test_a_quiet_period_between_rows_is_a_known_zero(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q3")
    quiet = tuple({**row, "n_petitions": 0, "n_upheld": 0} for row in facts.months)
    report = report_of(replace(facts, months=quiet), WORDS)
    assert "(0); sổ có ghi ở cả trước và sau" in gaps_of(report)
    [work] = [
        p for s in report.sections for p in s.parts
        if isinstance(p, Table) and p.title.startswith("Hồ sơ và đơn thư")
    ]  # fmt: skip
    [petitions] = [r for r in work.rows if r[0] == "Đơn thư, phản ánh"]
    assert petitions[1:] == ("0", "0", "0", "0")


def test_zeros_after_the_last_row_of_a_register_are_unknown(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q3")
    spans = tuple(
        {**one, "last_month": facts.months[1]["month"]}
        if one["register"] == "petitions"
        else one
        for one in facts.spans or ()
    )
    shorter = replace(facts, spans=spans)
    assert len(known_counts(shorter, "n_petitions")) == 2
    assert len(known_counts(shorter, "n_received")) == 3
    report = report_of(shorter, WORDS)
    [petitions] = [
        r for s in report.sections for p in s.parts if isinstance(p, Table)
        for r in p.rows if r[0] == "Đơn thư, phản ánh"
    ]  # fmt: skip
    assert petitions[3] == "—"
    counts = [row["n_petitions"] for row in facts.months[:2]]
    assert petitions[4] == WORDS("report.hidden") or petitions[4] == str(sum(counts))


def test_figures_frozen_without_spans_are_printed_as_before(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    older = replace(facts, required=None)
    old = replace(older, spans=None)
    assert not gaps_of(report_of(old, WORDS))
    assert to_docx(report_of(old, WORDS), WORDS) == to_docx(
        report_of(older, WORDS), WORDS
    )


def required(**of: int | str | None) -> dict[str, int | str | None]:
    """Receptions of a quarter, as the facts hold them."""
    rule: dict[str, int | str | None]
    rule = {"duty": "reception", "n_by_rule": 1, "per": "week"}
    rule.update(zip(COUNTS, (13, 13, 9, 10, 7), strict=True))
    return rule | of


@pytest.mark.parametrize(
    ("row", "gap", "cells", "sentence"),
    [
        (required(), "", ("1 buổi mỗi tuần", "13", "13", "9", "10", "7"),
         "Bắt buộc 13 buổi gặp dân, đã giữ 9."),
        (required(n_meetings_covered=0, n_meetings_kept=0, n_meetings_held=0,
                  n_duties_led_by_head=0),
         "đã giữ bao nhiêu thì chưa rõ",
         ("1 buổi mỗi tuần", "13", "0", "—", "—", "—"),
         "Bắt buộc 13 buổi gặp dân; đã giữ bao nhiêu thì chưa rõ."),
        (required(n_meetings_covered=5, n_meetings_kept=4),
         "trong đó 5 buổi ở những tháng có sổ",
         ("1 buổi mỗi tuần", "13", "5", "4", "10", "7"),
         "ở những tháng có sổ đã giữ 4 trong 5."),
        (required(**dict.fromkeys(COUNTS)),
         "Tiếp dân (1 buổi mỗi tuần): trong kỳ chưa có thời hạn trọn vẹn nào", None,
         "Trong kỳ chưa có buổi gặp dân nào đến hạn theo quy tắc."),
        (required(n_by_rule=None, per=None, **dict.fromkeys(COUNTS)),
         "chưa có quy tắc nào về số buổi bắt buộc", None,
         "Chưa có quy tắc về số buổi gặp dân bắt buộc trong kỳ."),
    ],
    ids=["known", "unregistered", "in part", "nothing due", "no rule"],
)  # fmt: skip
def test_meetings_required_are_never_a_guessed_zero(
    reader: Reader,
    row: dict[str, int | str | None],
    gap: str,
    cells: tuple[str, ...] | None,
    sentence: str,
) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    made = report_of(replace(facts, required=(row,)), WORDS)
    found = [p for p in made.sections[0].parts if isinstance(p, Table)]
    tables = [one for one in found if one.grid.name == WORDS("report.sheets.required")]
    assert [one.rows[0][1:] for one in tables] == ([cells] if cells else [])
    assert (gap in gaps_of(made)) if gap else not gaps_of(made)
    [slide] = [one for one in made.slides if one.kind == "meetings"]
    assert sentence in slide.sentence
    assert (" 0 " in slide.sentence) is False


def test_a_sum_of_units_below_stands_beside_no_single_rule(reader: Reader) -> None:
    """Meetings of communes are weekly, the province's own monthly."""
    above = facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")
    assert above.below
    rows = (
        required(per="month", is_ruled_below=True),
        required(duty="dialogue", n_by_rule=None, is_ruled_below=True)
        | dict.fromkeys(COUNTS),
        required(duty="field_visit", n_by_rule=None, is_ruled_below=False)
        | dict.fromkeys(COUNTS),
    )
    made = report_of(replace(above, required=rows), WORDS)
    [table] = [
        part
        for part in made.sections[0].parts
        if isinstance(part, Table) and part.grid.name == WORDS("report.sheets.required")
    ]
    assert [row[1] for row in table.rows] == ["theo quy tắc của từng cấp"]
    assert "kể cả đơn vị chưa thực hiện mô hình" in table.note
    dialogue, visits = gaps_of(made).split("\n")[:2]
    assert "Đối thoại (theo quy tắc của từng cấp): trong kỳ chưa có" in dialogue
    assert "chưa có quy tắc nào" in visits
    # figures frozen before rules below were kept
    older = tuple({k: v for k, v in r.items() if k != "is_ruled_below"} for r in rows)
    assert report_of(replace(above, required=older), WORDS).sections


def test_rules_of_levels_below_are_known_to_those_above(reader: Reader) -> None:
    above = facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")
    assert all(row["is_ruled_below"] for row in above.required or ())
    own = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    assert not any(row["is_ruled_below"] for row in own.required or ())


def test_what_the_rules_ask_of_the_unit_is_in_its_report(reader: Reader) -> None:
    """Rules of its level, counts of the period; none of a year that is not over."""
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    found = {row["duty"]: row for row in facts.required or ()}
    asked = {duty: (row["n_by_rule"], row["per"]) for duty, row in found.items()}
    assert asked == {
        "reception": (1, "week"), "dialogue": (1, "year"), "field_visit": (1, "month"),
    }  # fmt: skip
    assert [found["reception"][name] for name in COUNTS] == [4, 4, 3, 4, 1]
    assert {found["dialogue"][name] for name in COUNTS} == {None}
    assert "Đối thoại (1 buổi mỗi năm): trong kỳ chưa có" in gaps_of(
        report_of(facts, WORDS)
    )
    year_before = facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")
    assert all(row["n_meetings_required"] is None for row in year_before.required or ())


def test_waves_are_named_as_the_pages_name_them(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    assert facts.waves is not None
    report = report_of(facts, WORDS)
    said = " ".join(
        [p.title for s in report.sections for p in s.parts
         if not isinstance(p, Paragraph)]
        + [f"{slide.sentence} {slide.picture} {slide.notes}" for slide in report.slides]
        + [sheet.title for sheet in report.beside]
        + [gaps_of(report_of(replace(facts, changes=()), WORDS))]
    )  # fmt: skip
    assert not [code for code in facts.waves if code in said]
    assert all(f"{name} (" in said for name in ("đợt trước", "đợt sau"))
    # figures frozen before names were kept say what they hold
    older = report_of(replace(facts, rounds=()), WORDS)
    assert facts.waves[0] in str(older.sections[1])


def test_no_ballots_of_a_unit_are_told_and_no_empty_table(reader: Reader) -> None:
    facts: Facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    report = report_of(replace(facts, changes=()), WORDS)
    assert re.search("không có phiếu nào của Phường An Bình", gaps_of(report))
    assert all(p.rows for s in report.sections for p in s.parts if isinstance(p, Table))


def test_a_period_after_the_data_is_refused(reader: Reader) -> None:
    with pytest.raises(ThanThienError, match="the data of the build reach"):
        facts_of(reader, PEOPLE["leader"], "91001", "2026-12")
