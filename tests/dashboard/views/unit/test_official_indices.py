"""Official indices stand beside ours, with why they differ."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.views.unit.official_indices import _newest, answered
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key


def cells(text: str) -> dict[str, list[str]]:
    """Cells of the table by the name of the index."""
    rows = re.findall(r"<tr.*?</tr>", text, flags=re.S)
    found = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.S) for row in rows]
    plain = [[re.sub(r"<[^>]+>", " ", one).strip() for one in row] for row in found]
    return {row[0]: row[1:] for row in plain if len(row) == 4}


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_each_index_has_ours_beside_it(open_page: OpenPage, role: str) -> None:
    text = html_of(open_page(role, "unit", unit=key("91001"), part="official"))
    rows = cells(text)
    when, theirs, ours = rows["Mức độ hài lòng (QĐ 766/QĐ-TTg)"]
    assert when == "quý 3/2026"
    assert theirs.startswith("16,2/18 điểm; hài lòng 95%, trong đó 78%")
    assert re.fullmatch(r"\d\d,\d% hài lòng trong \d+ phiếu có trả lời", ours)
    _, theirs, ours = rows["Giải quyết TTHC (TT 01/2018/TT-VPCP)"]
    assert theirs == "15,0/18 điểm, có số của 9/9 tiêu chí"
    assert re.fullmatch(r"\d\d,\d% trong \d+ hồ sơ giữ lời hẹn đầu tiên", ours)
    _, theirs, ours = rows["SIPAS: Hài lòng chung"]
    assert theirs == "84% hài lòng, chừng 430 người, đủ mẫu tối thiểu 370"
    assert ours == "87,2% hài lòng (460 phiếu)"
    assert "QĐ 766 khác vì" in text
    assert "TT 01/2018 khác vì" in text


def test_what_is_hidden_elsewhere_is_hidden_here(open_page: OpenPage) -> None:
    """Points made from three ballots say nothing; ours sums months that are shown."""
    text = html_of(open_page("committee", "unit", unit=key("91002"), part="official"))
    _, theirs, ours = cells(text)["Mức độ hài lòng (QĐ 766/QĐ-TTg)"]
    assert theirs == "—"
    assert ours == "84,2% hài lòng trong 253 phiếu có trả lời"


def test_a_hidden_month_hides_ours_of_its_quarter() -> None:
    page: Any = SimpleNamespace(words=words_of("vi"), lang="vi")
    shown = {"state": "shown", "n_satisfied": 90, "n_ballots": 100}
    hidden = {"state": "suppressed", "n_satisfied": None, "n_ballots": None}
    said = answered(page)
    assert said([shown, shown]) == "90,0% hài lòng trong 200 phiếu có trả lời"
    assert said([shown, hidden]) == said([]) == "—"


def test_a_unit_without_an_index_says_so(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91"), part="official"))
    assert "Chưa có chỉ số chính thức nào" in text


def page_of(day: date) -> Any:
    build = SimpleNamespace(data_as_of=day)
    return SimpleNamespace(words=words_of("vi"), lang="vi", build=build)


def test_a_month_is_no_quarter() -> None:
    """The newest quarter that is over; else how far the newest goes."""
    rows = [{"period": "2026-Q3"}, {"period": "2026-Q4"}]
    in_october = page_of(date(2026, 10, 31))
    assert _newest(in_october, rows) == (rows[0], "quý 3/2026")
    assert _newest(page_of(date(2026, 12, 31)), rows) == (rows[1], "quý 4/2026")
    said = "quý 4/2026, mới đến 31/10/2026"
    assert _newest(in_october, rows[1:]) == (rows[1], said)
