"""How likely a change that stands out is none, or one the other way.

Adjusted p-values keep the false marks of one question few on average, and a question
without any mark counts as none false. Where few units can show a change, most marks
then come from the questions in which luck alone marked one. What the changes of all
units look like says how far a mark may be trusted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]

# Weight, in cells, of the prior belief that nothing changed (Stephens 2017).
NO_CHANGE_WEIGHT = 9.0
NARROWEST = 0.02
ROUNDS = 200
SETTLED = 1e-5
# Part of the accepted share of false marks; the rest is left to the error of the
# estimated spread of changes.
PART_OF_ACCEPTED = 0.5


def no_change_se(
    share1: npt.ArrayLike, n1: npt.ArrayLike, share0: npt.ArrayLike, n0: npt.ArrayLike
) -> Floats:
    """Standard error of a change of shares if nothing had changed: both pooled.

    Args:
        share1, n1: Share after, 0..1, and what its ballots are worth.
        share0, n0: The same before.
    """
    p1, m1, p0, m0 = (np.asarray(one, float) for one in (share1, n1, share0, n0))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (p1 * m1 + p0 * m0) / (m1 + m0)
        se: Floats = np.sqrt(pooled * (1 - pooled) * (1 / m1 + 1 / m0))
    return se


def wrong_sign_risks(change: npt.ArrayLike, se: npt.ArrayLike) -> Floats:
    """Posterior chance that each change is none or has the other sign.

    To a reader: of units that show this much, that many did not change so. Weakness:
    the spread of true changes is estimated from the same cells; with few of them the
    belief that nothing changed prevails.

    Formula: local false sign rate, Stephens (2017), Biostatistics 18, 275-294: true
    changes are 0 or half-uniform on either side, weights by EM with a penalty that
    favours 0.

    Args:
        change: Changes of all units and questions looked at together; nan is left
            out.
        se: Their standard errors under no change.

    Returns:
        Chances 0..1; nan where a change or its error is not known.
    """
    b, s = np.asarray(change, float), np.asarray(se, float)
    known = np.isfinite(b) & np.isfinite(s) & (s > 0)
    risk = np.full(len(b), np.nan)
    if known.any():
        likely = _likelihoods(b[known], s[known])
        share = _shares(likely)
        posterior = likely * share
        posterior /= posterior.sum(axis=1, keepdims=True)
        k = (likely.shape[1] - 1) // 2
        up = posterior[:, 1 : k + 1].sum(axis=1)
        risk[known] = 1 - np.maximum(up, posterior[:, k + 1 :].sum(axis=1))
    return risk


def _likelihoods(b: Floats, s: Floats) -> Floats:
    """Cells × components: no change, then uniform on 0..a, then on −a..0."""
    widest = 2 * float(np.sqrt(np.fmax(b**2 - s**2, 0.0).max()))
    steps = np.ceil(np.log2(max(widest, NARROWEST) / NARROWEST))
    a = NARROWEST * 2.0 ** np.arange(steps + 1)
    b, s = b[:, None], s[:, None]
    none = np.exp(-0.5 * (b / s) ** 2) / (s * np.sqrt(2 * np.pi))
    at_zero = ndtr(b / s)
    up = (at_zero - ndtr((b - a) / s)) / a
    down = (ndtr((b + a) / s) - at_zero) / a
    found = np.hstack([none, up, down])
    return np.asarray(found / found.max(axis=1, keepdims=True))


def _shares(likely: Floats) -> Floats:
    """Share of each component among the cells, by EM."""
    size = likely.shape[1]
    share = np.full(size, 0.5 / (size - 1))
    share[0] = 0.5
    for _ in range(ROUNDS):
        each = likely * share
        cells = (each / each.sum(axis=1, keepdims=True)).sum(axis=0)
        cells[0] += NO_CHANGE_WEIGHT
        new = cells / cells.sum()
        moved = float(np.abs(new - share).max())
        share = new
        if moved < SETTLED:
            break
    return share
