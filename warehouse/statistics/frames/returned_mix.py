"""Shares of a survey restated to the mix of work that was handed out.

Where ballots name their dossier, the groups of procedures of a unit count by the
results it returned (post-stratification); above a unit, its units and the groups
count both (raking). Groups of few ballots are joined first.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.probability.distributions import ratio
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.sampling.calibration import (
    CalibratedMean,
    poststratify,
    rake,
)
from warehouse.statistics.sampling.design import make_design
from warehouse.statistics.sampling.strata_columns import collapse_cells

KEY = ["map", "unit_key", "wave_code", "item_code"]
FIGURES = (
    "share_returned",
    "share_low_returned",
    "share_high_returned",
    "n_effective_returned",
    "returned_by",
    "n_returned",
)
LEAST_LINKED = 0.8
"""Share of the answers that must name a dossier, and of the results their group."""
CELL = ["stratum_key", "procedure_group"]


def mixed_shares(
    found: pd.DataFrame,
    strata: pd.DataFrame,
    groups: pd.DataFrame,
    returned: pd.DataFrame,
) -> pd.DataFrame:
    """The rows with `share_returned` and its error by groups, where they are known.

    Args:
        found: One row per `KEY` with n_answers and the figures by unit alone.
        strata: Rows of `agg_wave_strata` with their `KEY` and stratum.
        groups: Rows of `agg_wave_groups`.
        returned: Rows of `agg_wave_returned`.
    """
    linked = groups.groupby(KEY)["n_answers"].sum()
    rows = found.set_index(KEY)
    is_linked = linked.reindex(rows.index).fillna(0) >= LEAST_LINKED * rows["n_answers"]
    below = strata[[*KEY, "stratum_key"]].drop_duplicates().set_index(KEY)
    answers = dict(list(groups.groupby(["map", "wave_code", "item_code"])))
    back = dict(list(returned.groupby(["map", "wave_code"])))
    known: dict[tuple[str, ...], tuple[float | str, ...]] = {}
    for key in rows.index[is_linked.to_numpy()]:
        map_, _, wave, item = key
        units = np.atleast_1d(below.loc[[key], "stratum_key"].to_numpy())
        grouped = _grouped(back.get((map_, wave)), units)
        if grouped is None:
            continue
        mean = _calibrated(_of_units(answers[map_, wave, item], units), grouped)
        if not np.isnan(mean.mean):
            by = "group" if len(units) == 1 else "unit_and_group"
            n_grouped = grouped["n_returned"].sum()
            known[key] = (*_limits(mean, rows.loc[key]), by, float(n_grouped))
    if not known:
        return found
    mixed = pd.DataFrame.from_dict(known, orient="index", columns=list(FIGURES))
    mixed.index = pd.MultiIndex.from_tuples(mixed.index, names=KEY)
    return mixed.combine_first(rows).reindex(columns=rows.columns).reset_index()


def _grouped(
    returned: pd.DataFrame | None, units: NDArray[np.object_]
) -> pd.DataFrame | None:
    """Results of a known group of procedures in some units, if they are nearly all."""
    if returned is None:
        return None
    served = _of_units(returned, units)
    grouped = served[served["procedure_group"] != "none"]
    n, n_all = grouped["n_returned"].sum(), served["n_returned"].sum()
    return grouped if n >= LEAST_LINKED * n_all else None


def _of_units(frame: pd.DataFrame, units: NDArray[np.object_]) -> pd.DataFrame:
    """Rows of some units, each as a stratum of the figure."""
    rows = frame[frame["unit_key"].isin(units)]
    counts = [name for name in rows.columns if name.startswith("n_")]
    rows = rows.rename(columns={"unit_key": "stratum_key"})
    return rows.astype(dict.fromkeys(counts, float))


def _limits(
    mean: CalibratedMean, asked: pd.Series[float]
) -> tuple[float, float, float, float]:
    """Share, limits and worth; clusters and weights cost what they cost as asked."""
    cost = max(1.0, float(asked["n_answers"] / asked["n_effective"]))
    worth = float(ratio(mean.mean * (1 - mean.mean), (mean.se**2) * cost))
    worth = float(np.fmin(worth, asked["n_answers"] / cost))
    _, low, high = wilson_bounds(mean.mean * worth, worth)
    return mean.mean, float(low), float(high), worth


def _calibrated(cells: pd.DataFrame, served: pd.DataFrame) -> CalibratedMean:
    """Counts as answers, each group and unit with the results it stands for."""
    margins = [_joined(cells, served, name) for name in CELL]
    counts = cells[["n_answers", "n_satisfied"]].round().astype(int)
    y, label = [], []
    for place, (n, x) in enumerate(counts.to_numpy()):
        y += [1.0] * x + [0.0] * (n - x)
        label += [place] * n
    names = cells.reset_index(drop=True).iloc[label]
    unit, group = (
        [join[value] for value in names[name]]
        for name, (join, _) in zip(CELL, margins, strict=True)
    )
    design = make_design(
        np.ones(len(y)), strata=list(names["stratum_key"]), lonely_psu="adjust"
    )
    by_unit, by_group = margins[0][1], margins[1][1]
    if len(by_unit) == 1:
        return poststratify(y, design, group, by_group)
    return rake(y, design, unit, group, by_unit, by_group)


def _joined(
    cells: pd.DataFrame, served: pd.DataFrame, name: str
) -> tuple[dict[str, str], dict[str, float]]:
    """Which categories of a margin stand as one, and the results of each."""
    size = served.groupby(name)["n_returned"].sum()
    n = cells.groupby(name)["n_answers"].sum()
    names = sorted({*size.index, *n.index})
    answers = [float(n.get(one, 0.0)) for one in names]
    home = collapse_cells(np.zeros(len(names)), answers, answers)
    join = {one: names[place] for one, place in zip(names, home, strict=True)}
    population: dict[str, float] = {}
    for one in names:
        known = float(size.get(one, 0.0))
        population[join[one]] = population.get(join[one], 0.0) + known
    return join, population
