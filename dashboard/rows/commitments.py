"""Which question of the forms shows which commitment, and what its waves say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built

Row = Mapping[str, Any]


def items_of_commitments(page: Page) -> dict[str, str]:
    """Commitment → the question that also shows it, the first by code if several."""
    answer = ask_if_built(page, "item_commitments")
    found: dict[str, str] = {}
    for row in answer.rows if answer else []:
        for code in row["commitment_codes"].split(";"):
            found.setdefault(code.strip(), row["item_code"])
    return found


def newest_answers(page: Page, map_: str, unit_key: str) -> dict[str, Row]:
    """Commitment or factor → the share of the newest wave that asked the unit."""
    answer = ask_if_built(page, "index_sipas", map=map_, unit_key=unit_key)
    rows = answer.rows if answer else []
    known = [row for row in rows if row["wave_code"] in page.waves]
    return {
        row["criterion_code"]: row
        for row in sorted(known, key=lambda row: page.waves[row["wave_code"]].last_day)
    }
