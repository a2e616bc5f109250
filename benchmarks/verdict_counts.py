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
from warehouse.statistics.frames.before_after import before_after
from warehouse.statistics.frames.pair_cells import KEY

N_LEVELS = 5
SATISFIED_FROM = 4
Floats = npt.NDArray[np.float64]
# what a pair of waves is judged by
RULES = ("margin_share", "min_n_compare", "fdr_q")


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
    before = _counts(surveys.before_wave(world, shares), FIRST_OLD)
    after = _counts(surveys.after_wave(world, shares), FIRST_NEW)
    parts = [_sources(world, BEFORE, before), _sources(world, AFTER, after)]
    return _judged(world, pd.concat(parts, ignore_index=True)), _changes(world, shares)


def _counts(ballots: Ballots, first: int) -> Floats:
    """Answers per unit × item × level."""
    n_units = int(ballots.unit.max()) - first + 1
    found = np.zeros((n_units, len(ballots.items), N_LEVELS))
    row, item = np.nonzero(ballots.levels > 0)
    level = ballots.levels[row, item].astype(np.int64) - 1
    np.add.at(found, (ballots.unit[row] - first, item, level), 1.0)
    return found


def _sources(world: World, wave: str, counts: Floats) -> pd.DataFrame:
    """Counts by level of each unit asked, once for each of today's communes it serves.

    A source counts in a commune by the part that moved there and by its ballots.
    """
    codes = world.places.units["unit_code"].to_numpy()
    if wave == AFTER:
        source = target = np.arange(world.places.n_new)
        moved = np.ones(len(source))
    else:
        links = world.places.links
        source, target = links.old - FIRST_OLD, links.new - FIRST_NEW
        moved = links.weight.round(6)
    link, item, level = np.nonzero(counts[source])
    rows = pd.DataFrame(
        {
            "unit_key": codes[target[link] + FIRST_NEW],
            "source_unit_key": [f"{wave}-{one}" for one in source[link]],
            "item_code": np.array(HOUSEHOLD_ITEMS)[item],
            "wave_code": wave,
            "level": level + 1,
            "n": counts[source[link], item, level],
            "moved": moved[link],
        }
    )
    one = ["unit_key", "item_code", "source_unit_key"]
    rows["n_source"] = rows.groupby(one)["n"].transform("sum")
    whole = (rows["n"] * rows["moved"]).groupby([rows[c] for c in one[:2]])
    rows["weight"] = rows["moved"] * rows["n_source"] / whole.transform("sum")
    rows["n_effective"] = rows["mean_effective"] = rows["n_source"]
    return rows.assign(map="today", before_wave=BEFORE, after_wave=AFTER)


def _judged(world: World, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_before_after` from the counts of the sources."""
    sources["good"] = sources["level"] >= SATISFIED_FROM
    codes = world.places.units["unit_code"].tolist()[FIRST_NEW:]
    units = pd.DataFrame({"unit_key": codes, "unit_code": codes})
    pairs = pd.DataFrame({"item_code": HOUSEHOLD_ITEMS}).assign(
        before_wave=BEFORE, after_wave=AFTER, criterion_code=None,
        not_comparable_reason=None, before_until=None, after_from=None,
        after_until=None,
        **{name: rules_of_today()[name] for name in RULES},
    )  # fmt: skip
    return before_after(
        levels=level_rows(sources),
        moments=moment_rows(sources),
        pairs=pairs,
        one_mix=pd.DataFrame(columns=[*KEY, "post_reason"]),
        units=units.assign(
            unit_level="commune", unit_valid_from=None, model_start_date=None
        ),
    )


def level_rows(sources: pd.DataFrame) -> pd.DataFrame:
    """Rows as in `agg_pair_levels`: on as many ballots as the figure is worth.

    Args:
        sources: One row per cell, wave, source and level: `n` ballots of the level,
            `n_source` of the source and `n_effective` they are worth, `moved` part,
            `weight` of the source in the cell, and whether the level is `good`.
    """
    one = [*KEY, "wave_code"]
    share = sources["weight"] * sources["n"] / sources["n_source"]
    # 1/n of a figure, counted once per source by its level shares, which make 1
    spread = sources["weight"] ** 2 / sources["n_effective"]
    spread = spread * sources["n"] / sources["n_source"]
    worth = 1 / spread.groupby([sources[c] for c in one]).transform("sum")
    rows = sources.assign(
        n_answers=sources["n"] * sources["moved"], n_weighed=share * worth
    )
    names = [*one, "level", "good"]
    levels = rows.groupby(names, as_index=False)[["n_answers", "n_weighed"]].sum()
    return levels.rename(columns={"good": "is_satisfied"}).assign(
        item_kind="item", has_split=False, is_same_area=True, is_after_start=False
    )


def moment_rows(sources: pd.DataFrame) -> pd.DataFrame:
    """Rows as in `agg_pair_moments`, from the rows that `level_rows` takes."""
    n, level = sources["n"], sources["level"]
    rows = sources.assign(
        n_satisfied=n * sources["good"], sum_level=n * level,
        sum_squared_level=n * level**2,
    )  # fmt: skip
    names = [*KEY, "wave_code", "source_unit_key", "weight", "n_source"]
    names += ["n_effective", "mean_effective"]
    sums = ["n_satisfied", "sum_level", "sum_squared_level"]
    found = rows.groupby(names, as_index=False)[sums].sum()
    return found.assign(cluster_kind=None, n_clusters=np.nan)


def _changes(world: World, shares: Shares) -> dict[tuple[str, str], float]:
    codes = world.places.units["unit_code"].tolist()[FIRST_NEW:]
    change = shares.after - shares.mixed
    return {
        (code, item): float(change[row, column])
        for row, code in enumerate(codes)
        for column, item in enumerate(HOUSEHOLD_ITEMS)
    }


@cache
def rules_of_today() -> dict[str, float]:
    """Shipped thresholds in force today."""
    today = pd.Timestamp.now()
    return thresholds_on(shipped_frame("thresholds"), today)
