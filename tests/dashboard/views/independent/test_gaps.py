"""A unit's own ballots beside the independent survey."""

from __future__ import annotations

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_a_gap_is_shown_and_a_small_unit_is_hidden(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "independent"))
    assert "Phiếu tại đơn vị cao hơn rõ" in text
    assert "300 phiếu khảo sát độc lập có trọng số" in text
    assert "khoảng 150 phiếu lấy rời" in text
    assert "phiếu tại đơn vị có trọng số" not in text
    assert "Ẩn để bảo vệ người trả lời" in text


def test_own_ballots_to_look_at_are_named_and_mean_nothing_of_anybody(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("front", "independent"))
    assert "Cần kiểm tra phiếu tại đơn vị" in text
    said = "Phường An Bình: phiếu tại đơn vị cao hơn khảo sát độc lập, gộp hai đợt"
    assert said in text
    assert "không phải kết luận về ai" in text


def test_gaps_of_many_units_say_what_luck_alone_would_show(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "independent"))
    assert "4 đơn vị cùng cấp được xét cùng lúc" in text
    assert "khoảng 0,2 đơn vị có vẻ lệch" in text
