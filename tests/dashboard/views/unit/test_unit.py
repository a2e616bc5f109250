"""One unit: whose it is, its own verdict, and what its figures rest on."""

from __future__ import annotations

import re

import pytest

from dashboard.rows.first_five import Finding
from dashboard.views.unit import first_five
from dashboard.views_by_role import VIEWS
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key


def test_months_tell_what_they_rest_on(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="months"))
    assert re.search(r">[\d.]+ hồ sơ có hẹn trả<", text)
    assert re.search(r">các tháng \d+/\d+ – \d+/\d+<", text)


def test_too_few_is_not_zero_and_not_hidden(open_page: OpenPage) -> None:
    unit = key("90104")
    text = html_of(open_page("committee", "unit", unit=unit))
    assert "Chưa đủ phiếu để so sánh" in text
    unit = key("90204")
    text = html_of(open_page("committee", "unit", unit=unit))
    assert "Ẩn để bảo vệ người trả lời" in text
    assert "n trước = 3" not in text


def test_a_leader_cannot_open_another_unit(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", unit=key("91003")))
    assert "Xã Thịnh Lập" not in text
    assert "Phường An Bình" in text


def test_a_share_says_of_how_many_people_its_ballots_are(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91001")))
    assert re.search(r"\d+ phiếu của \d+ người", text)
    assert "phiếu của" not in html_of(open_page("committee", "unit", unit=key("91002")))


def test_signals_among_the_first_things_stand_beside_luck(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "riêng may rủi" not in html_of(open_page("leader", "unit"))
    worse = [Finding("signal_worse", 40, detail="a")]
    monkeypatch.setattr(first_five, "findings_of", lambda *_: worse)
    text = html_of(open_page("leader", "unit"))
    assert re.search(r"riêng may rủi cũng cho khoảng \d+,\d tháng", text)


@pytest.mark.parametrize(
    ("view", "query"),
    [
        *((view.file, {}) for view in VIEWS if "leader" in view.roles),
        *(("unit", {"part": part}) for part in ("cases", "months", "duties")),
    ],
)
def test_a_leader_reads_the_units_own_verdict_on_every_page(
    open_page: OpenPage, view: str, query: dict[str, str]
) -> None:
    """Before and after stand beside it, above whatever the page is about."""
    text = html_of(open_page("leader", view, **query)).replace("\u00a0", " ")
    line = text[text.index("tt-own") :].split("</div>")[0]
    assert "Phường An Bình: hài lòng " in line
    assert re.search(r"[\d,]+% → [\d,]+% \([\d.]+ → [\d.]+ phiếu\)", line)
    assert "part=change" in line
    if view == "unit" and not query:
        assert text.index("tt-own") < text.index("tt-today")
        assert "tt-own" not in html_of(open_page("committee", "unit"))


def test_the_independent_survey_begins_with_a_leaders_own_unit(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("leader", "independent"))
    card = text[text.index("tt-verdict") :].split("</section>")[0]
    assert "Tại Phường An Bình, phiếu của đơn vị cho" in card
    assert "Số chung của tỉnh" not in text


def test_a_leaders_day_ends_with_the_units_own_verdict(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit"))
    card = text[text.index("tt-verdict") :].split("</section>")[0]
    assert "Tại Phường An Bình" in card
    assert "Chắc đến đâu:</b> khoảng tin cậy 95% [" in card
    assert "n trước = " in card
    assert text.index("tt-today") < text.index("tt-verdict")
