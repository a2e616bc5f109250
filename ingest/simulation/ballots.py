"""Ballots: ordinal answers whose satisfied share is known exactly.

Answers are whole numbers 1-5; 0 is blank and negative numbers are the other reasons
for no answer. Answers of one ballot share a latent attitude, so that items correlate
as on real forms while each item keeps its planted share.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from ingest.simulation.clock import Floats

Levels = npt.NDArray[np.int8]

REFUSED, DONT_KNOW, NOT_APPLICABLE = -1, -2, -3
NO_ANSWER_WORDS = {
    0: "blank",
    REFUSED: "refused",
    DONT_KNOW: "dont_know",
    NOT_APPLICABLE: "not_applicable",
}
SHARE_OF_TOP = 0.45
_LOWER = (0.12, 0.40)
_COMMON = 0.6


def draw_levels(rng: np.random.Generator, share: Floats) -> Levels:
    """Levels 1-5 with a planted satisfied share.

    Args:
        rng: Generator.
        share: Ballots × items, probability of level 4 or 5.

    Returns:
        Ballots × items; P(5) is 45 % of the share, and of the rest 60 % are 3,
        28 % are 2 and 12 % are 1.
    """
    n, k = share.shape
    common = rng.standard_normal((n, 1), dtype=np.float32)
    own = rng.standard_normal((n, k), dtype=np.float32)
    u = ndtr(np.sqrt(_COMMON) * common + np.sqrt(1 - _COMMON) * own)
    rest = 1 - share
    levels = np.ones((n, k), dtype=np.int8)
    levels += (u > rest * _LOWER[0]).astype(np.int8)
    levels += (u > rest * _LOWER[1]).astype(np.int8)
    levels += (u > rest).astype(np.int8)
    levels += (u > 1 - share * SHARE_OF_TOP).astype(np.int8)
    return levels


def drop_answers(
    rng: np.random.Generator, levels: Levels, items: tuple[str, ...]
) -> Levels:
    """Leaves some answers out, whatever their level."""
    u = rng.random(levels.shape, dtype=np.float32)
    kept = levels.copy()
    kept[u < 0.045] = DONT_KNOW
    kept[u < 0.035] = REFUSED
    kept[u < 0.03] = 0
    for place, item in enumerate(items):
        if item.startswith("fb_"):
            kept[u[:, place] > 0.85, place] = NOT_APPLICABLE
    return kept
