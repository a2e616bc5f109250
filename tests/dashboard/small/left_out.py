"""Rows that reached no figure, changed answers, and what the build rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd

UNPLACED = {
    "row_kind": "case",
    "fate": "unit_unresolved",
    "column_name": "receiving_unit_code",
    "value": "99999",
    "wave_code": None,
    "file_key": None,
    "n_rows": 3,
    "n_of_fate": 3,
    "file_name": "ho_so_MO_PHONG.csv",
    "line": 12,
    "further_places": "ho_so_MO_PHONG.csv: 13",
    "candidates": None,
}
NOTICE = {
    "file_key": "0" * 64,
    "file_name": "ho_so_MO_PHONG.csv",
    "code": "before_2000",
    "params": '{"column": "Ngày nhận"}',
    "n_rows": 4,
    "lines": "3, 7, 9",
    "noticed_at": pd.Timestamp("2026-11-23 01:00"),
}
CHANGE = {
    "item_code": "overall",
    "change": "corrected",
    "old_answer": "3",
    "new_answer": "4",
    "old_file": "phieu_1_MO_PHONG.csv",
    "new_file": "phieu_2_MO_PHONG.csv",
    "n_answers": 7,
    "first_line": 4,
}

PASSED_OVER = {"matter_code": "V00003", "seq": 17, "why": "no_arrow"}


def tables(before: str) -> dict[str, pd.DataFrame]:
    """The tables by name.

    Args:
        before: Code of a round whose answers were changed.
    """
    build: dict[str, Any] = {
        "data_as_of": pd.Timestamp("2026-10-31"),
        "raw_max_loaded_at": pd.Timestamp("2026-11-23 01:00"),
        "is_simulated": True,
        "n_files": 4,
        "calendar_source": "province",
    }
    answer = {
        **UNPLACED,
        "row_kind": "answer",
        "fate": "item_unknown",
        "column_name": "item_code",
        "value": "hoi_la",
        "wave_code": before,
    }
    no_list = pd.DataFrame({"missing_list": ["unit"], "row_kinds": ["case"]}).iloc[:0]
    return {
        "dim_build": pd.DataFrame([build]),
        "dq_missing_lists": no_list,
        "dq_notices": pd.DataFrame([NOTICE]),
        "dq_process_passed_over": pd.DataFrame([PASSED_OVER]),
        "dq_unplaced": pd.DataFrame([UNPLACED, answer]),
        "dq_answer_changes": pd.DataFrame([{**CHANGE, "wave_code": before}]),
    }
