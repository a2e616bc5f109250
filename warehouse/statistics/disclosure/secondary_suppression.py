"""Secondary suppression: whether more cells must be hidden, and which goes next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def needs_more(counts: Floats, hidden: Bools, k: int) -> bool:
    """True if some cell is hidden, but fewer than two cells or k people."""
    return bool(hidden.any()) and (
        int(hidden.sum()) < 2 or float(counts[hidden].sum()) < k
    )


def smallest_shown(counts: Floats, hidden: Bools) -> int | None:
    """Index of the smallest shown non-zero cell (first of equals)."""
    candidates = np.flatnonzero(~hidden & (counts > 0))
    if len(candidates) == 0:
        return None
    return int(candidates[np.argmin(counts[candidates])])
