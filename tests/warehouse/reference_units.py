"""Reference methods on units, officers and time: case inputs in, expected keys out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from warehouse.statistics.change import multiplicity
from warehouse.statistics.disclosure import lists, tables
from warehouse.statistics.effect import (
    interrupted_series,
    permutation,
    staggered,
    two_by_two,
)
from warehouse.statistics.officers import (
    case_mix,
    funnel,
    low_by_luck,
    overdispersion,
    shrinkage,
    shrinkage_means,
)
from warehouse.statistics.questionnaire import integrity_from_ballots
from warehouse.statistics.series import control_charts, cusum

Case = dict[str, Any]


def _plain(value: Any) -> Any:
    """Arrays to lists, nan to None."""
    if isinstance(value, np.ndarray):
        return [_plain(v) for v in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def _record(result: Any, *keys: str) -> Case:
    return {key: _plain(getattr(result, key)) for key in keys}


def _numbers(values: Any) -> np.ndarray:
    """Case array with null as nan."""
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def bh_adjust(case: Case) -> Case:
    q = case.get("q")
    r = multiplicity.bh_adjust(case["p"], 0.05 if q is None else q)
    rejected = [
        None if np.isnan(p) else int(flag)
        for p, flag in zip(r.p_adj, r.rejected, strict=True)
    ]
    return _record(r, "p_adj", "n_rejected") | {"rejected": rejected}


def binomial_flag(case: Case) -> Case:
    r = funnel.binomial_flag(case["theta0"], _numbers(case["x"]), _numbers(case["n"]))
    flags = [flag or None for flag in r.flag.tolist()]
    return _record(r, "p_lower", "p_upper", "midp_lower") | {"flag": flags}


def _limits(limits: funnel.Limits) -> Case:
    return _record(limits, "lower", "upper")


def funnel_exact(case: Case) -> Case:
    r = funnel.funnel_exact(case["theta0"], _numbers(case["n"]))
    return {
        name: _limits(limits)
        | {"lower_count": _plain(count.lower), "upper_count": _plain(count.upper)}
        for name, limits, count in (
            ("l95", r.l95, r.count95),
            ("l998", r.l998, r.count998),
        )
    }


def funnel_score(case: Case) -> Case:
    r = funnel.funnel_score(case["theta0"], _numbers(case["n"]))
    return {"l95": _limits(r.l95), "l998": _limits(r.l998)}


def poisson_sr_limits(case: Case) -> Case:
    r = funnel.poisson_sr_limits(_numbers(case["expected_events"]))
    return {
        "ll95": _plain(r.l95.lower),
        "ul95": _plain(r.l95.upper),
        "ll998": _plain(r.l998.lower),
        "ul998": _plain(r.l998.upper),
    }


def funnel_overdispersed(case: Case) -> Case:
    r = overdispersion.funnel_overdispersed(
        _numbers(case["x"]),
        _numbers(case["n"]),
        scale=case.get("scale", "arcsine"),
        trim=case.get("trim", 0.1),
        theta0=case.get("theta0"),
    )
    keys = ("mult_lower", "mult_upper", "add_lower", "add_upper")
    return _record(r, "theta0", "z", "z_winsorised", "phi", "tau2", "z_adjusted") | {
        "l95": _record(r.l95, *keys),
        "l998": _record(r.l998, *keys),
    }


def indirect_standardisation(case: Case) -> Case:
    r = case_mix.indirect_standardisation(
        case["officer"], case["cell"], case["x"], case["n"]
    )
    return _record(
        r, "officer", "observed", "expected", "n", "sr", "adjusted_rate", "z",
        "p_lower_exact", "p_upper_exact", "overall",
    )  # fmt: skip


def beta_binomial_eb(case: Case) -> Case:
    r = shrinkage.beta_binomial_eb(
        _numbers(case["x"]), _numbers(case["n"]), case.get("benchmark")
    )
    out = _record(
        r, "overdispersed", "alpha", "beta", "mu", "m", "loglik",
        "posterior_mean", "reliability", "n_for_070",
    )  # fmt: skip
    for key in ("lo", "hi", "prob_below"):
        values = getattr(r, key)
        out[key] = None if np.isnan(values).all() else _plain(values)
    return out


def normal_normal_eb(case: Case) -> Case:
    r = shrinkage_means.normal_normal_eb(
        _numbers(case["y"]), _numbers(case["v"]), case.get("estimator", "REML")
    )
    return _record(
        r, "tau2", "mu", "mu_se", "q", "i2", "shrunken", "shrunken_se", "reliability"
    )


def tarone_test(case: Case) -> Case:
    r = shrinkage_means.tarone_test(_numbers(case["x"]), _numbers(case["n"]))
    return _record(
        r, "z", "p_overdispersion", "chi2", "df", "dispersion", "p_heterogeneity",
        "p_too_uniform",
    )  # fmt: skip


def p_chart(case: Case) -> Case:
    r = control_charts.p_chart(
        _numbers(case["x"]), _numbers(case["n"]), case.get("baseline_n")
    )
    return _record(r, "center", "lcl", "ucl")


def p_prime_chart(case: Case) -> Case:
    r = control_charts.p_prime_chart(
        _numbers(case["x"]),
        _numbers(case["n"]),
        screen=bool(case.get("screen", False)),
        baseline_n=case.get("baseline_n"),
    )
    return _record(r, "center", "sigma_z", "z", "lcl", "ucl")


def xmr_chart(case: Case) -> Case:
    r = control_charts.xmr_chart(
        _numbers(case["y"]),
        screen=bool(case.get("screen", False)),
        baseline_n=case.get("baseline_n"),
    )
    causes = [cause or None for cause in r.special_cause]
    return _record(r, "center", "lpl", "upl") | {"special_cause": causes}


def cusum_binomial_llr(case: Case) -> Case:
    r = cusum.cusum_binomial_llr(
        _numbers(case["x"]),
        _numbers(case["n"]),
        p0=case["p0"],
        p1=case["p1"],
        h=case["h"],
    )
    return _record(r, "s", "first_signal")


def cusum_tabular(case: Case) -> Case:
    r = cusum.cusum_tabular(
        _numbers(case["y"]), mu0=case["mu0"], k=case["k"], h=case["h"]
    )
    return _record(r, "c_plus", "c_minus", "first_signal_high", "first_signal_low")


def longstring(case: Case) -> Case:
    r = integrity_from_ballots.longstring(case["ballots"])
    return _record(r, "longest_run", "straight_line", "irv", "share_straight")


def sequence_runs_test(case: Case) -> Case:
    r = integrity_from_ballots.sequence_runs_test(case["sequence"])
    return _record(
        r, "runs", "expected_runs", "var_runs", "z", "p_too_few",
        "longest_identical", "adjacent_identical",
    )  # fmt: skip


def repeated_low_rule(case: Case) -> Case:
    r = low_by_luck.repeated_low_rule(
        theta0=case["theta0"],
        theta1=case["theta1"],
        n_per_period=case["n_per_period"],
        k=case["k"],
        run=case["run"],
        n_officers=case["n_officers"],
    )
    return _record(
        r, "critical_x", "p_flag_null", "p_flag_alt", "false_k_of_m",
        "power_k_of_m", "false_run", "power_run", "expected_false_k_of_m",
        "expected_false_run",
    )  # fmt: skip


def suppress_1d(case: Case) -> Case:
    r = lists.suppress_1d(
        case["counts"], case["k"], total_published=case["total_published"]
    )
    return {
        "primary": r.primary.astype(int).tolist(),
        "suppressed": r.suppressed.astype(int).tolist(),
        "safe": r.safe,
        "total_published": r.total_published,
    }


def suppression_audit(case: Case) -> Case:
    r = tables.suppression_audit(case["table"], case["suppressed"])
    return _record(r, "row", "col", "feasible_min", "feasible_max") | {
        "disclosed": r.disclosed.astype(int).tolist()
    }


def did_2x2_cluster(case: Case) -> Case:
    r = two_by_two.did_2x2_cluster(
        _numbers(case["y"]), case["treated"], case["post"], case["unit"]
    )
    return _record(
        r, "att", "se_cr1", "p_cr1_tG1", "se_cr2", "df_satt", "p_cr2", "n_clusters"
    )


def did_2x2_proportions(case: Case) -> Case:
    cells = {name: (cell["x"], cell["n"]) for name, cell in case["cells"].items()}
    r = two_by_two.did_2x2_proportions(**cells)
    return _record(r, "att", "se", "lo", "hi", "p_value")


def did_permutation(case: Case) -> Case:
    r = permutation.did_permutation(
        _numbers(case["before"]), _numbers(case["after"]), case["treated"]
    )
    return _record(r, "att", "n_assignments", "p_two_sided", "p_greater")


def its_segmented(case: Case) -> Case:
    r = interrupted_series.its_segmented(
        _numbers(case["y"]), case["start"], case.get("lag")
    )
    return _record(r, "coef", "se_hac", "dw")


def callaway_santanna(case: Case) -> Case:
    r = staggered.callaway_santanna(
        _numbers(case["y"]),
        case["unit"],
        case["time"],
        _numbers(case["cohort"]),
        control=case["control"],
        base_period=case["base_period"],
    )
    event, cohorts = r.dynamic, r.group
    return {
        "att_gt": _record(r.cells, "g", "t", "att", "se"),
        "simple": _record(r.simple, "att", "se", "se_jackknife"),
        "dynamic": _record(event, "att", "se", "se_jackknife")
        | {
            "e": _plain(event.at),
            "overall_att": _plain(event.overall.att),
            "overall_se": _plain(event.overall.se),
            "overall_se_jackknife": _plain(event.overall.se_jackknife),
        },
        "group": _record(cohorts, "att", "se", "se_jackknife")
        | {
            "g": _plain(cohorts.at),
            "overall_att": _plain(cohorts.overall.att),
            "overall_se": _plain(cohorts.overall.se),
            "overall_se_jackknife": _plain(cohorts.overall.se_jackknife),
        },
        "n_units": r.n_units,
    }


METHODS: dict[str, Callable[[Case], Case]] = {
    f.__name__: f
    for f in (
        beta_binomial_eb,
        bh_adjust,
        binomial_flag,
        callaway_santanna,
        cusum_binomial_llr,
        cusum_tabular,
        did_2x2_cluster,
        did_2x2_proportions,
        did_permutation,
        funnel_exact,
        funnel_overdispersed,
        funnel_score,
        indirect_standardisation,
        its_segmented,
        longstring,
        normal_normal_eb,
        p_chart,
        p_prime_chart,
        poisson_sr_limits,
        repeated_low_rule,
        sequence_runs_test,
        suppress_1d,
        suppression_audit,
        tarone_test,
        xmr_chart,
    )
}
