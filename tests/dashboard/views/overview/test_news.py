"""What changed since the last publication: a line for each reason."""

from __future__ import annotations

from typing import Any

from dashboard.views.overview.news import news_lines
from dashboard.words import words_of


def changed(figure: str, n: int, why: str = "new_files") -> dict[str, Any]:
    return {"figure": figure, "n_restated": n, "n_units": 3, "why": why}


def test_a_reason_stands_once_with_all_its_changes() -> None:
    rows = [
        changed("n_finished", 20),
        changed("n_received", 30),
        changed("n_with_due", 10),
        changed("n_ballots", 5),
        changed("n_late_strict", 1, "rules_changed"),
    ]
    short, whole = news_lines(words_of("vi"), rows)
    assert short == [
        "Vì có tệp mới: 65 lần đổi ở Hồ sơ nhận, Hồ sơ xong, Hồ sơ xong có hạn và 1 số"
        " liệu khác.",
        "Vì quy tắc tính đã đổi: 1 lần đổi ở Trễ lời hẹn đầu.",
    ]
    assert whole[0] == "Hồ sơ nhận: 30 lần đổi ở 3 đơn vị, vì có tệp mới."
    assert len(whole) == len(rows)
