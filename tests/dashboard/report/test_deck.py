"""The slides: every number is a frozen figure, nothing hidden shows, the same bytes."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from dashboard import numbers
from dashboard.report import slides as room
from dashboard.report.deck import to_pptx
from dashboard.report.months import known_counts
from dashboard.report.parts import MOST_LETTERS, Chart, Slide, SmallTable
from dashboard.report.sections import report_of
from dashboard.report.slides import MOST_ROWS, MOST_SLIDES, slides_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from warehouse.read import Reader
from warehouse.reviews.facts import OVERALL, Facts, facts_of
from warehouse.reviews.registers import REGISTERS
from warehouse.reviews.text import FollowUp, ReviewText, Solution

WORDS = words_of("vi")


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    """The whole province; registers of meetings and letters of one unit."""
    whole = facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")
    part = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    duties = tuple({**row, "month": date(2026, 9, 1)} for row in part.duties)
    return replace(whole, duties=duties, spans=None)


def slides(facts: Facts) -> dict[str, Slide]:
    return {slide.kind: slide for slide in slides_of(facts, WORDS, None)}


def opened(facts: Facts) -> Any:
    return Presentation(io.BytesIO(to_pptx(report_of(facts, WORDS), WORDS)))


def chart_of(slide: Slide) -> Chart:
    assert isinstance(slide.picture, Chart)
    return slide.picture


def all_text(deck: Any) -> str:
    texts = []
    for page in deck.slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                cells = [c.text for row in shape.table.rows for c in row.cells]
                texts += cells
        texts.append(page.notes_slide.notes_text_frame.text)
    return "\n".join(texts)


def test_the_file_draws_what_the_slides_say(facts: Facts) -> None:
    deck = opened(facts)
    made = slides_of(facts, WORDS, None)
    assert len(deck.slides) == len(made) <= MOST_SLIDES
    text = all_text(deck)
    n_charts = 0
    for page, slide in zip(deck.slides, made, strict=True):
        assert slide.sentence in text
        assert page.notes_slide.notes_text_frame.text == slide.notes != ""
        found = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
        assert any(line.startswith("DỮ LIỆU MÔ PHỎNG") for line in found)
        pictures = [s for s in page.shapes if s.has_chart or s.has_table]
        assert len(pictures) == isinstance(slide.picture, Chart | SmallTable)
        for shape in page.shapes:
            if shape.has_chart:
                n_charts += 1
                plot = shape.chart.plots[0]
                chart = chart_of(slide)
                assert tuple(plot.categories) == chart.named
                drawn = {s.name: tuple(s.values) for s in plot.series}
                assert drawn == {
                    name: pytest.approx(values) for name, values in chart.series
                }
    assert n_charts == 3


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_charts_write_their_numbers_in_the_language_of_the_report(
    facts: Facts, lang: str
) -> None:
    """A number format would leave the decimal sign to whoever opens the file."""
    words = words_of(lang)
    deck: Any = Presentation(io.BytesIO(to_pptx(report_of(facts, words), words)))
    made = [one.picture for one in slides_of(facts, words, None)]
    charts = [one for one in made if isinstance(one, Chart)]
    drawn = [s.chart for page in deck.slides for s in page.shapes if s.has_chart]
    for picture, chart in zip(charts, drawn, strict=True):
        assert chart.has_legend
        say = numbers.percent if picture.form == "share" else numbers.count
        for series, (_, values) in zip(
            chart.plots[0].series, picture.series, strict=True
        ):
            for nth, value in enumerate(values):
                label = series.points[nth].data_label
                written = label.text_frame.text if label.has_text_frame else None
                assert written == (None if value is None else say(value, lang))


def test_every_number_of_the_charts_is_one_of_the_figures(facts: Facts) -> None:
    found = slides(facts)
    shown = [r for r in facts.changes if OVERALL in (r["item_code"], r["item_kind"])
             or r["item_kind"] == "factor"]  # fmt: skip
    for (_, values), column in zip(
        chart_of(found["verdict"]).series, ("share_before", "share_after"), strict=True
    ):
        assert values == tuple(row[column] for row in shown)
    counts = chart_of(found["complaints"]).series
    for (_, values), column in zip(counts, ("n_petitions", "n_upheld"), strict=True):
        assert values == tuple(row[column] for row in facts.months)
    [(_, shares)] = chart_of(found["lateness"]).series
    assert shares == tuple(
        row["n_late_strict"] / row["n_with_due"] for row in facts.months
    )
    late, due = (
        sum(row[name] for row in facts.months)
        for name in ("n_late_strict", "n_with_due")
    )
    text = f"{numbers.count(late, 'vi')}/{numbers.count(due, 'vi')} hồ sơ"
    assert found["lateness"].sentence.startswith(text)
    for kind in ("letters", "meetings"):
        table = found[kind].picture
        assert isinstance(table, SmallTable)
        for name, value in table.rows:
            [column] = [c for c in REGISTERS[kind][1]
                        if WORDS(f"report.counts.{c}") == name]  # fmt: skip
            total = sum(row[column] for row in facts.duties)
            assert value == numbers.count(total, "vi")


def test_where_and_for_whom_name_every_unit_and_group_once(facts: Facts) -> None:
    for kind, rows in (("where", facts.below), ("groups", facts.groups)):
        table = slides(facts)[kind].picture
        assert isinstance(table, SmallTable)
        assert sum(int(row[1]) for row in table.rows) == len(rows) > 0
        assert len(slides(facts)[kind].notes.splitlines()) == len(rows) + 1


def test_a_unit_with_none_below_is_asked_of_its_questions(reader: Reader) -> None:
    own = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q3")
    assert not own.below
    asked = [row for row in own.changes if row["item_kind"] == "item"]
    found = slides(own)
    assert "where" not in found
    table = found["items"].picture
    assert isinstance(table, SmallTable)
    assert sum(int(row[1]) for row in table.rows) == len(asked) > 0
    assert len(found["items"].notes.splitlines()) == len(asked) + 1
    unasked = replace(own, changes=(), waves=None)
    assert slides(unasked)["items"].picture is None


def test_hidden_figures_show_nowhere(facts: Facts) -> None:
    def hide(row: dict[str, Any]) -> dict[str, Any]:
        names = [n for n in row if n.startswith(("n_", "share_", "mean_"))]
        return {**row, **dict.fromkeys(names), "state": "suppressed"}

    hidden = replace(
        facts,
        changes=tuple(map(hide, facts.changes)),
        below=tuple(map(hide, facts.below)),
        groups=tuple(map(hide, facts.groups)),
        months=tuple({**row, "n_upheld": None} for row in facts.months),
    )
    found = slides(hidden)
    assert found["verdict"].picture is None
    assert not re.search(r"\d", found["verdict"].notes.replace("95%", ""))
    for kind in ("where", "groups"):
        names = [str(row.get("unit_name", "")) for row in facts.below]
        lines = [
            line.rpartition(": ")[2] for line in found[kind].notes.splitlines()[1:]
        ]
        assert names
        assert not [line for line in lines if re.search(r"\d", line)]
    assert chart_of(found["complaints"]).series[1][1] == (None,) * len(facts.months)
    assert "ẩn trong đó đúng" in found["complaints"].sentence
    deck = opened(hidden)
    [chart] = [s.chart for s in deck.slides[4].shapes if s.has_chart]
    assert set(chart.plots[0].series[1].values) == {None}
    book: Any = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    values = [row[2].value for row in book.active.iter_rows(min_row=2)]
    assert set(values) == {None}


def test_what_no_register_holds_is_said(facts: Facts) -> None:
    found = slides(replace(facts, spans=()))
    for kind in ("complaints", "lateness", "letters", "meetings"):
        assert found[kind].picture is None
        assert "không có dòng nào" in found[kind].sentence
    assert known_counts(replace(facts, spans=()), "n_petitions") == []


def test_without_two_rounds_no_slide_counts_verdicts(facts: Facts) -> None:
    found = slides(replace(facts, waves=None, changes=(), groups=()))
    for kind in ("verdict", "where", "groups"):
        assert found[kind].picture is None
        assert "hưa đủ căn cứ" in found[kind].sentence


def test_words_of_people_fit_and_are_whole_in_the_notes(facts: Facts) -> None:
    long = "Rất dài " * 36
    one = Solution(long, "Chánh văn phòng", date(2026, 12, 1))
    many = tuple(replace(one, text=f"{n} {long}") for n in range(12))
    text = ReviewText(
        {"requests": "\n".join([long] * 9)}, many, (FollowUp("2026-Q2", one, "done"),)
    )
    solutions = room._solutions(WORDS, text)
    assert isinstance(solutions.picture, SmallTable)
    assert len(solutions.picture.rows) == MOST_ROWS
    assert all(len(row[0]) <= MOST_LETTERS for row in solutions.picture.rows)
    assert all(one.text in solutions.notes for one in many)
    [followed] = room._followed(WORDS, text)
    assert followed.sentence == "1 giải pháp kỳ trước, 1 đã xong."
    assert room._requests(WORDS, text).notes.count(long.strip()) == 9


def test_the_same_slides_are_the_same_bytes(facts: Facts) -> None:
    first = to_pptx(report_of(facts, WORDS), WORDS)
    time.sleep(2.1)
    assert to_pptx(report_of(facts, WORDS), WORDS) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {i.date_time[0] for i in packed.infolist()} == {2020}
        assert sum(name.endswith(".xlsx") for name in packed.namelist()) == 3
