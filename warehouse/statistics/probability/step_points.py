"""Points by cut-offs: what a share earns, and how chance moves it.

A share observed on n things could have come out otherwise. How far its points could
be off is read from its interval; how likely each number of points is, from the
posterior Beta(x + ½, n − x + ½) of the true share (Jeffreys; Brown, Cai and DasGupta
2001). Sums of independent criteria are convolved exactly: nothing is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scipy import special

Cut = tuple[float, float]
_DIGITS = 9


def points_at(cuts: Sequence[Cut], share: float, *, is_up: bool) -> float:
    """Points of a share: those of the strictest cut-off it reaches, else 0.

    >>> points_at([(0.9, 15.0), (0.8, 10.0)], 0.85, is_up=True)
    10.0

    Args:
        cuts: Share of 0 … 1 and its points, the strictest first.
        share: 0 … 1.
        is_up: Whether a higher share is better.
    """
    for cut, points in cuts:
        if share >= cut if is_up else share <= cut:
            return points
    return 0.0


def chance_of_points(
    cuts: Sequence[Cut], x: float, n: float, *, is_up: bool
) -> dict[float, float]:
    """Points → probability, of the true share behind x of n.

    Args:
        cuts: As for `points_at`.
        x: Those that have it, 0 … n.
        n: All, above 0.
        is_up: Whether a higher share is better.

    Returns:
        Probabilities of each number of points; they add to 1.

    Raises:
        ValueError: x is outside 0 … n, or n is not positive.
    """
    if not 0 <= x <= n or n <= 0:
        raise ValueError(f"x = {x}, n = {n}: x is within 0 … n, n above 0")
    found: dict[float, float] = {}
    reached = 0.0
    for cut, points in cuts:
        below = float(special.betainc(x + 0.5, n - x + 0.5, cut))
        reaching = 1 - below if is_up else below
        found[points] = max(reaching - reached, 0.0)
        reached = max(reached, reaching)
    left = 1.0 - sum(found.values())
    found[0.0] = found.get(0.0, 0.0) + max(left, 0.0)
    return found


def chance_of_sums(parts: Iterable[Mapping[float, float]]) -> dict[float, float]:
    """Sum of points → probability, of criteria that do not depend on each other.

    >>> chance_of_sums([{0.0: 0.5, 10.0: 0.5}, {5.0: 1.0}])
    {5.0: 0.5, 15.0: 0.5}
    """
    found = {0.0: 1.0}
    for part in parts:
        sums: dict[float, float] = {}
        for total, chance in found.items():
            for points, more in part.items():
                key = round(total + points, _DIGITS)
                sums[key] = sums.get(key, 0.0) + chance * more
        found = sums
    return found
