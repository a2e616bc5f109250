"""Questions that a reader brings along are answered in words, not left to be found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from dashboard.rows.context import Page
from dashboard.views.overview.rollout import MOST_NAMED, waiting_text
from dashboard.views.unit.change import lowest_text
from dashboard.views.unit.first_five import how_old
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key
from tests.dashboard.views.unit.test_findings import unit


def row(code: str, share: float | None, n: float | None, **more: str) -> dict[str, Any]:
    """A row of `change_by_item`."""
    kinds = {"item_code": code, "item_kind": "item", "name": code, **more}
    return {"share_after": share, "n_after": n, **kinds}


def test_the_three_lowest_questions_are_named_where_enough_answered() -> None:
    page = cast(Page, SimpleNamespace(words=words_of("vi"), lang="vi"))
    rows = [
        row("c1", 0.9, 80),
        row("c2", 0.71234, 83),
        row("c3", 0.5, 29),
        row("c4", None, None),
        row("c5", 0.8, 80),
        row("overall", 0.1, 90),
        row("F1", 0.2, 90, item_kind="factor"),
        row("c6", 0.85, 80),
    ]
    text = lowest_text(page, rows)
    assert text.startswith("Thấp nhất ở đợt sau: c2 71,2% (n = 83); c5 80,0% (n = 80)")
    assert "c6 85,0%" in text
    for name in ("c1", "c3", "overall", "F1"):
        assert name not in text
    assert lowest_text(page, rows[2:4]) == ""


def test_units_not_yet_in_the_model_are_named_where_they_are_few() -> None:
    page = cast(Page, SimpleNamespace(words=words_of("vi"), lang="vi"))
    waits = [unit(f"9100{n}") for n in (2, 1)]
    started = replace(unit("91003"), model_start=date(2026, 1, 1))
    text = waiting_text(page, [started, *waits])
    assert text == "Chưa bắt đầu: Xã 91001, Xã 91002."
    assert waiting_text(page, [started]) == ""
    assert waiting_text(page, waits * (MOST_NAMED // 2)) != ""
    assert waiting_text(page, [*waits * (MOST_NAMED // 2), waits[0]]) == ""


def test_units_that_owe_letters_are_named(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91"), part="letters"))
    below = text[text.index("Đơn vị còn nợ thư") :]
    table, after = below.split("</table>", 1)
    cells = re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<]*)", table.split("<tbody")[1])
    assert cells[:3] == ["Phường An Bình", "4", "9"]
    names = ["Phường An Bình", "Xã Đồng Hòa", "Xã Minh Bình", "Xã Thịnh Lập"]
    assert cells[::3] == names
    assert table.count("part=letters") == len(names)
    told = after[: after.index("</details>")]
    assert "đơn vị được hiện" in told
    assert "so sánh được" not in told
    below_one = open_page("committee", "unit", unit=key("91001"), part="letters")
    assert "Đơn vị còn nợ thư" not in html_of(below_one)


def test_a_leader_learns_who_may_set_units_side_by_side(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="beside"))
    assert "Chưa có đủ xã tương tự để so" in text
    text = html_of(open_page("committee", "unit", unit=key("91"), part="beside"))
    assert "Chưa có đủ xã tương tự để so" not in text


def test_the_age_of_the_data_is_told_after_a_week() -> None:
    build = SimpleNamespace(data_as_of=date(2026, 10, 31))
    page = cast(Page, SimpleNamespace(words=words_of("vi"), lang="vi", build=build))
    assert how_old(page, date(2026, 11, 7)) == ""
    told = "Số liệu đến 31/10/2026, cách hôm nay 8 ngày"
    assert how_old(page, date(2026, 11, 8)).startswith(told)
    nothing = SimpleNamespace(
        **vars(page) | {"build": SimpleNamespace(data_as_of=None)}
    )
    assert how_old(cast(Page, nothing), date(2026, 11, 8)) == ""
