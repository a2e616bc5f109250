"""Gaps as a build has them that does not tell their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warehouse.hiding.hidden_gaps import Gaps, read_gaps

Row = dict[str, Any]


def gaps_alone(rows: Iterable[Row], waves: Iterable[Row]) -> Gaps:
    """Each gap as one part.

    Args:
        rows: map, unit_key, period, item_code, n_service and n_independent.
        waves: wave_code, stream and opened_on.
    """
    gaps = list(rows)
    return read_gaps(
        lambda text: gaps if "stat_independent_gaps" in text else [], waves
    )
