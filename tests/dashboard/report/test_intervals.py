"""A chart says how sure it is: n, the sign of each verdict, and bars of intervals."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pptx.oxml import parse_xml

from dashboard import numbers
from dashboard.report.deck import to_pptx
from dashboard.report.document import to_docx
from dashboard.report.one_page import to_page
from dashboard.report.parts import Chart, Figure
from dashboard.report.sections import report_of
from dashboard.report.slides_of_change import verdict
from dashboard.report.slides_of_work import lateness
from dashboard.theme import LOOKS
from tests.dashboard.report.conftest import WORDS
from warehouse.reviews.facts import OVERALL, Facts

_CHART = re.compile(r"/charts/chart.*xml$")
NAMES = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def first_chart(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = sorted(
            n for n in file.namelist() if re.search(r"/charts/chart.*xml$", n)
        )
        return file.read(names[0])


def chart_of(facts: Facts) -> Chart:
    picture = verdict(facts, WORDS).picture
    assert isinstance(picture, Chart)
    return picture


def shown(facts: Facts) -> list[dict[str, Any]]:
    return [
        row
        for row in facts.changes
        if row["item_code"] == OVERALL or row["item_kind"] == "factor"
        if row["share_after"] is not None
    ]


@pytest.mark.parametrize("write", [to_docx, to_page, to_pptx])
def test_the_column_after_has_its_interval_over_it(facts: Facts, write: Any) -> None:
    chart: Any = parse_xml(first_chart(write(report_of(facts, WORDS), WORDS)))
    before, after = chart.findall(".//c:barChart/c:ser", NAMES)
    assert not before.findall("c:errBars", NAMES)
    [bars] = after.findall("c:errBars", NAMES)
    arms = {
        side: [float(v.text) for v in bars.findall(f"c:{side}//c:v", NAMES)]
        for side in ("plus", "minus")
    }
    rows = shown(facts)
    assert len(rows) == len(arms["plus"]) > 1
    for row, plus, minus in zip(rows, arms["plus"], arms["minus"], strict=True):
        low, high = (
            row["share_before"] + row[f"share_diff_{end}"] for end in ("low", "high")
        )
        assert row["share_after"] + plus == pytest.approx(min(high, 1))
        assert row["share_after"] - minus == pytest.approx(max(low, 0))
    # the schema has them before the categories (ECMA-376, CT_BarSer)
    tags = [one.tag.rpartition("}")[2] for one in after]
    assert tags.index("dLbls") < tags.index("errBars") < tags.index("cat")


def test_each_category_has_its_n_and_the_sign_of_its_verdict(facts: Facts) -> None:
    chart = chart_of(facts)
    for row, under in zip(shown(facts), chart.under, strict=True):
        n = [numbers.count(row[f"n_{side}"], "vi") for side in ("before", "after")]
        assert under == f"{LOOKS[row['verdict']].sign} n = {' / '.join(n)}"
    [picture] = [lateness(facts, WORDS).picture]
    assert isinstance(picture, Chart)
    months = [row for row in facts.months if row["n_with_due"]]
    assert picture.under == tuple(
        f"n = {numbers.count(row['n_with_due'], 'vi')}" for row in months
    )


def test_what_is_not_concluded_is_no_rise_in_the_picture(facts: Facts) -> None:
    rows = tuple({**row, "verdict": "inconclusive"} for row in facts.changes)
    unsure = replace(facts, changes=rows)
    assert {under[0] for under in chart_of(unsure).under} == {"?"}
    figures = [
        part
        for section in report_of(unsure, WORDS).sections
        for part in section.parts
        if isinstance(part, Figure)
    ]
    assert "? chưa kết luận được" in figures[0].note
    assert "Vạch đứng" in figures[0].note


def test_a_change_without_an_interval_has_no_bar(facts: Facts) -> None:
    ends = {"share_diff_low": None, "share_diff_high": None}
    rows = tuple({**row, **ends} for row in facts.changes)
    without = replace(facts, changes=rows)
    assert set(chart_of(without).intervals) == {None}
    chart = first_chart(to_docx(report_of(without, WORDS), WORDS))
    assert b"errBars" not in chart


def test_a_small_chart_of_many_months_has_room_for_its_columns(facts: Facts) -> None:
    """Its n are those of the report beside it."""
    [row] = facts.months
    months = [row["month"].replace(year=2026, month=month) for month in range(1, 11)]
    rows = tuple({**row, "month": month} for month in months)
    year = replace(facts, period="2026", months=rows, spans=None, changes=())
    xml = first_chart(to_page(report_of(year, WORDS), WORDS)).decode()
    assert "10/2026" in xml
    assert "n = " not in xml
