"""For whom it changed: groups of people in two waves, each beside all others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.change.contrasts import Limits, difference, p_of_limits
from warehouse.statistics.change.families import CHANGE_FAMILY
from warehouse.statistics.change.multiplicity import bh_adjust, selected_confidence
from warehouse.statistics.change.share_differences import two_by_two_chi2
from warehouse.statistics.change.sign_risk import PART_OF_ACCEPTED, wrong_sign_risks
from warehouse.statistics.change.verdicts import among_many
from warehouse.statistics.frames.change_verdicts import (
    SPREAD,
    judged_changes,
    looked_at_together,
    verdicts,
    with_starts,
)
from warehouse.statistics.frames.pair_cells import KEY, PAIR, SIDES, pair_rules
from warehouse.statistics.probability.distributions import (
    chi2_upper,
    floats,
    normal_quantiles,
)
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.sampling.domains import (
    DomainSums,
    domain_shares,
    effective_ballots,
)

GROUP = [*KEY, "group_kind", "group_code"]
UNIT = ["unit_key", "unit_code", "unit_valid_from", "unit_level", "model_start_date"]
SUMS = list(DomainSums.__dataclass_fields__)
NOT_SAID = "not_said"
# the group, and all others of its kind
PARTS = ("", "others_")
Z_95 = float(normal_quantiles(0.95))
# A group against the others after, and its change against theirs.
CONTRASTS = ("gap_after", "gap_change")
ENDS = ("", "_low", "_high")
COMPARED = (
    *(f"share_diff{end}" for end in (*ENDS, "_alone_low", "_alone_high")),
    "p_value",
    "p_adjusted",
)
TEXTS = [*GROUP, "item_kind", "unit_code", "unit_level", "not_comparable_reason"]
TEXTS += ["model_status", "verdict", "verdict_alone"]
TEXTS += [f"{name}_verdict" for name in CONTRASTS]


class _Shares(NamedTuple):
    """Shares of one wave, of the groups or of the others, one entry per cell."""

    p: NDArray[np.float64]
    n: NDArray[np.float64]

    def limits(self, conf: ArrayLike = 0.95) -> Limits:
        return Limits(*wilson_bounds(self.p * self.n, self.n, conf))


def group_changes(
    *, sums: pd.DataFrame, pairs: pd.DataFrame, units: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_group_changes`, one per `GROUP`.

    Args:
        sums: Rows of `agg_pair_respondents`.
        pairs: Rows of `dim_wave_pairs`, with the thresholds of each pair's day.
        units: Rows of `dim_units`.
    """
    sums = sums[sums["group_code"] != NOT_SAID]
    cells = _cells(sums).merge(pair_rules(pairs), on=PAIR, how="left")
    cells = with_starts(cells.merge(units[UNIT], on="unit_key", how="left"))
    shares = _measured(cells, sums)
    before, after = (shares["", side] for side in SIDES)
    _put(cells, "share_diff", difference(after.limits(), before.limits()))
    pooled = after.p * after.n, after.n, before.p * before.n, before.n
    cells["p_value"] = chi2_upper(two_by_two_chi2(*pooled), 1)
    cells = judged_changes(cells)
    conf = _confidence(cells, cells["p_value"].where(cells["is_judged"]))
    picked = difference(after.limits(conf), before.limits(conf))
    cells = looked_at_together(cells, (picked.lo, picked.hi))
    _put(cells, "gap_before", _gap_in("before", shares))
    for name in CONTRASTS:
        _judge_contrast(cells, name, shares)
    cells = _silenced(cells)
    types = dict.fromkeys(TEXTS, "string")
    return cells.astype(types | {"unit_valid_from": "date32[day][pyarrow]"})


def _cells(sums: pd.DataFrame) -> pd.DataFrame:
    """One row per `GROUP` with what holds of both waves."""
    own = sums[~sums["is_others"].astype(bool)]
    flags = own.groupby([*GROUP, "item_kind"]).agg(
        {"is_same_area": "min", "is_after_start": "min"}
    )
    return flags.reset_index().sort_values(GROUP, ignore_index=True)


def _measured(
    cells: pd.DataFrame, sums: pd.DataFrame
) -> dict[tuple[str, str], _Shares]:
    """Puts ballots and shares of both waves into the cells, and returns the shares."""
    keys = pd.MultiIndex.from_frame(cells[GROUP])
    is_others = sums["is_others"].to_numpy(dtype=bool)
    is_before = (sums["wave_code"] == sums["before_wave"]).to_numpy(dtype=bool)
    found = {}
    for part in PARTS:
        for side in SIDES:
            rows = sums[
                (is_others == bool(part)) & (is_before == (side == "before"))
            ].set_index(GROUP)
            rows = rows[[*SUMS, "n_answers"]].reindex(keys).fillna(0.0)
            domain = DomainSums(*(rows[name].to_numpy(dtype=float) for name in SUMS))
            share, variance = domain_shares(domain)
            worth = effective_ballots(share, variance, domain)
            shares = _Shares(share, np.nan_to_num(worth))
            cells[f"n_{part}{side}"] = rows["n_answers"].to_numpy(dtype=float)
            cells[f"n_{part}effective_{side}"] = shares.n
            _put(cells, f"share_{part}{side}", shares.limits())
            found[part, side] = shares
    return found


def _put(cells: pd.DataFrame, name: str, limits: Limits) -> None:
    cells[name], cells[f"{name}_low"], cells[f"{name}_high"] = limits


def _gap_in(
    side: str, shares: dict[tuple[str, str], _Shares], conf: ArrayLike = 0.95
) -> Limits:
    """A group's share less that of the others, in one wave."""
    return difference(
        shares["", side].limits(conf), shares["others_", side].limits(conf)
    )


def _contrast(
    name: str, shares: dict[tuple[str, str], _Shares], conf: ArrayLike = 0.95
) -> Limits:
    after = _gap_in("after", shares, conf)
    if name == "gap_after":
        return after
    own, other = (
        difference(
            shares[part, "after"].limits(conf), shares[part, "before"].limits(conf)
        )
        for part in PARTS
    )
    return difference(own, other)


def _judge_contrast(
    cells: pd.DataFrame, name: str, shares: dict[tuple[str, str], _Shares]
) -> None:
    """One contrast with its verdict among all that are looked at together."""
    alone = _contrast(name, shares)
    sides = SIDES if name == "gap_change" else ("after",)
    is_judged = _has_enough(cells, sides) & cells["is_comparable"]
    p = pd.Series(p_of_limits(alone), cells.index).where(is_judged)
    same = _same_contrast(cells)
    once = p.where(same == np.arange(len(cells)))
    conf, adjusted = _confidence(cells, once)[same], _adjusted(cells, once)[same]
    risk = _wrong_sign_risk(cells, alone, once.notna())[same]
    is_alone = cells.groupby(CHANGE_FAMILY)["unit_key"].transform("size").to_numpy() < 2
    is_trusted = is_alone | (risk <= PART_OF_ACCEPTED * cells["fdr_q"].to_numpy())
    picked = _contrast(name, shares, conf)
    for part, limits in (("alone", alone), ("picked", picked)):
        _put(cells, part, limits)
    words = among_many(
        verdicts(cells, "alone_low", "alone_high"),
        verdicts(cells, "picked_low", "picked_high"),
        (adjusted <= cells["fdr_q"].to_numpy()) & is_trusted,
    )
    parts = [f"{part}{end}" for part in ("alone", "picked") for end in ENDS]
    for part in parts:
        del cells[part]
    mute = np.where(cells["is_comparable"], "too_few", "not_comparable")
    cells[f"{name}_verdict"] = np.where(is_judged, words, mute)
    _put(cells, name, picked)
    cells[f"{name}_p_value"], cells[f"{name}_p_adjusted"] = p, adjusted
    cells.loc[~is_judged, [f"{name}{end}" for end in ENDS]] = np.nan


def _same_contrast(cells: pd.DataFrame) -> NDArray[np.intp]:
    """Where the contrast of each cell stands first.

    Of two groups each is all the others of the other: one contrast, looked at once.
    """
    places = np.arange(len(cells))
    for rows in cells.groupby([*KEY, "group_kind"]).indices.values():
        if len(rows) == 2:
            places[rows] = np.min(rows)
    return places


def _wrong_sign_risk(
    cells: pd.DataFrame, alone: Limits, is_counted: pd.Series[bool]
) -> NDArray[np.float64]:
    """Chance that each contrast is none or the other way, from all of them together."""
    value = np.where(is_counted, alone.value, np.nan)
    se = (alone.hi - alone.lo) / (2 * Z_95)
    risk = np.full(len(cells), np.nan)
    for rows in cells.groupby(SPREAD).indices.values():
        risk[rows] = wrong_sign_risks(value[rows], se[rows])
    return risk


def _has_enough(cells: pd.DataFrame, sides: tuple[str, ...]) -> pd.Series[bool]:
    """Both the group and the others have ballots enough, and worth enough."""
    counts = [
        f"n_{part}{worth}{side}"
        for part in PARTS
        for worth in ("", "effective_")
        for side in sides
    ]
    return cells[counts].min(axis=1) >= cells["min_n_compare"]


def _adjusted(cells: pd.DataFrame, p: pd.Series[float]) -> NDArray[np.float64]:
    found = np.full(len(cells), np.nan)
    values = floats(p)
    for rows in cells.groupby(CHANGE_FAMILY).indices.values():
        found[rows] = bh_adjust(values[rows]).p_adj
    return found


def _confidence(cells: pd.DataFrame, p: pd.Series[float]) -> NDArray[np.float64]:
    """Confidence of each interval that holds after the marked were picked out."""
    conf = np.full(len(cells), 0.95)
    values = floats(p)
    for rows in cells.groupby(CHANGE_FAMILY).indices.values():
        q = float(cells["fdr_q"].iloc[rows[0]])
        conf[rows] = selected_confidence(values[rows], q)
    return conf


def _silenced(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells without differences where waves do not compare, or ballots are few."""
    cells.loc[~cells["is_judged"], list(COMPARED)] = np.nan
    is_known = _has_enough(cells, ("before",)) & cells["is_comparable"]
    cells.loc[~is_known, [f"gap_before{end}" for end in ENDS]] = np.nan
    unused = ["is_same_area", "is_judged", "criterion_code"]
    return cells.drop(columns=unused, errors="ignore")
