"""All methods of the statistics reference pack, by name.

Loads as `tests.warehouse.reference_methods` and by its file path alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.warehouse import reference_models, reference_shares, reference_units  # noqa: E402

METHODS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **reference_models.METHODS,
    **reference_shares.METHODS,
    **reference_units.METHODS,
}
