"""Reference methods that no page, model or command uses: statsmodels answers them.

They stay so that every method of the pack has an answer; the product has none.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import expit, xlogy
from scipy.stats import chi2, norm

Case = dict[str, Any]


def ordinal_logit(case: Case) -> Case:
    """Proportional odds of a higher answer after than before."""
    before, after = (np.array(case[side], dtype=int) for side in ("before", "after"))
    used = (before + after > 0) if len(before) == len(after) else np.zeros(0, bool)
    n_cuts = max(int(used.sum()) - 1, 0)
    names = ("log_or", "se", "or", "or_lo", "or_hi", "loglik", "lr_chi2", "lr_p")
    undefined = dict.fromkeys(names) | {"thresholds": [None] * n_cuts}
    if not n_cuts or not before.sum() or not after.sum():
        return undefined
    b, a = before[used], after[used]
    if _is_ordered(b, a) or _is_ordered(a, b):
        return undefined
    fit = _ordered_fit(b, a)
    beta, cuts, loglik = fit.params[0], np.cumsum(_gaps(fit.params)), fit.llf
    share = (b + a) / (b + a).sum()
    statistic = 2 * (loglik - float(xlogy(b + a, share).sum()))
    half = norm.ppf(0.975) * fit.bse[0]
    return {
        "log_or": float(beta),
        "se": float(fit.bse[0]),
        "or": math.exp(beta),
        "or_lo": math.exp(beta - half),
        "or_hi": math.exp(beta + half),
        "thresholds": cuts.tolist(),
        "loglik": float(loglik),
        "lr_chi2": statistic,
        "lr_p": float(chi2.sf(statistic, 1)),
    }


def _is_ordered(low: np.ndarray, high: np.ndarray) -> bool:
    """Whether no answer of `low` is above any of `high`: no finite estimate."""
    return bool(np.flatnonzero(low).max() <= np.flatnonzero(high).min())


def _gaps(params: np.ndarray) -> np.ndarray:
    """First threshold and the steps to the next: statsmodels keeps their logarithm."""
    return np.concatenate([params[1:2], np.exp(params[2:])])


def _ordered_fit(before: np.ndarray, after: np.ndarray) -> Any:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    levels = np.arange(len(before))
    answers = np.concatenate([np.repeat(levels, before), np.repeat(levels, after)])
    is_after = np.repeat([0.0, 1.0], [before.sum(), after.sum()])[:, None]
    model = OrderedModel(answers, is_after, distr="logit")
    with warnings.catch_warnings():
        # it calls a step below its own precision "not converged"
        warnings.simplefilter("ignore")
        near = model.fit(method="bfgs", disp=0, maxiter=500)
        return model.fit(near.params, method="newton", disp=0, maxiter=3)


def casemix_logistic(case: Case) -> Case:
    """Satisfied ballots each officer would have at the rates of the work done."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    x, n = (np.array(case[key], dtype=float) for key in ("x", "n"))
    names, design = _design(case["procedure"], case["channel"])
    done, rate = n > 0, np.full(len(n), np.nan)
    coef, se = np.full((2, len(names)), np.nan).tolist()
    deviance = math.nan
    if 0 < x.sum() < n.sum():
        kept = _independent(design[done])
        pairs = np.column_stack([x, n - x])[done]
        fit = GLM(pairs, design[done][:, kept], family=Binomial()).fit(tol=1e-14)
        rate = expit(design[:, kept] @ fit.params)
        deviance = float(fit.deviance)
        for at, j in enumerate(kept):
            coef[j], se[j] = float(fit.params[at]), float(fit.bse[at])
    elif done.any():
        rate, deviance = np.full(len(n), x.sum() / n.sum()), 0.0
    officers = np.unique(np.array(case["officer"], dtype=str))
    of = [np.array(case["officer"], dtype=str) == officer for officer in officers]
    observed = [float(x[rows].sum()) for rows in of]
    expected = [float((n * rate)[rows].sum()) for rows in of]
    ratios = [
        o / e if e > 0 else math.nan for o, e in zip(observed, expected, strict=True)
    ]
    return _defined({
        "coef_names": list(names), "coef": coef, "se": se, "deviance": deviance,
        "officer": officers.tolist(), "observed": observed, "expected": expected,
        "sr": ratios,
    })  # fmt: skip


def _design(procedure: list[str], channel: list[str]) -> tuple[list[str], np.ndarray]:
    """Intercept and one column for each level but the first of both."""
    names, columns = ["(Intercept)"], [np.ones(len(procedure))]
    for prefix, levels in (("pr", procedure), ("ch", channel)):
        values = np.array(levels, dtype=str)
        for level in np.unique(values)[1:]:
            names.append(f"{prefix}{level}")
            columns.append((values == level).astype(float))
    return names, np.column_stack(columns)


def _independent(design: np.ndarray) -> list[int]:
    kept: list[int] = []
    for j in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, j]]) > len(kept):
            kept.append(j)
    return kept


def _defined(result: Case) -> Case:
    """The same with None for what is not a number."""
    return {
        key: [_defined({"": v})[""] for v in value] if isinstance(value, list)
        else None if isinstance(value, float) and math.isnan(value)
        else value
        for key, value in result.items()
    }  # fmt: skip


METHODS: dict[str, Callable[[Case], Case]] = {
    "casemix_logistic": casemix_logistic,
    "ordinal_logit": ordinal_logit,
}
