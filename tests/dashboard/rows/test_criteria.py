"""A criterion is named by its newest edition and holds on its own days."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.rows.data import _criteria
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.rules import NEXT_SET

REFORM = date(2026, 1, 1)


def row(code: str, number: int, begins: date, ends: date | None) -> dict[str, Any]:
    return {
        "criterion_code": code,
        "criterion_kind": "ask" if begins == REFORM else "know",
        "criterion_no": number,
        "name_vi": f"{code} {begins.year}",
        "name_en": code,
        "valid_from": begins,
        "valid_to": ends,
    }


def test_a_set_gives_way_to_the_next_one() -> None:
    old, last = date(2023, 3, 20), date(2025, 12, 31)
    rows = [
        row("greet", 1, REFORM, None),
        row("thank", 2, REFORM, None),
        row("listen", 1, old, last),
        row("thank", 5, old, last),
    ]
    found = _criteria(rows)
    assert found["thank"].name_vi == "thank 2026"
    assert [c for c in found if found[c].holds_on(last)] == ["listen", "thank"]
    assert [c for c in found if found[c].holds_on(REFORM)] == ["greet", "thank"]
    assert [c for c in found if found[c].holds_on(None)] == ["greet", "thank"]


def test_the_overview_names_the_commitments_of_the_waves_day(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "overview", aspect="factors"))
    assert "Biết nghe dân nói" in text
    assert NEXT_SET not in text
