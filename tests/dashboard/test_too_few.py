"""Every view of every role when there is something, but too little for a verdict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.views_by_role import VIEWS
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import write_build

# A ministry reads a nation's home, and no unit of a province's.
CASES = [
    (view.file, role)
    for view in VIEWS
    for role in sorted(view.roles)
    if (view.name, role) != ("unit", "ministry")
]
JUDGED = re.compile(
    r"tt-(improved|slightly_improved|unchanged|slightly_worse|worse|inconclusive)\b"
)
BAND = re.compile(r"<b>(\d+)</b><span class=\"tt-chip tt-band-(\w+)\"")
INTERVAL = re.compile(r"\[[+\u2212]?\d")
# What each view says in place of its figures, and the part where it says it. The text
# on methods and the record of who saw what rest on no count of people.
TOLD: dict[str, tuple[str, dict[str, str]]] = {
    "overview": ("Chưa đủ phiếu để so sánh.", {}),
    "unit": ("Chưa đủ phiếu để so sánh.", {"part": "change"}),
    "officers": ("chưa đủ phiếu", {}),
    "independent": ("Chưa đủ phiếu để so sánh (cần ≥ 30)", {}),
    "petitions": ("Tố cáo được giữ kín: dưới 5 đơn thì ẩn", {}),
    "quality": ("Ngày xong trước ngày nhận", {"checked": "tests"}),
}


@pytest.fixture(scope="module")
def few_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("few")
    write_build(folder, build_id="few", is_few=True)
    return folder


@pytest.mark.parametrize(("view", "role"), CASES)
def test_too_few_is_shown_and_never_judged(
    open_page: OpenPage, few_home: Path, view: str, role: str
) -> None:
    shown, where = TOLD.get(view, ("", {}))
    app = open_page(role, view, at=few_home, **where)
    text = html_of(app)
    assert not app.exception
    assert shown in text
    assert JUDGED.findall(text) == []
    assert INTERVAL.findall(text) == []
    counted = {band: n for n, band in BAND.findall(text)}
    assert {n for band, n in counted.items() if band != "too_few"} <= {"0"}


@pytest.mark.parametrize("role", ["front", "leader", "officer"])
def test_few_ballots_give_an_officer_no_figure(
    open_page: OpenPage, few_home: Path, role: str
) -> None:
    text = html_of(open_page(role, "officers", at=few_home))
    assert "4 kỳ gần nhất cộng lại dưới 30 phiếu" in text
    assert "Ước lượng <b>" not in text


@pytest.mark.parametrize("role", ["committee", "front"])
def test_hidden_sums_are_no_zero(
    open_page: OpenPage, few_home: Path, role: str
) -> None:
    text = html_of(open_page(role, "petitions", at=few_home))
    # petitions are acts of the office; what is confidential are denunciations
    denunciations = text[text.index("Tố cáo</") :].split("</tr>")[0]
    assert denunciations.count("ẩn") >= 7
    assert "0 / 0" not in text
    text = html_of(open_page(role, "independent", at=few_home))
    assert "chưa tính được" in text
    assert "chênh <b>" not in text
