"""A wave is called by what it is and the month it opened."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from dashboard.rows import changes
from dashboard.rows.context import Page, Wave
from dashboard.rows.units import Unit
from dashboard.words import words_of


def test_two_waves_of_one_month_are_told_apart() -> None:
    def wave(code: str, mode: str | None, day: int) -> Wave:
        opened = date(2026, 9, day)
        return Wave(code, "after", "province", mode, opened, None)

    waves = [wave("A", "paper", 1), wave("B", "phone", 2), wave("C", "phone", 3)]
    page = _page(waves, "province", None)
    names = [changes.wave_text(cast(Page, page), code) for code in "ABC"]
    assert names == [
        "đợt sau (9/2026, phiếu giấy)",
        "đợt sau (9/2026, từ 02/09/2026)",
        "đợt sau (9/2026, từ 03/09/2026)",
    ]
    page.waves = {"A": waves[0]}
    assert changes.wave_text(cast(Page, page), "A") == "đợt sau (9/2026)"


def test_alike_in_month_and_mode_the_last_day_tells_waves_apart_not_the_code() -> None:
    opened, mode = date(2026, 7, 1), "tablet"
    ends = {"A": date(2026, 9, 30), "B": date(2026, 10, 31), "C": date(2026, 10, 31)}
    waves = [Wave(c, "service", "head", mode, opened, end) for c, end in ends.items()]
    page = _page(waves, "province", None)
    names = [changes.wave_text(cast(Page, page), code) for code in "ABC"]
    assert names == [
        "phiếu tại đơn vị (7/2026, đến 30/09/2026)",
        "phiếu tại đơn vị (7/2026, B)",
        "phiếu tại đơn vị (7/2026, C)",
    ]


def test_a_wave_of_a_nation_is_taken_for_none_of_another_province() -> None:
    opened = date(2026, 9, 1)
    codes = ("79:A", "01:A", "01:B")
    waves = [Wave(code, "after", "province", "paper", opened, None) for code in codes]
    page = _page(waves, "province", "VN")
    names = [changes.wave_text(cast(Page, page), code) for code in codes]
    assert names == [
        "đợt sau (9/2026)",
        "đợt sau (9/2026, 01:A)",
        "đợt sau (9/2026, 01:B)",
    ]


def _page(waves: list[Wave], level: str, parent: str | None) -> SimpleNamespace:
    """As much of a page as names of waves ask for."""
    day = date(2021, 1, 1)
    unit = Unit("P", "P", "P", level, parent, ("P",), day, None, None)
    return SimpleNamespace(
        words=words_of("vi"),
        waves={wave.code: wave for wave in waves},
        units={unit.key: unit},
    )
