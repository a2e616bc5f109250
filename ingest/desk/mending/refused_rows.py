"""The refused rows of a loaded file that a clerk can mend on the page."""

from __future__ import annotations

from typing import Any

from ingest.mapping.rules import rule_text
from warehouse.masking import covered
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

MOST_ROWS = 30
"""More are mended in the workbook."""
_ROWS = """
select sheet, line, list(struct_pack(
    heading := column_name, value := value, rule := rule, params := rule_params
) order by column_name, rule)
from store.raw.refused
where file_sha256 = $sha and line is not null
group by sheet, line
-- of a denunciation no cell is kept, and none is typed anew
having bool_and(column_name is not null and (kind <> 'petition' or value is not null))
order by sheet, line
limit $most
"""


def rows_to_mend(settings: Settings, sha256: str) -> list[dict[str, Any]]:
    """The first refused rows of a loaded file.

    Returns:
        Per row `sheet`, `line` and `cells`: `heading`, `value` as it stands, words
        masked, and in each language the rule and what to do.
    """
    with open_raw(settings) as connection:
        bound = {"sha": sha256, "most": MOST_ROWS}
        found = run_sql(connection, _ROWS, bound).fetchall()
    return [
        {
            "sheet": sheet or "",
            "line": line,
            "cells": [
                {
                    "heading": cell["heading"],
                    "value": covered(cell["value"], settings.lang) or "",
                    **{
                        lang: list(rule_text(cell["rule"], cell["params"], lang))
                        for lang in ("vi", "en")
                    },
                }
                for cell in cells
            ],
        }
        for sheet, line, cells in found
    ]
