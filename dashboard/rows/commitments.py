"""Which question of the forms shows which commitment."""

from __future__ import annotations

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built


def items_of_commitments(page: Page) -> dict[str, str]:
    """Commitment → the question that also shows it, the first by code if several."""
    answer = ask_if_built(page, "item_commitments")
    found: dict[str, str] = {}
    for row in answer.rows if answer else []:
        for code in row["commitment_codes"].split(";"):
            found.setdefault(code.strip(), row["item_code"])
    return found
