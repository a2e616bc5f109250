"""A unit's months when too few answered in some, or in all of them."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import changed, key, write_build

UNIT = key("91001")
BUILDS = count(1)


def months_page(open_page: OpenPage, home: Path, where: str) -> str:
    # Pages remember by build, so each case has its own.
    path = write_build(home, build_id=f"20261123T01000{next(BUILDS)}-test")
    with changed(path) as connection:
        connection.sql(
            f"""
            update agg_unit_months set n_ballots = 3, n_satisfied = 2
            where unit_key = '{UNIT}' and {where};
            update agg_ballot_months set n_ballots = 3, n_satisfied = 2
            where unit_key = '{UNIT}' and {where};
            update stat_unit_signals set n = 3, value = 2 / 3
            where unit_key = '{UNIT}' and measure = 'satisfied_share' and {where}
            """
        )
    opened = open_page(
        "committee",
        "unit",
        at=home,
        unit=UNIT,
        part="months",
        measure="satisfied_share",
    )
    return html_of(opened)


def test_all_months_hidden_draw_nothing_and_say_why(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "true")
    assert "Số liệu theo tháng được ẩn để bảo vệ người trả lời" in text
    assert "không có tín hiệu" not in text


def test_some_months_hidden_are_counted_and_named_in_the_table(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "month = date '2026-08-01'")
    assert "tháng được ẩn để bảo vệ người trả lời" in text
    assert text.count(">ẩn<") >= 2


def test_few_shown_months_are_not_said_to_hold_no_signal(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = months_page(open_page, tmp_path, "month > date '2024-03-01'")
    assert "Chưa đủ tháng hoặc đủ phiếu để nói tháng nào khác thường." in text
    assert "không có tín hiệu" not in text
