"""Every number stands over a badge: n, coverage, mode, dates and freshness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import badge as badges
from dashboard.badge import PARTS, people_behind
from dashboard.rows.context import Page, Wave
from dashboard.views.overview.page import PARTS as OVERVIEW_PARTS
from dashboard.views_by_role import VIEWS
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed, write_build

# Pages of rules and of single acts: they tell no measured figure.
WITHOUT_FIGURES = ("methods", "record")
PARTS_OF_PAGES = {
    "overview": [{"aspect": name} for name in OVERVIEW_PARTS],
    "unit": [
        {"part": name}
        for name in (
            "today",
            "cases",
            "petitions",
            "months",
            "duties",
            "change",
            "questions",
            "groups",
        )
    ],
    "independent": [
        {"section": name} for name in ("gaps", "asked", "flags", "questions")
    ],
    "quality": [{"checked": name} for name in ("loads", "files", "tests", "restated")],
    "officers": [{}, {"officer": "CB001"}, {"officer": "CB005"}],
}
CASES = [
    (view.file, role, query)
    for view in VIEWS
    for role in sorted(view.roles)
    for query in PARTS_OF_PAGES.get(view.file, [{}])
    if view.name not in WITHOUT_FIGURES
]
FIGURE = re.compile(
    r'class="tt-(?:counts|verdict|grid|answers|today)"|class="tt-table"|<plotly>'
)


@dataclass
class Section:
    """What stands between two headings of a page."""

    title: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.parts)


def sections_of(app: AppTest) -> Iterator[Section]:
    """Cuts a page at its headings, in the order it is read."""
    section = Section("")
    element: Any
    for element in app.main:
        if element.type == "plotly_chart":
            section.parts.append("<plotly>")
        if element.type != "html":
            continue
        html = str(element.value)
        if title := re.search(r"<h[12][^>]*>(.*?)</h", html):
            yield section
            section = Section(title[1])
        section.parts.append(html)
    yield section


def badge_of(html: str) -> dict[str, str]:
    """Part → text of the first badge in some HTML."""
    badge = html[html.index("tt-badge") :].split("</div>")[0]
    return dict(re.findall(r'data-part="(\w+)">([^<]*)<', badge))


@pytest.mark.parametrize(("view", "role", "query"), CASES)
def test_every_figure_has_its_badge(
    open_page: OpenPage, view: str, role: str, query: dict[str, str]
) -> None:
    if query.get("officer"):
        query = {**query, "unit": key("91001")}
    app = open_page(role, view, **query)
    assert not app.exception
    assert "Mã sự cố" not in html_of(app)
    with_figures = [s for s in sections_of(app) if FIGURE.search(s.text)]
    for section in with_figures:
        assert "tt-badge" in section.text, f"no badge in “{section.title}”"
        for badge in section.text.split("tt-badge")[1:]:
            shown = badge_of(f"tt-badge{badge}")
            assert tuple(shown) == PARTS, section.title
            assert all(shown.values()), (section.title, shown)


def test_the_walk_meets_figures_on_each_page(open_page: OpenPage) -> None:
    for view in ("overview", "unit", "independent", "quality", "petitions"):
        role = "front" if view != "unit" else "leader"
        found = sections_of(open_page(role, view))
        assert any(FIGURE.search(section.text) for section in found), view


def first_badge(app: AppTest, after: str) -> dict[str, str]:
    text = html_of(app).replace("\u00a0", " ")
    return badge_of(text[text.index(after) :])


def test_a_province_is_held_against_the_plan(open_page: OpenPage) -> None:
    shown = first_badge(open_page("committee", "overview"), "tt-verdict")
    assert shown == {
        "n": "n trước = 1.095 · n sau = 1.315 phiếu",
        "coverage": "độ phủ: trước 1.095/2.500 phiếu dự kiến (43,8%); "
        "sau 1.315/2.500 phiếu dự kiến (52,6%)",
        "mode": "cách lấy: phiếu giấy",
        "dates": "đợt trước (9/2024) → đợt sau (9/2026)",
        # The newest ballot, not the newest record of any kind.
        "fresh": "số liệu đến 30/09/2026",
    }


@pytest.mark.parametrize(
    ("newest_on", "quiet", "opened"),
    [
        (date(2026, 10, 31), "số liệu đến 31/10/2026", ""),
        # one day of data on a page: the source's own stands in the opened part
        (date(2026, 10, 26), "số liệu đến 31/10/2026", "26/10/2026"),
        (date(2026, 10, 24), "số liệu đến 31/10/2026", "24/10/2026"),
        (date(2026, 10, 23), "số liệu đến 23/10/2026", ""),
        (date(2026, 12, 1), "ghi đến 01/12/2026", ""),
        (None, "chưa rõ số liệu đến ngày nào", ""),
    ],
)
def test_a_page_speaks_of_one_day(
    newest_on: date | None, quiet: str, opened: str
) -> None:
    build = SimpleNamespace(data_as_of=date(2026, 10, 31))
    page = cast(Page, SimpleNamespace(words=words_of("vi"), lang="vi", build=build))
    html = badges.badge(
        page,
        n="n = 9",
        coverage="9/9",
        source=badges.Source("sổ", newest_on),
        dates="2026",
    )
    assert badge_of(html)["fresh"] == quiet
    own = re.findall(r"bản ghi mới nhất của nguồn này: ([\d/]+)", html)
    assert own == ([opened] if opened else [])
    assert html.index("</summary>") < html.find(opened or "độ phủ")


def test_ballots_of_fewer_people_are_told_as_such() -> None:
    words = words_of("vi")
    lone = Wave("B", "before", "front", "paper", None, None)
    several = replace(lone, code="A", n_ballots=1315, n_people=1290)
    other = replace(lone, code="C", n_ballots=40, n_people=30)
    assert people_behind(words, [lone]) == ""
    told = people_behind(words, [lone, several])
    assert told == "cả đợt: 1.315 phiếu của 1.290 người"
    both = people_behind(words, [several, other])
    assert both == "các đợt này: 1.355 phiếu của 1.320 lượt người"


@pytest.mark.parametrize(
    ("unit", "coverage"),
    [
        # 390 of 420 forms before; nobody counted the forms of the round after.
        ("91001", "trước 390/420 phiếu phát ra (92,9%); sau chưa rõ, "
         "không có số phiếu phát ra"),
        # Fewer forms than ballots: not all forms were counted.
        ("91002", "trước chưa rõ, số phiếu phát ra ghi không đủ; sau chưa rõ, "
         "không có số phiếu phát ra"),
        ("91003", "chưa rõ, không có số phiếu phát ra"),
        # Some of what became the unit counted forms, some did not.
        ("91004", "trước chưa rõ, số phiếu phát ra ghi không đủ; sau chưa rõ, "
         "không có số phiếu phát ra"),
    ],
)  # fmt: skip
def test_a_unit_is_held_against_its_own_forms(
    open_page: OpenPage, unit: str, coverage: str
) -> None:
    app = open_page("committee", "unit", unit=key(unit))
    assert first_badge(app, "tt-verdict")["coverage"] == f"độ phủ: {coverage}"


def test_a_table_tells_the_coverage_of_each_unit_that_counted_forms(
    open_page: OpenPage,
) -> None:
    app = open_page("committee", "overview", aspect="units")
    text = html_of(app).replace("\u00a0", " ")
    table = text[text.rindex("Độ phủ trước</th>") :].split("</table>")[0]
    assert "Độ phủ sau" not in table
    first = table[table.index("Phường An Bình") :].split("</tr>")[0]
    assert 'data-label="Độ phủ trước" class="n">92,9%</td>' in first
    other = table[table.index("Xã Thịnh Lập") :].split("</tr>")[0]
    assert 'data-label="Độ phủ trước" class="n">—</td>' in other


def test_what_is_hidden_tells_no_coverage(open_page: OpenPage) -> None:
    app = open_page("committee", "unit", unit=key("90204"))
    shown = first_badge(app, "tt-verdict")
    assert shown["n"] == "n: ẩn"
    assert shown["coverage"] == "độ phủ: ẩn cùng n"


def test_lateness_is_held_against_all_finished_cases(open_page: OpenPage) -> None:
    shown = first_badge(open_page("leader", "unit", part="cases"), "tt-counts")
    assert shown["coverage"] == "độ phủ: 3.104/3.104 hồ sơ đã xong (100,0%)"
    assert shown["mode"] == "nguồn: hồ sơ một cửa"


def test_letters_tell_how_many_months_have_entries(open_page: OpenPage) -> None:
    shown = first_badge(open_page("leader", "unit", part="letters"), "Thư gửi dân")
    assert shown["coverage"] == (
        "độ phủ: 1/12 tháng có ghi sổ thư hoặc lịch tiếp dân (8,3%)"
    )
    assert shown["dates"] == "tháng 10/2026"


def test_more_ballots_than_cases_is_no_coverage(open_page: OpenPage) -> None:
    app = open_page("leader", "officers", unit=key("91001"), officer="CB009")
    shown = first_badge(app, "tt-verdict")
    assert shown["coverage"] == "độ phủ: chưa rõ, số hồ sơ có hẹn đã xong ghi không đủ"


@pytest.mark.parametrize(("view", "role", "query"), CASES)
def test_every_figure_has_its_table(
    open_page: OpenPage, view: str, role: str, query: dict[str, str]
) -> None:
    if query.get("officer"):
        query = {**query, "unit": key("91001")}
    for section in sections_of(open_page(role, view, **query)):
        if "<plotly>" in section.text:
            assert "tt-table" in section.text, section.title


def test_an_officer_is_held_against_the_own_cases_of_all_units(
    open_page: OpenPage,
) -> None:
    app = open_page("leader", "officers", unit=key("91001"), officer="CB001")
    shown = first_badge(app, "tt-verdict")
    assert shown["n"] == "n = 243"
    assert shown["coverage"] == "độ phủ: 243/486 hồ sơ có hẹn đã xong (50,0%)"


def test_a_register_that_ended_is_as_old_as_its_last_entry(
    open_page: OpenPage,
) -> None:
    shown = first_badge(open_page("front", "petitions"), "tt-counts")
    assert shown["fresh"] == "số liệu đến 15/03/2026"


def test_months_of_ballots_are_held_against_months(open_page: OpenPage) -> None:
    app = open_page("leader", "unit", part="months", measure="satisfied_share")
    shown = first_badge(app, "Diễn biến theo tháng")
    assert shown["coverage"] == "độ phủ: 34/34 tháng có số liệu được hiện (100,0%)"


def test_what_rests_on_several_periods_rests_on_shown_ones(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """A window with a hidden period in it would give that period's ballots back."""
    at = {"unit": key("91001"), "officer": "CB001"}
    text = html_of(open_page("leader", "officers", **at))
    window = r"n = \d+ trong 4 kỳ gần nhất"
    assert re.search(window, text)
    assert "Ước lượng <b>" in text
    path = write_build(tmp_path, build_id="20261123T010000-window")
    with changed(path) as connection:
        connection.sql(
            "update stat_officer_periods set n = 4"
            " where officer_code = 'CB001' and period = '2026-Q1'"
        )
    text = html_of(open_page("leader", "officers", at=tmp_path, **at))
    assert not re.search(window, text)
    assert "Ước lượng <b>" not in text
    assert "Chưa đủ phiếu để đánh giá cá nhân, hoặc kỳ này phải ẩn" in text
