"""The communes on a map: every verdict told without colour, each day its own units."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.figures.unit_map import PATTERNS, Area, unit_map
from dashboard.theme import LOOKS, VERDICTS
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, key

SQUARE = ((106.0, 20.0), (107.0, 20.0), (107.0, 21.0), (106.0, 21.0))


def areas_of(app: AppTest) -> list[dict[str, Any]]:
    """What the map on a page draws, without the signs; nothing without a map."""
    for chart in app.get("plotly_chart"):
        drawn: list[dict[str, Any]] = json.loads(chart.proto.spec)["data"]
        if any(trace.get("fill") == "toself" for trace in drawn):
            return drawn[:-1]
    return []


def test_each_verdict_has_its_sign_and_what_is_hidden_its_hatch() -> None:
    areas = [Area("Xã <An>", v, "0", (SQUARE,), "/don-vi") for v in VERDICTS]
    drawing = unit_map(areas, words_of("vi"), title="Bản đồ")
    *traces, signs = drawing.figure.data
    assert len(set(signs.text)) == len(VERDICTS)
    looks = [
        (trace.fillcolor, trace.fillpattern.shape, sign)
        for trace, sign in zip(traces, signs.text, strict=True)
    ]
    plain = {v for v in VERDICTS if v not in PATTERNS}
    assert {"too_few", "suppressed", "not_comparable", "none"} <= PATTERNS.keys()
    for (one, a), (other, b) in combinations(zip(VERDICTS, looks, strict=True), 2):
        if (one in plain) != (other in plain):
            assert a[1] != b[1], (one, other)
    assert [LOOKS[v].sign for v in VERDICTS] == list(signs.text)
    assert "Xã &lt;An&gt;" in traces[0].text
    assert "Bản đồ" in drawing.alt


def test_a_unit_of_two_parts_is_drawn_with_a_gap() -> None:
    island = tuple((x + 3, y) for x, y in SQUARE)
    area = Area("Xã An", "improved", "", (SQUARE, island), "")
    trace = unit_map([area], words_of("en"), title="t").figure.data[0]
    assert list(trace.x).count(None) == list(trace.y).count(None) == 1
    assert len(trace.x) == 11


def test_the_committee_sees_the_communes_of_today_on_a_map(open_page: OpenPage) -> None:
    drawn = areas_of(open_page("committee", "overview"))
    names = {trace["text"].split("<br>")[0] for trace in drawn}
    assert names == {
        f"<b>{name}</b>"
        for name in ("Phường An Bình", "Xã Đồng Hòa", "Xã Thịnh Lập", "Xã Minh Bình")
    }
    assert f"unit={key('91001')}" in "".join(trace["meta"] for trace in drawn)


def test_units_of_two_days_are_never_drawn_on_one_another(open_page: OpenPage) -> None:
    app = open_page("committee", "overview", map="then")
    drawn = areas_of(app)
    corners = {(trace["x"][0], trace["y"][0]) for trace in drawn}
    assert len(corners) == len(drawn) == 8
    assert "Bản đồ theo địa giới ngày" in html_of(app)


@pytest.mark.parametrize("n_left", [0, 3])
def test_units_without_a_border_are_named_and_without_any_the_grid_stays(
    open_page: OpenPage, home: Path, tmp_path: Path, n_left: int
) -> None:
    shutil.copytree(home / "builds", tmp_path / "builds")
    (path,) = (tmp_path / "builds").glob("warehouse-*.duckdb")
    with changed(path) as connection:
        if n_left:
            gone = f"delete from main.dim_boundaries where unit_key = '{key('91002')}'"
            connection.sql(gone)
        else:
            connection.sql("drop table main.dim_boundaries")
    app = open_page("committee", "overview", at=tmp_path)
    assert len(areas_of(app)) == n_left
    text = html_of(app)
    assert "tt-map" in text
    assert ("Chưa có ranh giới nên không có trên bản đồ: Xã Đồng Hòa." in text) == bool(
        n_left
    )
