"""Edge data through the reference adapters: None where undefined, never 0."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.reference_shares import METHODS
from tests.warehouse.test_reference import faults

LEVELS = [1, 2, 3, 4, 5]
NOTHING, ALL_FOUR, ALL_FIVE = [0] * 5, [0, 0, 0, 9, 0], [0, 0, 0, 0, 7]
UNIT = {"unit": "A", "N": 90, "counts": [0, 0, 0, 4, 9]}
LONE = {"unit": "B", "N": 40, "counts": [0, 0, 0, 1, 0]}
DESIGN = {"y": [1, 2, 3], "w": [2, 2, 2]}

# method, inputs, keys that must be None, keys with a value
CASES: list[tuple[str, dict[str, Any], list[str], dict[str, Any]]] = [
    ("wilson_ci", {"x": 0, "n": 0, "conf": 0.95}, ["p", "lo", "hi"], {}),
    ("wilson_ci", {"x": None, "n": 5, "conf": 0.95}, ["p", "lo", "hi"], {}),
    ("clopper_pearson_ci", {"x": 3, "n": 3}, [], {"p": 1.0, "hi": 1.0}),
    (
        "newcombe_diff",
        {"after": {"x": 3, "n": 4}, "before": {"x": 0, "n": 0}},
        ["p_before", "diff", "lo", "hi", "chi2", "p_value"],
        {"p_after": 0.75},
    ),
    (
        "nonresponse_bounds",
        {"eligible": 9, "responded": 0, "satisfied": 0, "assumed_gap": None},
        ["share", "lower", "upper"],
        {"response_rate": 0},
    ),
    (
        "welch_from_counts",
        {"levels": LEVELS, "before": ALL_FOUR, "after": ALL_FIVE},
        ["t", "df", "p_value", "lo", "hi"],
        {"diff": 1, "sd_after": 0},
    ),
    (
        "brunner_munzel",
        {"before": ALL_FOUR, "after": ALL_FIVE},
        ["statistic", "df", "p_value", "lo", "hi"],
        {"p_superiority": 1},
    ),
    (
        "cliffs_delta",
        {"before": NOTHING, "after": []},
        ["delta", "var_unbiased", "lo", "hi", "magnitude"],
        {},
    ),
    (
        "mann_whitney",
        {"before": ALL_FOUR, "after": ALL_FOUR},
        ["z", "p_value_continuity", "p_value_nocontinuity"],
        {"u_after": 40.5},
    ),
    ("svymean", {"y": [], "w": []}, ["mean", "se", "lo", "total"], {"n": 0}),
    (
        "svymean",
        DESIGN | {"cluster1": [1, 1, 1], "lonely_psu": "adjust", "strata": None},
        ["se", "lo", "hi"],
        {"mean": 2, "df": 0},
    ),
    (
        "svymean",
        DESIGN | {"strata": ["a", "a", "b"]},
        ["se", "lo", "hi", "deff"],
        {"mean": 2, "df": 1, "total": 12},
    ),
    ("svymean", {"y": [1, None], "w": [1, 1]}, ["mean", "se"], {"n": 2}),
    (
        "svyglm",
        DESIGN | {"x1": [1, 1, 1], "x2": None, "family": None},
        [],
        {"coef": [None, None], "se": [None, None]},
    ),
    ("svyttest", DESIGN | {"group": [1, 1, 1]}, ["diff", "se", "t", "p_value"], {}),
    (
        "psu_totals_ratio",
        {"stratum": ["a"], "psu": [1], "sum_w": [5], "sum_wy": [4]},
        ["se", "lo", "hi"],
        {"mean": 0.8, "df": 0},
    ),
    (
        "stratified_from_counts",
        {
            "levels": LEVELS,
            "satisfied_from": 4,
            "fpc": True,
            "strata": [UNIT, LONE],
            "lonely_psu": None,
        },
        ["share_se", "share_logit_lo", "share_beta_lo"],
        {"share": 1, "n": 14},
    ),
    (
        "stratified_diff_from_counts",
        {
            "levels": LEVELS,
            "satisfied_from": 4,
            "fpc": False,
            "before": [],
            "after": [UNIT],
        },
        ["share_before", "diff", "se", "lo", "hi", "p_value"],
        {"share_after": 1},
    ),
    (
        "poststratify",
        DESIGN | {"post": ["a", "a", "b"], "population": {"a": 3, "b": None}},
        ["mean", "se", "total"],
        {"g_weight": {}},
    ),
    (
        "rake",
        DESIGN
        | {"margin1": ["a", "a", "b"], "margin2": ["p", "q", "q"]}
        | {"population1": {"a": 3, "b": 4}, "population2": {"p": 1, "q": 1}},
        ["mean", "se"],
        {"g_weight": {}},
    ),
    (
        "mh_risk_difference",
        {"x1": [0], "n1": [0], "x2": [3], "n2": [4]},
        ["rd", "se", "lo", "hi", "z", "p_value", "cmh_chi2", "cmh_p"],
        {},
    ),
    (
        "meta_random_gap",
        {"x1": [0, 4], "n1": [0, 9], "x2": [3, 3], "n2": [4, 9]},
        ["tau2", "hk_se", "pi_lo"],
        {},
    ),
    (
        "tost_two_proportions",
        {"a": {"x": 0, "n": 0}, "b": {"x": 3, "n": 4}, "margin": 0.05, "alpha": 0.05},
        ["diff", "p_tost", "newcombe_lo", "equivalent_newcombe"],
        {},
    ),
    (
        "tost_means_from_counts",
        {"levels": LEVELS, "a": ALL_FIVE, "b": ALL_FIVE, "margin": 0.2},
        ["df", "t_lower", "p_tost"],
        {"diff": 0},
    ),
    ("icc_oneway", {"levels": LEVELS, "groups": [ALL_FIVE]}, ["msb", "icc"], {}),
    (
        "sample_size_proportion",
        {"p": 0.5, "margin": None, "conf": None, "N": None},
        ["n0", "n_design", "n_design_ceil", "n_invite"],
        {},
    ),
    (
        "sample_size_two_proportions",
        {"p1": 0.8, "p2": 0.8},
        ["n_per_group", "n_per_group_ceil", "n_per_group_design"],
        {},
    ),
    ("sample_size_yamane", {"N": None}, ["n_raw", "n_round", "n_ceil"], {}),
    ("sample_size_yamane", {"N": 0, "e": 0.05}, [], {"n_ceil": 0}),
    (
        "allocation",
        {"type": "proportional", "N": [10, 30], "n": 8},
        ["se_mean"],
        {"n": [2, 6]},
    ),
    (
        "cronbach_alpha",
        {"items": [[5, 5, 5], [5, 5, 5]]},
        ["alpha", "alpha_std", "mean_interitem_r", "feldt_lo"],
        {"n_complete": 3, "item_rest_r": [None, None]},
    ),
    ("omega_total", {"items": [[1, 2, 3], [1, 3, 3]]}, ["omega", "omega_std"], {}),
]


@pytest.mark.parametrize(
    ("method", "inputs", "undefined", "defined"),
    CASES,
    ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)],
)
def test_edge_data(
    method: str, inputs: dict[str, Any], undefined: list[str], defined: dict[str, Any]
) -> None:
    got = METHODS[method](inputs)
    assert {key: got[key] for key in undefined} == dict.fromkeys(undefined)
    assert faults(got, defined, 1e-12, 1e-12) == []


def test_every_method_meets_edge_data() -> None:
    assert {case[0] for case in CASES} == set(METHODS)
