"""A wave is called by what it is and the month it opened."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from dashboard.rows import changes
from dashboard.rows.context import Page, Wave
from dashboard.words import words_of


def test_two_waves_of_one_month_are_told_apart() -> None:
    def wave(code: str, mode: str | None, day: int) -> Wave:
        opened = date(2026, 9, day)
        return Wave(code, "after", "province", mode, opened, None)

    waves = [wave("A", "paper", 1), wave("B", "phone", 2), wave("C", "phone", 3)]
    page = SimpleNamespace(words=words_of("vi"), waves={w.code: w for w in waves})
    names = [changes.wave_text(cast(Page, page), code) for code in "ABC"]
    assert names == [
        "đợt sau (9/2026, phiếu giấy)",
        "đợt sau (9/2026, B)",
        "đợt sau (9/2026, C)",
    ]
    page.waves = {"A": waves[0]}
    assert changes.wave_text(cast(Page, page), "A") == "đợt sau (9/2026)"
