"""Funnel limits for units that truly differ a little: overdispersion.

Real differences between units that nobody controls (who comes, which day) make
plain binomial limits too narrow. They are measured once and added to chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from warehouse.statistics.officers.funnel import TAIL_95, TAIL_998
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class WidenedLimits:
    """Multiplicative and additive limits (shares) for one tail size."""

    mult_lower: Floats
    mult_upper: Floats
    add_lower: Floats
    add_upper: Floats


@dataclass(frozen=True, eq=False)
class OverdispersedFunnel:
    """A funnel whose limits allow for differences beyond chance.

    Attributes:
        theta0: Target share used.
        z: Standardised distance of each unit from the target.
        z_winsorised: The same, pulled in to the trim quantiles.
        phi: Mean squared winsorised z; 1 is pure chance.
        tau2: Variance between units on the working scale, >= 0.
        l95: Limits with 2.5 % in each tail.
        l998: Limits with 0.1 % in each tail.
        z_adjusted: z with the between-unit variance added.
        reason: Why values are undefined; empty otherwise.
    """

    theta0: float
    z: Floats
    z_winsorised: Floats
    phi: float
    tau2: float
    l95: WidenedLimits
    l998: WidenedLimits
    z_adjusted: Floats
    reason: Reason = Reason.NONE


def _working_scale(
    x: Floats, n: Floats, theta0: float, scale: str
) -> tuple[Floats, float, Floats]:
    """Units, target and standard errors on the raw or arcsine scale."""
    share = x / n
    if scale == "arcsine":
        return (
            np.arcsin(np.sqrt(share)),
            float(np.arcsin(np.sqrt(theta0))),
            0.5 / np.sqrt(n),
        )
    variance = theta0 * (1 - theta0)
    s = np.sqrt((variance if variance > 0 else np.nan) / n)
    return share, theta0, s


def _to_share(value: Floats, scale: str) -> Floats:
    if scale == "arcsine":
        return np.asarray(np.sin(np.clip(value, 0, np.pi / 2)) ** 2)
    return np.clip(value, 0.0, 1.0)


def _widened(
    target: float, s: Floats, phi: float, tau2: float, tail: float, scale: str
) -> WidenedLimits:
    z = -float(ndtri(tail))
    mult = z * s * np.sqrt(np.maximum(phi, 1.0))
    add = z * np.sqrt(s**2 + tau2)
    return WidenedLimits(
        _to_share(target - mult, scale),
        _to_share(target + mult, scale),
        _to_share(target - add, scale),
        _to_share(target + add, scale),
    )


def _between_variance(z: Floats, s: Floats) -> tuple[float, float]:
    """Dispersion phi and between-unit variance tau2 (moment estimate)."""
    used = ~np.isnan(z)
    count = int(used.sum())
    if count == 0:
        return float("nan"), float("nan")
    phi = float(np.sum(z[used] ** 2)) / count
    w = 1.0 / s[used] ** 2
    spread = float(w.sum() - (w**2).sum() / w.sum())
    excess = count * phi - (count - 1)
    if excess <= 0 or spread <= 0:
        return phi, 0.0
    return phi, excess / spread


def _winsorise(z: Floats, trim: float) -> Floats:
    """Pull the ends in to the trim quantiles (type 7); nan stays nan."""
    if np.isnan(z).all():
        return z.copy()
    low, high = np.nanquantile(z, [trim, 1 - trim])
    return np.clip(z, low, high)


def funnel_overdispersed(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    scale: str = "arcsine",
    trim: float = 0.1,
    theta0: float | None = None,
) -> OverdispersedFunnel:
    """Draw funnel limits widened by the differences found between units.

    To a reader: a unit outside these limits differs from its peers more than
    peers usually differ. Weakness: for officers a large phi first means that a
    case-mix factor is missing; widening then hides it. Limits are never
    narrower than chance alone (phi below 1 counts as 1).

    Formula: Spiegelhalter (2005), doi 10.1002/sim.1970, A.3; tau2 is the
    DerSimonian-Laird moment estimate from winsorised z (type 7 quantiles).

    Args: satisfied and valid ballots per unit (n = 0 stays nan), `scale` "arcsine"
    or "raw", share trimmed at each end, target share (pooled when None).
    """
    xs = np.asarray(x, float)
    ns = np.where(np.asarray(n, float) > 0, np.asarray(n, float), np.nan)
    used = ~np.isnan(ns)
    if theta0 is None:
        theta0 = float(xs[used].sum() / ns[used].sum()) if used.any() else float("nan")
    y, target, s = _working_scale(xs, ns, theta0, scale)
    z = (y - target) / s
    known = ~np.isnan(z)
    winsorised = _winsorise(z, trim)
    phi, tau2 = _between_variance(winsorised, s)
    l95, l998 = (
        _widened(target, s, phi, tau2, tail, scale) for tail in (TAIL_95, TAIL_998)
    )
    adjusted = (y - target) / np.sqrt(s**2 + tau2)
    reason = Reason.NONE if known.all() and known.any() else Reason.NO_BALLOTS_OR_SPREAD
    return OverdispersedFunnel(
        theta0, z, winsorised, phi, tau2, l95, l998, adjusted, reason
    )
