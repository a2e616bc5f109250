"""Relations of a province of 700 officers, 290 units and 10 million cases.

Counts per cell are drawn; the cases themselves are never made.
"""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from warehouse.rules.frames import shipped_frame

SEED = 20261123
N_OFFICERS, N_MONTHS = 700, 34
FIRST_MONTH = pd.Period("2024-01", "M")
# communes under districts before the reform, communes and centres after it
THEN, TODAY = 216, 69
ITEMS = [f"item{i:02d}" for i in range(14)]
GROUPS = [f"group{i}" for i in range(8)]
CHANNELS = ["counter", "online", "post", "home"]
Frames = dict[str, pd.DataFrame]


def frames(times: int) -> Frames:
    """All relations the models read, with `times` the counts of 10 M cases."""
    rng = np.random.default_rng(SEED)
    units = _units()
    months = _months(rng, units, times)
    officer_cells = _officer_cells(rng, times)
    return {
        "dim_units": units,
        "dim_build": pd.DataFrame({"data_as_of": [date(2026, 10, 31)]}),
        "dim_thresholds": shipped_frame("thresholds"),
        "dim_periods": _periods(),
        "dim_criteria": shipped_frame("criteria"),
        "dim_waves": _waves(),
        "dim_wave_pairs": _pairs(),
        "int_unit_ancestors": _ancestors(units),
        "agg_unit_months": months,
        "agg_ballot_months": months.assign(tool="Q/tablet"),
        "agg_month_pairs": _month_pairs(months.assign(tool="Q/tablet")),
        "agg_officer_cells": officer_cells,
        "agg_officer_ballots": _officer_ballots(rng, officer_cells),
        "agg_officer_pairs": _officer_pairs(officer_cells),
        "agg_officer_repeats": _officer_repeats(officer_cells),
        "dq_flags": _flags(units),
        "agg_gap_strata": _gap_strata(rng, units, times),
        "agg_ballot_quality": _ballot_quality(rng, units, times),
        "agg_ballot_batches": _batches(rng, times),
        "agg_factor_patterns": _patterns(rng, times),
        "agg_item_answers": _item_answers(rng, times),
        **_pair_frames(rng, units, times),
    }


def _grid(**axes: Any) -> pd.DataFrame:
    return pd.DataFrame(itertools.product(*axes.values()), columns=list(axes))


def _units() -> pd.DataFrame:
    codes = [f"o{i:03d}" for i in range(THEN)] + [f"n{i:03d}" for i in range(TODAY)]
    starts = [date(2025, 1 + i % 12, 1) if i % 3 else None for i in range(len(codes))]
    units = pd.DataFrame({"unit_code": [*codes, "p"]})
    return units.assign(
        unit_key=units["unit_code"] + "@2020-01-01",
        unit_valid_from=date(2020, 1, 1),
        unit_level=["commune"] * len(codes) + ["province"],
        model_start_date=pd.Series([*starts, None], dtype=object),
        map=["then"] * THEN + ["today"] * TODAY + ["then"],
    )


def _flags(units: pd.DataFrame) -> pd.DataFrame:
    rules = {"rule": ["answers_in_blocks", "due_before_received"]}
    flags = pd.DataFrame(rules).merge(units[["unit_key"]].head(10), how="cross")
    return flags.assign(count=3, denominator=1000)


def _ancestors(units: pd.DataFrame) -> pd.DataFrame:
    own = units[["map", "unit_key"]].assign(ancestor_unit_key=units["unit_key"])
    return pd.concat([own, own.assign(ancestor_unit_key="p@2020-01-01")])


def _periods() -> pd.DataFrame:
    months = [FIRST_MONTH + i for i in range(N_MONTHS)]
    rows = []
    for month in months:
        half = f"{month.year}-H{1 if month.month < 7 else 2}"
        names = (str(month), f"{month.year}-Q{month.quarter}", half, str(month.year))
        kinds = ("month", "quarter", "half", "year")
        rows += [
            (k, n, month.to_timestamp()) for k, n in zip(kinds, names, strict=True)
        ]
    periods = pd.DataFrame(rows, columns=["period_type", "period", "first_day"])
    return periods.drop_duplicates(["period_type", "period"])


def _waves() -> pd.DataFrame:
    waves = pd.DataFrame({"wave_code": [f"W{i:02d}" for i in range(14)]})
    return waves.assign(stream="after", instrument="Q")


def _pairs() -> pd.DataFrame:
    pairs = _grid(before_wave=["W00"], after_wave=["W01", "W02"], item_code=ITEMS)
    factors = ["access", "procedure", "officer", "result", "feedback"]
    names = {item: factors[i % 5] for i, item in enumerate(ITEMS)}
    return pairs.assign(
        criterion_code=pairs["item_code"].map(names),
        not_comparable_reason=None,
        before_until=date(2025, 3, 31),
        after_from=date(2026, 9, 1),
        after_until=date(2026, 9, 30),
        margin_share=0.02,
        min_n_compare=30.0,
        fdr_q=0.05,
    )


def _months(rng: np.random.Generator, units: pd.DataFrame, times: int) -> pd.DataFrame:
    days = [(FIRST_MONTH + i).to_timestamp() for i in range(N_MONTHS)]
    rows = _grid(unit_key=units["unit_key"], month=days).merge(units, on="unit_key")
    n = times * rng.poisson(10_000_000 / N_MONTHS / TODAY, len(rows))
    ballots = n // 3
    counts = {
        "n_received": n, "n_with_due": n, "n_ballots": ballots,
        "n_late_strict": rng.binomial(n, 0.06), "n_petitions": rng.binomial(n, 0.002),
        "n_late_official": rng.binomial(n, 0.03), "n_upheld": rng.binomial(n, 0.001),
        "n_satisfied": rng.binomial(ballots, 0.85),
    }  # fmt: skip
    return rows.drop(columns="model_start_date").assign(**counts)


def _officer_cells(rng: np.random.Generator, times: int) -> pd.DataFrame:
    periods = _periods()
    officers = [f"CB{i:04d}" for i in range(N_OFFICERS)]
    names = periods[["period_type", "period"]].itertuples(index=False, name=None)
    rows = pd.DataFrame(
        itertools.product(officers, names, GROUPS, CHANNELS),
        columns=["officer_code", "when", "procedure_group", "channel"],
    )
    rows[["period_type", "period"]] = rows.pop("when").tolist()
    months = rows["period_type"].map({"month": 1, "quarter": 3, "half": 6, "year": 12})
    mean = 10_000_000 / N_OFFICERS / N_MONTHS / 32 * months
    n = times * rng.poisson(mean)
    ballots = n // 3
    return rows.assign(
        unit_key="n000@2020-01-01", unit_code="n000", unit_valid_from=date(2020, 1, 1),
        n_ballots=ballots, n_satisfied=rng.binomial(ballots, 0.85), n_cases=n,
        n_late_strict=rng.binomial(n, 0.06), n_upheld=rng.binomial(n, 0.001),
        n_independent=0, n_independent_satisfied=0,
    )  # fmt: skip


def _month_pairs(months: pd.DataFrame) -> pd.DataFrame:
    """A tenth of the ballots are of people with two."""
    n = months["n_ballots"] // 20
    names = ["map", "unit_key", "unit_level", "tool", "month"]
    rows = months[names].assign(n_clusters=n, n_pairs=2.0 * n)
    return rows.assign(n_satisfied_pairs=1.5 * n)


def _officer_pairs(cells: pd.DataFrame) -> pd.DataFrame:
    """A tenth of the ballots are of people with two; ten ballots a day."""
    keys = ["officer_code", "period_type", "period"]
    of = pd.DataFrame(cells.groupby(keys, as_index=False)["n_ballots"].sum())
    of["earlier_period"] = of["period"]
    parts = []
    for kind, each, part in (("named", 2, 0.1), ("day", 10, 1.0)):
        n_clusters = (part * of["n_ballots"] / each).astype("int64")
        n_pairs = n_clusters * each * (each - 1)
        rows = of.assign(cluster_kind=kind, n_clusters=n_clusters, n_pairs=n_pairs)
        parts.append(rows.assign(product=0.8 * n_pairs))
    return pd.concat(parts, ignore_index=True)


def _officer_repeats(cells: pd.DataFrame) -> pd.DataFrame:
    keys = ["officer_code", "period_type", "period"]
    of = pd.DataFrame(cells.groupby(keys, as_index=False)["n_ballots"].sum())
    return of.assign(n_repeats=of["n_ballots"] // 20, n_shared=of["n_ballots"] / 10)


def _officer_ballots(rng: np.random.Generator, cells: pd.DataFrame) -> pd.DataFrame:
    """Four answers on each ballot, mostly all satisfied or none."""
    keys = ["officer_code", "period_type", "period", "procedure_group", "channel"]
    kinds = rng.multinomial(cells["n_ballots"], [0.07, 0.03, 0.05, 0.15, 0.7])
    rows = [
        cells[keys].assign(n_answers=4, n_satisfied_answers=k, n_ballots=kinds[:, k])
        for k in range(5)
    ]
    return pd.concat(rows).query("n_ballots > 0")


def _gap_strata(
    rng: np.random.Generator, units: pd.DataFrame, times: int
) -> pd.DataFrame:
    leaves = units[units["unit_level"] == "commune"]
    periods = [f"{y}-Q{q}" for y in (2025, 2026) for q in (1, 2, 3, 4)]
    rows = _grid(stratum_key=leaves["unit_key"], period=periods, item_code=ITEMS)
    rows = rows.merge(
        leaves[["unit_key", "map"]], left_on="stratum_key", right_on="unit_key"
    )
    n1 = times * rng.poisson(1_500, len(rows))
    n2 = times * rng.poisson(100, len(rows))
    rows = rows.assign(
        n_service=n1, n_service_satisfied=rng.binomial(n1, 0.9),
        n_independent=n2, n_independent_satisfied=rng.binomial(n2, 0.85),
        n_service_effective=n1, n_independent_effective=n2,
        source_unit_key=rows["stratum_key"], share_moved=1.0,
        front_wave=rows["period"],
    )  # fmt: skip
    return pd.concat([rows, rows.assign(unit_key="p@2020-01-01")], ignore_index=True)


def _ballot_quality(
    rng: np.random.Generator, units: pd.DataFrame, times: int
) -> pd.DataFrame:
    n = times * rng.poisson(20_000, len(units))
    return units.drop(columns=["map", "model_start_date"]).assign(
        n_ballots=n, n_straight=rng.binomial(n, 0.2)
    )


def _batches(rng: np.random.Generator, times: int) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", periods=N_MONTHS * 21, freq="B")
    units = [f"n{i:03d}@2020-01-01" for i in range(TODAY)]
    rows = _grid(wave_code=["W03"], unit_key=units, on_day=days)
    n = times * rng.poisson(65, len(rows)) + 1
    rows["n_ballots"] = n
    for name, categories in (("level", 5), ("ballot", 40)):
        counts = rng.multinomial(n, np.full(categories, 1 / categories))
        rows[f"n_{name}_squared"] = (counts.astype(float) ** 2).sum(axis=1)
        rows[f"n_{name}_cubed"] = (counts.astype(float) ** 3).sum(axis=1)
        rows[f"n_{name}_runs"] = np.round(n + 1 - rows[f"n_{name}_squared"] / n)
    return rows


def _patterns(rng: np.random.Generator, times: int) -> pd.DataFrame:
    parts = []
    for wave in range(14):
        for factor, n_items in (("officer", 4), ("result", 3), ("all", 14)):
            if factor == "all" and wave > 4:
                continue
            n = 10_000 if factor == "all" else 5**n_items
            base = rng.integers(1, 6, n)[:, None] + rng.integers(-1, 2, (n, n_items))
            codes = 2 * np.clip(base, 1, 5) - 1
            text = ["".join(f"{code:02d}" for code in row) for row in codes]
            part = pd.DataFrame({"pattern": text, "n_ballots": times})
            parts.append(part.assign(wave_code=f"W{wave:02d}", criterion_code=factor))
    keys = ["wave_code", "criterion_code", "pattern"]
    return pd.concat(parts).groupby(keys, as_index=False).sum()


def _item_answers(rng: np.random.Generator, times: int) -> pd.DataFrame:
    rows = _grid(wave_code=[f"W{i:02d}" for i in range(14)], item_code=ITEMS)
    n = times * rng.poisson(300_000, len(rows))
    answers = rng.binomial(n, 0.95)
    return rows.assign(
        stream="after", instrument="Q", criterion_code="officer", n_ballots=n,
        n_answers=answers, n_missing=n - answers, n_highest=answers // 2,
        n_lowest=answers // 50,
    )  # fmt: skip


def _pair_frames(rng: np.random.Generator, units: pd.DataFrame, times: int) -> Frames:
    """Histograms, moments and procedure groups of 14 items in two pairs of waves."""
    pair = ["before_wave", "after_wave", "item_code"]
    leaves = units[units["unit_level"] == "commune"][["unit_key", "map"]]
    strata = _pairs()[pair].merge(leaves, how="cross")
    before = strata.assign(wave_code=strata["before_wave"])
    after = strata.assign(wave_code=strata["after_wave"])
    strata = pd.concat([before, after], ignore_index=True)
    counts = rng.multinomial(times * 1_000, [0.02, 0.05, 0.13, 0.4, 0.4], len(strata))
    levels, n = np.arange(1, 6), counts.sum(axis=1)
    moments = strata.assign(
        source_unit_key=strata["unit_key"], weight=1 / 100, n_source=n, n_effective=n,
        mean_effective=n,
        n_satisfied=counts[:, 3:].sum(axis=1), sum_level=counts @ levels,
        sum_squared_level=counts @ levels**2, cluster_kind=None, n_clusters=np.nan,
    )  # fmt: skip
    rows = strata.loc[strata.index.repeat(5)].reset_index(drop=True)
    rows = rows.assign(
        level=np.tile(levels, len(strata)),
        is_satisfied=np.tile(levels > 3, len(strata)),
        n_answers=counts.ravel(), n_weighed=counts.ravel().astype(float),
        has_split=False, is_same_area=True, is_after_start=False, item_kind="item",
    )  # fmt: skip
    above = rows.assign(unit_key="p@2020-01-01")
    keys = [c for c in above.columns if c not in ("n_answers", "n_weighed")]
    above = above.groupby(keys, as_index=False)[["n_answers", "n_weighed"]].sum()
    groups = _pairs()[pair].merge(leaves, how="cross")
    groups = groups.merge(pd.DataFrame({"procedure_group": GROUPS}), how="cross")
    for side in ("before", "after"):
        n = times * rng.poisson(120, len(groups))
        sides = {f"n_{side}": n, f"n_effective_{side}": n}
        groups = groups.assign(**sides, **{f"n_satisfied_{side}": rng.binomial(n, 0.8)})
    return {
        "agg_pair_moments": pd.concat(
            [moments, moments.assign(unit_key="p@2020-01-01")], ignore_index=True
        ),
        "agg_pair_levels": pd.concat([rows, above], ignore_index=True),
        "agg_pair_groups": groups.assign(
            n_served=1_000.0, share_moved=1.0, source_unit_key=groups["unit_key"]
        ),
    }
