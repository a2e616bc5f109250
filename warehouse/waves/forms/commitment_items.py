"""Questions for commitments that a questionnaire does not ask about.

They belong to no factor: a factor is the average of its questions, so that one more
would make it another measurement. What was asked before stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warehouse.words import words_of

VERSION = 1
"""Other words make another version, and with it another questionnaire."""
CODES = ("apologise", "thank", "no_harassment", "no_evasion")
"""Codes of the commitments, and of the questions that show them."""
_SCALE = {"scale_min": 1, "scale_max": 5, "satisfied_from": 4}

Row = Mapping[str, Any]


def with_commitments(rows: Iterable[Row], instrument: str) -> tuple[str, list[Row]]:
    """A questionnaire that asks about these commitments too.

    Args:
        rows: Questions of all questionnaires, as `make_form` takes them.
        instrument: The questionnaire to add to.

    Returns:
        Code of the questionnaire, `…_ck1` where a question was added, and all
        questions with its own among them.
    """
    rows = list(rows)
    asked = [row for row in rows if row["instrument"] == instrument]
    known = {row["item_code"] for row in asked}
    lacking = [code for code in CODES if code not in known]
    if not asked or not lacking:
        return instrument, rows
    new = f"{instrument}_ck{VERSION}"
    core = [{**row, "instrument": new} for row in asked]
    added = [_row(new, code) for code in lacking]
    others = [row for row in rows if row["instrument"] != new]
    return new, [*others, *core, *added]


def _row(instrument: str, code: str) -> Row:
    # the question itself has one wording, whatever language the reader has
    text = words_of("vi")(f"waves.commitment_items.{code}")
    named = {"instrument": instrument, "item_code": code, "criterion_code": code}
    return {**named, "text_vi": text, "is_reversed": False, **_SCALE}
