"""Cells of the commune comparison from drawn ballots, without files and dbt.

The ballots come from the simulation's own model; they are counted, restated on
today's map by the succession weights, and handed to the very functions of
`stat_before_after`. `verdict_truth` shows on a few seeds that the full way, files →
ingest → dbt, gives the same cells.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from ingest.simulation import surveys
from ingest.simulation.places import FIRST_NEW, FIRST_OLD
from ingest.simulation.surveys import AFTER, BEFORE, HOUSEHOLD_ITEMS, Ballots, Shares
from ingest.simulation.world import World, draw_world
from warehouse.rules.frames import shipped_frame
from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.frames.before_after import measured
from warehouse.statistics.frames.change_verdicts import judged_changes
from warehouse.statistics.frames.pair_cells import KEY, histograms, pair_cells

N_LEVELS = 5
SATISFIED_FROM = 4
Floats = npt.NDArray[np.float64]


def drawn_cells(
    seed: int, *, has_effect: bool
) -> tuple[pd.DataFrame, dict[tuple[str, str], float]]:
    """Judged cells of today's communes × items, and the true change of each.

    Args:
        seed: Seed of the province.
        has_effect: False plants no effect in any unit and item.
    """
    world = draw_world(n_cases=1_000, seed=seed, has_effect=has_effect)
    shares = surveys.draw_shares(world)
    before = _restate(world, _counts(surveys.before_wave(world, shares), FIRST_OLD))
    answered = _counts(surveys.after_wave(world, shares), FIRST_NEW)
    after = answered, answered.sum(axis=2)
    levels = pd.concat(
        [_levels(world, BEFORE, *before), _levels(world, AFTER, *after)],
        ignore_index=True,
    )
    return _judged(levels), _changes(world, shares)


def _counts(ballots: Ballots, first: int) -> Floats:
    """Answers per unit × item × level."""
    n_units = int(ballots.unit.max()) - first + 1
    found = np.zeros((n_units, len(ballots.items), N_LEVELS))
    row, item = np.nonzero(ballots.levels > 0)
    level = ballots.levels[row, item].astype(np.int64) - 1
    np.add.at(found, (ballots.unit[row] - first, item, level), 1.0)
    return found


def _restate(world: World, old: Floats) -> tuple[Floats, Floats]:
    """Counts on today's communes, and the ballots they are worth per item."""
    links = world.places.links
    weight = links.weight.round(6)
    source, target = links.old - FIRST_OLD, links.new - FIRST_NEW
    new = np.zeros((world.places.n_new, *old.shape[1:]))
    squared = np.zeros((world.places.n_new, old.shape[1]))
    np.add.at(new, target, old[source] * weight[:, None, None])
    np.add.at(squared, target, old[source].sum(axis=2) * weight[:, None] ** 2)
    return new, new.sum(axis=2) ** 2 / squared


def _levels(
    world: World, wave: str, counts: Floats, n_effective: Floats
) -> pd.DataFrame:
    """Rows as in `agg_pair_levels`, today's communes only."""
    unit, item, level = np.nonzero(counts)
    n = counts[unit, item, level]
    codes = world.places.units["unit_code"].to_numpy()
    return pd.DataFrame(
        {
            "map": "today",
            "unit_key": codes[unit + FIRST_NEW],
            "before_wave": BEFORE,
            "after_wave": AFTER,
            "item_code": np.array(HOUSEHOLD_ITEMS)[item],
            "item_kind": "item",
            "wave_code": wave,
            "level": level + 1,
            "is_satisfied": level + 1 >= SATISFIED_FROM,
            "n_answers": n,
            "n_weighed": n * (n_effective / counts.sum(axis=2))[unit, item],
            "has_split": False,
        }
    )


def _judged(levels: pd.DataFrame) -> pd.DataFrame:
    """The steps of `before_after` between its inputs and its output."""
    levels = levels.sort_values([*KEY, "wave_code", "level"], ignore_index=True)
    cells = pair_cells(levels)
    cells["not_comparable_reason"] = None
    for threshold in ("margin_share", "min_n_compare"):
        cells[threshold] = _thresholds()[threshold]
    return judged_changes(measured(cells, histograms(levels, cells)))


def _changes(world: World, shares: Shares) -> dict[tuple[str, str], float]:
    codes = world.places.units["unit_code"].tolist()[FIRST_NEW:]
    change = shares.after - shares.mixed
    return {
        (code, item): float(change[row, column])
        for row, code in enumerate(codes)
        for column, item in enumerate(HOUSEHOLD_ITEMS)
    }


@cache
def _thresholds() -> dict[str, float]:
    today = pd.Timestamp.now()
    return thresholds_on(shipped_frame("thresholds"), today)
