"""Weighted means of effects over cells, for the full sample and for resamples."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from warehouse.statistics.effect.panel import Comparisons

Floats = npt.NDArray[np.float64]


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Elementwise ratio; nan where the denominator is not positive."""
    return np.asarray(top / np.where(bottom > 0, bottom, np.nan))


def pooled(att: Floats, weight: Floats, into: Floats) -> Floats:
    """Weighted mean of cells into points, skipping undefined cells.

    Args:
        att: Effects, shape (samples, cells).
        weight: Weights, same shape.
        into: 1 where a cell belongs to a point, shape (cells, points).
    """
    used = ~np.isnan(att)
    w = np.where(used, weight, 0.0)
    return ratio((w * np.where(used, att, 0.0)) @ into, w @ into)


def mean_of(points: Floats, weight: Floats) -> Floats:
    """Weighted mean over the points of each sample, skipping undefined points."""
    used = ~np.isnan(points)
    w = np.where(used, weight, 0.0)
    return ratio((w * np.where(used, points, 0.0)).sum(axis=1), w.sum(axis=1))


def by_cohort(cells: Comparisons) -> tuple[npt.NDArray[np.intp], Floats]:
    """Started cohorts, and which started cells belong to each (cells, cohorts)."""
    labels, index = np.unique(cells.group, return_inverse=True)
    return labels, np.eye(len(labels))[index] * cells.is_post[:, None]


def group_overall(cells: Comparisons, att: Floats, counts: Floats) -> Floats:
    """Headline of each sample: cohort effects weighted by their units."""
    labels, into = by_cohort(cells)
    per_cohort = pooled(att, counts[:, cells.group], into)
    return mean_of(per_cohort, counts[:, labels])
