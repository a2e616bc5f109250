"""The questions of the simulated questionnaires."""

from __future__ import annotations

import pandas as pd

from ingest.simulation import names
from ingest.simulation.surveys import (
    INSTRUMENT,
    SUPERVISION_INSTRUMENT,
    SUPERVISION_ITEMS,
    TABLET_INSTRUMENT,
)


def item_rows() -> pd.DataFrame:
    """Raw-shaped items of the three instruments."""
    rows: list[tuple[object, ...]] = []
    for code, criterion, text in names.HOUSEHOLD_ITEMS:
        shown = "; ".join((criterion, *names.ITEM_COMMITMENTS.get(code, ())))
        rows.append((INSTRUMENT, code, text, shown, 1, 5, False, 4))
    text = "Ông/bà có hài lòng với lần phục vụ này không?"
    rows.append((TABLET_INSTRUMENT, "counter_3", text, "overall", 1, 3, False, 2))
    texts = (
        "Được thông tin về việc thực hiện mô hình",
        "Kết quả thực hiện mô hình tại địa phương",
        "Nên tiếp tục thực hiện mô hình",
    )
    for code, label in zip(SUPERVISION_ITEMS, texts, strict=True):
        rows.append((SUPERVISION_INSTRUMENT, code, label, "overall", 1, 10, False, 8))
    columns = ["instrument", "item_code", "text_vi", "criterion_code", "scale_min"]
    columns += ["scale_max", "is_reversed", "satisfied_from"]
    return pd.DataFrame(rows, columns=columns)
