"""Reference methods on shares, scores, designs, agreement, sampling and scales:
case inputs in, expected keys out; what is undefined comes back as None."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from warehouse.statistics.agreement import equivalence, gaps_over_units
from warehouse.statistics.change import (
    dominance,
    nonresponse,
    ordinal,
    share_differences,
)
from warehouse.statistics.probability import share_intervals
from warehouse.statistics.questionnaire import consistency
from warehouse.statistics.sampling import sizes
from warehouse.statistics.sampling.calibration import poststratify, rake
from warehouse.statistics.sampling.design import Design, make_design
from warehouse.statistics.sampling.models import svyglm, svyttest
from warehouse.statistics.sampling.strata import (
    stratified_diff_from_counts,
    stratified_from_counts,
)
from warehouse.statistics.sampling.weighted_means import psu_totals_ratio, svymean

Case = dict[str, Any]
DESIGN_KEYS = ("strata", "cluster1", "cluster2", "lonely_psu")


def plain(value: Any) -> Any:
    """Arrays and tuples to lists, whole floats kept, nan and infinity to None."""
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (np.ndarray, tuple, list)):
        return [plain(inner) for inner in value]
    return value if math.isfinite(value) else None


def record(result: Any, **renamed: str) -> Case:
    """A result's fields under the pack's names, without the reason."""
    names = {f.name: renamed.get(f.name, f.name) for f in dataclasses.fields(result)}
    return {
        new: plain(getattr(result, old))
        for old, new in names.items()
        if old != "reason"
    }


def numbers(values: Sequence[Any]) -> np.ndarray:
    """Case values as floats, null as nan."""
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def number(value: Any) -> float:
    """A case value as it is, null as nan."""
    return math.nan if value is None else value


def setting(case: Case, key: str, default: float) -> Any:
    """A setting of a case; the default only where it is absent or null, not at 0."""
    return default if case.get(key) is None else case[key]


def conf(case: Case) -> float:
    return float(setting(case, "conf", 0.95))


def design(case: Case) -> Design:
    """The sampling design of a case; absent or null keys take the defaults."""
    given = {k: case[k] for k in DESIGN_KEYS if case.get(k) is not None}
    fpc: dict[str, Any] = {
        k: numbers(case[k]) for k in ("fpc1", "fpc2") if case.get(k) is not None
    }
    return make_design(numbers(case["w"]), **given, **fpc)


def strata(rows: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Counts and people served of the pack's list of strata."""
    counts = np.array([row["counts"] for row in rows], dtype=float)
    return counts, numbers([row["N"] for row in rows])


def totals(population: Mapping[str, Any]) -> dict[str, float]:
    """Known totals by category, null as nan."""
    return {label: number(size) for label, size in population.items()}


def options(case: Case) -> Case:
    chosen: Case = {"fpc": bool(case.get("fpc", True))}
    if case.get("lonely_psu") is not None:
        chosen["lonely_psu"] = case["lonely_psu"]
    return chosen


def wilson_ci(case: Case) -> Case:
    return record(
        share_intervals.wilson_ci(number(case["x"]), number(case["n"]), conf(case))
    )


def clopper_pearson_ci(case: Case) -> Case:
    return record(
        share_intervals.clopper_pearson_ci(
            number(case["x"]), number(case["n"]), conf(case)
        )
    )


def newcombe_diff(case: Case) -> Case:
    a, b = case["after"], case["before"]
    x1, n1, x2, n2 = (number(wave[key]) for wave in (a, b) for key in ("x", "n"))
    return record(share_differences.newcombe_diff(x1, n1, x2, n2, conf=conf(case)))


def nonresponse_bounds(case: Case) -> Case:
    return record(
        nonresponse.nonresponse_bounds(
            number(case["eligible"]),
            number(case["responded"]),
            number(case["satisfied"]),
            setting(case, "assumed_gap", 0.0),
        )
    )


def welch_from_counts(case: Case) -> Case:
    return record(
        ordinal.welch_from_counts(
            case["levels"], numbers(case["before"]), numbers(case["after"]), conf(case)
        )
    )


def brunner_munzel(case: Case) -> Case:
    before, after = numbers(case["before"]), numbers(case["after"])
    return record(ordinal.brunner_munzel(before, after, conf(case)))


def cliffs_delta(case: Case) -> Case:
    before, after = numbers(case["before"]), numbers(case["after"])
    result = record(dominance.cliffs_delta(before, after, conf(case)))
    return result | {"magnitude": result["magnitude"] or None}


def mann_whitney(case: Case) -> Case:
    before, after = numbers(case["before"]), numbers(case["after"])
    return record(dominance.mann_whitney(before, after))


def survey_mean(case: Case) -> Case:
    return record(svymean(numbers(case["y"]), design(case)))


def survey_regression(case: Case) -> Case:
    columns = [numbers(case[k]) for k in ("x1", "x2") if case.get(k) is not None]
    x = np.column_stack(columns)
    family: Any = case.get("family") or "gaussian"
    return record(svyglm(numbers(case["y"]), x, design(case), family))


def survey_t_test(case: Case) -> Case:
    return record(svyttest(numbers(case["y"]), numbers(case["group"]), design(case)))


def survey_ratio(case: Case) -> Case:
    chosen = {k: case[k] for k in ("lonely_psu",) if case.get(k) is not None}
    w, wy = numbers(case["sum_w"]), numbers(case["sum_wy"])
    return record(psu_totals_ratio(case["stratum"], case["psu"], w, wy, **chosen))


def stratified(case: Case) -> Case:
    counts, population = strata(case["strata"])
    result = stratified_from_counts(
        case["levels"],
        number(case["satisfied_from"]),
        counts,
        population,
        **options(case),
    )
    return record(result)


def stratified_diff(case: Case) -> Case:
    result = stratified_diff_from_counts(
        case["levels"],
        number(case["satisfied_from"]),
        strata(case["before"]),
        strata(case["after"]),
        **options(case),
    )
    return record(result)


def post_stratified(case: Case) -> Case:
    y, population = numbers(case["y"]), totals(case["population"])
    return record(poststratify(y, design(case), case["post"], population))


def raked(case: Case) -> Case:
    result = rake(
        numbers(case["y"]),
        design(case),
        case["margin1"],
        case["margin2"],
        totals(case["population1"]),
        totals(case["population2"]),
    )
    return record(result)


def two_source(method: Callable[..., Any]) -> Callable[[Case], Case]:
    """Adapter of a method on satisfied and valid answers of two sources."""

    def run(case: Case) -> Case:
        return record(method(*(numbers(case[k]) for k in ("x1", "n1", "x2", "n2"))))

    return run


def tost_two_proportions(case: Case) -> Case:
    sources = (case["a"], case["b"])
    x1, n1, x2, n2 = (number(source[key]) for source in sources for key in ("x", "n"))
    return record(
        equivalence.tost_two_proportions(
            x1,
            n1,
            x2,
            n2,
            margin=number(case["margin"]),
            alpha=setting(case, "alpha", 0.05),
        )
    )


def tost_means_from_counts(case: Case) -> Case:
    a, b = numbers(case["a"]), numbers(case["b"])
    result = equivalence.tost_means_from_counts(
        case["levels"], a, b, number(case["margin"])
    )
    return record(result)


def icc_oneway(case: Case) -> Case:
    return record(equivalence.icc_oneway(case["levels"], case["groups"]))


def sample_size_proportion(case: Case) -> Case:
    return record(
        sizes.sample_size_proportion(
            number(case["p"]),
            number(case["margin"]),
            conf(case),
            case.get("N"),
            setting(case, "deff", 1.0),
            setting(case, "response_rate", 1.0),
        )
    )


def sample_size_two_proportions(case: Case) -> Case:
    return record(
        sizes.sample_size_two_proportions(
            number(case["p1"]),
            number(case["p2"]),
            setting(case, "power", 0.8),
            setting(case, "alpha", 0.05),
            setting(case, "deff", 1.0),
        )
    )


def sample_size_yamane(case: Case) -> Case:
    return record(sizes.sample_size_yamane(number(case["N"]), setting(case, "e", 0.05)))


def allocation(case: Case) -> Case:
    return record(
        sizes.allocation(
            case["type"],
            numbers(case["N"]),
            numbers(case.get("S") or [None] * len(case["N"])),
            number(case["n"]),
            setting(case, "min_per_stratum", 0),
        )
    )


def cronbach_alpha(case: Case) -> Case:
    items = [numbers(item) for item in case["items"]]
    return record(consistency.cronbach_alpha(items))


def omega_total(case: Case) -> Case:
    return record(consistency.omega_total([numbers(item) for item in case["items"]]))


METHODS: dict[str, Callable[[Case], Case]] = {
    "allocation": allocation,
    "brunner_munzel": brunner_munzel,
    "cliffs_delta": cliffs_delta,
    "clopper_pearson_ci": clopper_pearson_ci,
    "cronbach_alpha": cronbach_alpha,
    "icc_oneway": icc_oneway,
    "mann_whitney": mann_whitney,
    "meta_random_gap": two_source(gaps_over_units.meta_random_gap),
    "mh_risk_difference": two_source(gaps_over_units.mh_risk_difference),
    "newcombe_diff": newcombe_diff,
    "nonresponse_bounds": nonresponse_bounds,
    "omega_total": omega_total,
    "poststratify": post_stratified,
    "psu_totals_ratio": survey_ratio,
    "rake": raked,
    "sample_size_proportion": sample_size_proportion,
    "sample_size_two_proportions": sample_size_two_proportions,
    "sample_size_yamane": sample_size_yamane,
    "stratified_diff_from_counts": stratified_diff,
    "stratified_from_counts": stratified,
    "svyglm": survey_regression,
    "svymean": survey_mean,
    "svyttest": survey_t_test,
    "tost_means_from_counts": tost_means_from_counts,
    "tost_two_proportions": tost_two_proportions,
    "welch_from_counts": welch_from_counts,
    "wilson_ci": wilson_ci,
}
