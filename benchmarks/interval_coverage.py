"""How often each 95 % interval holds the truth, and each test errs, over a grid.

Shares and their differences are enumerated exactly; the rest is drawn from known
truths. A missing interval counts as a miss. Run:

    python benchmarks/interval_coverage.py [--draws 2000] [--seed 20261123]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, betaincinv

from warehouse.statistics.agreement.gaps_over_units import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.change.dominance import cliffs_delta
from warehouse.statistics.change.ordinal import brunner_munzel_columns, welch_columns
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.questionnaire.consistency import cronbach_alpha
from warehouse.statistics.sampling.strata import (
    stratified_diff_from_counts,
    stratified_from_counts,
)
from warehouse.statistics.sampling.weighted_means import psu_totals_ratio

Floats = npt.NDArray[np.float64]
Row = tuple[str, float, float, float]

LEVELS = np.arange(1, 6)
SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98])
# shares per level 1..5, from even to 85 % full marks
TRUTHS = np.array(
    [
        [0.2, 0.2, 0.2, 0.2, 0.2],
        [0.1, 0.2, 0.3, 0.3, 0.1],
        [0.03, 0.07, 0.2, 0.4, 0.3],
        [0.01, 0.03, 0.06, 0.3, 0.6],
        [0.002, 0.008, 0.02, 0.12, 0.85],
    ]
)
SIZES = ((10, 10), (15, 15), (30, 30), (30, 100), (100, 100), (300, 300))


def binomial_pmf(n: int, p: Floats) -> Floats:
    """P(X = x) for x = 0..n (rows) and each p (columns)."""
    below = np.array([bdtr(x, n, p) for x in range(n + 1)])
    return np.diff(below, axis=0, prepend=0.0)


def row(name: str, coverage: Floats, inner: npt.NDArray[np.bool_]) -> Row:
    """Mean over the grid, least over the grid, least away from the bounds."""
    away = float(coverage[inner].min()) if inner.any() else float("nan")
    return name, float(coverage.mean()), float(coverage.min()), away


def one_share() -> Iterator[Row]:
    """Exact coverage over p = 0.01..0.99; away = 5 expected on either side."""
    grid = np.linspace(0.01, 0.99, 99)
    for n in (10, 20, 30, 50, 100, 300, 1000):
        x, pmf = np.arange(n + 1.0), binomial_pmf(n, grid)
        _, lo, hi = wilson_bounds(x, n)
        exact_lo = np.where(x > 0, betaincinv(np.fmax(x, 1), n - x + 1, 0.025), 0)
        exact_hi = np.where(x < n, betaincinv(x + 1, np.fmax(n - x, 1), 0.975), 1)
        inner = np.minimum(grid, 1 - grid) * n >= 5
        for name, low, high in (
            ("Wilson", lo, hi),
            ("Clopper-Pearson", exact_lo, exact_hi),
        ):
            holds = (low[:, None] <= grid) & (grid <= high[:, None])
            yield row(f"{name}, n = {n}", (pmf * holds).sum(axis=0), inner)


def share_difference() -> Iterator[Row]:
    """Exact coverage over pairs of shares; away = 3 expected on either side."""
    for n1, n2 in ((10, 10), (10, 30), (30, 30), (30, 300), (100, 100), (100, 400)):
        x1, x2 = np.arange(n1 + 1)[:, None], np.arange(n2 + 1)
        _, lo, hi = newcombe_bounds(x1, n1, x2, n2)
        first, second = binomial_pmf(n1, SHARES), binomial_pmf(n2, SHARES)
        coverage = np.array(
            [
                [
                    first[:, i] @ ((lo <= p - q) & (p - q <= hi)) @ second[:, j]
                    for j, q in enumerate(SHARES)
                ]
                for i, p in enumerate(SHARES)
            ]
        )
        expected = np.minimum(SHARES, 1 - SHARES)
        inner = (expected * n1 >= 3)[:, None] & (expected * n2 >= 3)
        yield row(f"Newcombe, n = {n1} and {n2}", coverage, inner)


def ordered_answers(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Coverage over all pairs of the five truths; away = superiority 0.2..0.8."""
    names = ("Welch", "Brunner-Munzel t", "Brunner-Munzel logit", "Cliff")
    for n_before, n_after in SIZES:
        hits: dict[str, list[float]] = {name: [] for name in names}
        is_inner = []
        for p in TRUTHS:
            for q in TRUTHS:
                after = rng.multinomial(n_after, p, draws)
                before = rng.multinomial(n_before, q, draws)
                limits = _ordered_limits(before, after)
                superiority = float(p @ (np.cumsum(q) - q / 2))
                is_inner.append(0.2 <= superiority <= 0.8)
                truth = {"Welch": float(LEVELS @ (p - q))}
                truth |= dict.fromkeys(names[1:3], superiority)
                truth["Cliff"] = 2 * superiority - 1
                for name, (lo, hi) in limits.items():
                    holds = (lo <= truth[name]) & (truth[name] <= hi)
                    hits[name].append(float(holds.mean()))
        for name in names:
            inner = np.array(is_inner)
            title = f"{name}, n = {n_before} and {n_after}"
            yield row(title, np.array(hits[name]), inner)


def _ordered_limits(
    before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]
) -> dict[str, tuple[Floats, Floats]]:
    w, b = welch_columns(LEVELS, before, after), brunner_munzel_columns(before, after)
    few = slice(0, 500)  # one cell at a time, so fewer
    pairs = zip(before[few], after[few], strict=True)
    cliff = [cliffs_delta(one, other) for one, other in pairs]
    return {
        "Welch": (w.lo, w.hi),
        "Brunner-Munzel t": (b.lo, b.hi),
        "Brunner-Munzel logit": (b.logit_lo, b.logit_hi),
        "Cliff": (np.array([c.lo for c in cliff]), np.array([c.hi for c in cliff])),
    }


def test_sizes(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Share of false alarms at 5 % when both waves are drawn from one truth."""
    for n_before, n_after in SIZES:
        alarms: dict[str, list[float]] = {"Welch": [], "Brunner-Munzel": []}
        alarms["Newcombe excludes 0"] = []
        for p in TRUTHS:
            after, before = (
                rng.multinomial(n_after, p, draws),
                rng.multinomial(n_before, p, draws),
            )
            w = welch_columns(LEVELS, before, after)
            b = brunner_munzel_columns(before, after)
            x, y = after[:, 3:].sum(axis=1), before[:, 3:].sum(axis=1)
            _, lo, hi = newcombe_bounds(x, n_after, y, n_before)
            alarms["Welch"].append(float((w.p_value < 0.05).mean()))
            alarms["Brunner-Munzel"].append(float((b.p_value < 0.05).mean()))
            alarms["Newcombe excludes 0"].append(float(((lo > 0) | (hi < 0)).mean()))
        for name, share in alarms.items():
            yield (
                f"{name}, n = {n_before} and {n_after}",
                float(np.mean(share)),
                max(share),
                float("nan"),
            )


def stratified(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Six units of very unequal size, true shares spread by five points."""
    served = np.array([4000.0, 2000, 1000, 500, 300, 200])
    weight = served / served.sum()
    spread = np.array([-0.05, 0.04, 0.0, 0.05, -0.04, 0.02])
    for n in (5, 10, 30, 100):
        hits: dict[str, list[float]] = {}
        for p in (0.5, 0.7, 0.85, 0.94):
            truth = np.clip(p + spread, 0, 0.99)
            x = rng.binomial(n, truth, (draws, 6)), rng.binomial(n, truth, (draws, 6))
            for name, share in _stratified_hits(*x, n, served, weight @ truth).items():
                hits.setdefault(name, []).append(share)
        for name, shares in hits.items():
            everywhere = np.ones(len(shares), dtype=np.bool_)
            yield row(f"{name}, n = {n} per unit", np.array(shares), everywhere)


def _stratified_hits(
    x: npt.NDArray[np.int64],
    y: npt.NDArray[np.int64],
    n: int,
    served: Floats,
    truth: float,
) -> dict[str, float]:
    hits = np.zeros((len(x), 4))
    for i, (one, other) in enumerate(zip(x, y, strict=True)):
        after = np.column_stack([n - one, one]), served
        before = np.column_stack([n - other, other]), served
        s = stratified_from_counts([0, 1], 1, *after, fpc=False)
        d = stratified_diff_from_counts([0, 1], 1, before, after, fpc=False)
        limits = (s.share_lo, s.share_hi), (s.lo, s.hi)
        hits[i, :2] = [lo <= truth <= hi for lo, hi in limits]
        hits[i, 2:] = d.lo <= 0 <= d.hi, d.score_lo <= 0 <= d.score_hi
    names = ("share, t", "share, shown", "difference, t", "difference, shown")
    return dict(zip(names, hits.mean(axis=0).tolist(), strict=True))


def sessions(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Survey sessions as clusters: true share drifts from session to session."""
    for m in (6, 12, 26):
        hits = []
        for p in (0.5, 0.8, 0.9, 0.95):
            strength = 1 / 0.05 - 1  # intraclass correlation 0.05
            size = rng.integers(10, 31, (draws, m))
            theta = rng.beta(p * strength, (1 - p) * strength, (draws, m))
            x = rng.binomial(size, theta)
            got = [
                psu_totals_ratio(["all"] * m, range(m), one, other)
                for one, other in zip(size, x, strict=True)
            ]
            plain = np.mean([g.lo <= p <= g.hi for g in got])
            hits.append([plain, np.mean([g.logit_lo <= p <= g.logit_hi for g in got])])
        for name, coverage in zip(
            ("t", "shown (logit)"), np.array(hits).T, strict=True
        ):
            yield row(f"share over {m} sessions, {name}", coverage, coverage > 0)


def pooled_gaps(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Gaps of k units around 5 points, alike or spread by 3 points."""
    for k in (6, 12, 26):
        hits = []
        for tau in (0.0, 0.03):
            gap = np.clip(0.05 + tau * rng.standard_normal((draws, k)), -0.15, 0.15)
            n1, n2 = rng.integers(80, 300, (2, draws, k))
            x1, x2 = rng.binomial(n1, 0.8 + gap), rng.binomial(n2, 0.8)
            for cell in zip(x1, n1, x2, n2, strict=True):
                mh, re = mh_risk_difference(*cell), meta_random_gap(*cell)
                normal, hk = (re.lo, re.hi), (re.hk_lo, re.hk_hi)
                limits = (mh.lo, mh.hi), normal, hk, (re.wide_lo, re.wide_hi)
                hits.append([tau, *(lo <= 0.05 <= hi for lo, hi in limits)])
        table = np.array(hits)
        names = ("Mantel-Haenszel", "random effects", "Hartung-Knapp", "wider of both")
        for j, name in enumerate(names, start=1):
            # one common gap is what Mantel-Haenszel estimates
            spreads = (0,) if j == 1 else (0, 0.03)
            by_tau = np.array([table[table[:, 0] == t, j].mean() for t in spreads])
            yield row(f"{name}, {k} units", by_tau, np.arange(len(spreads)) == 0)


def alpha_limits(draws: int, rng: np.random.Generator) -> Iterator[Row]:
    """Feldt's limits on parallel normal questions, true alpha 0.6 and 0.9."""
    for n in (50, 100, 300):
        hits = []
        for truth in (0.6, 0.9):
            k = 4
            r = truth / (k - truth * (k - 1))
            root = np.sqrt(1 / r - 1)
            common = rng.standard_normal((draws, 1, n))
            items = common + root * rng.standard_normal((draws, k, n))
            got = [cronbach_alpha(one) for one in items]
            hits.append(np.mean([g.feldt_lo <= truth <= g.feldt_hi for g in got]))
        coverage = np.array(hits)
        yield row(f"Feldt, {n} ballots", coverage, coverage > 0)


def show(title: str, heads: tuple[str, str, str], rows: Iterator[Row]) -> None:
    """Print one Markdown table."""
    print(f"### {title}\n\n| | {' | '.join(heads)} |\n|---|---:|---:|---:|")
    for name, *values in rows:
        cells = ("—" if np.isnan(v) else f"{100 * v:.1f} %" for v in values)
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261123)
    args = parser.parse_args()
    begin, rng = time.perf_counter(), np.random.default_rng(args.seed)
    few = max(1, args.draws // 2)
    heads = ("mean over the grid", "least", "least away from the bounds")
    show("One share (exact)", heads, one_share())
    show("Difference of two shares (exact)", heads, share_difference())
    show("Ordered answers", heads, ordered_answers(args.draws, rng))
    false = ("mean over the truths", "largest", "")
    show("False alarms at 5 %", false, test_sizes(args.draws, rng))
    show("Stratified samples", heads, stratified(few, rng))
    show("Sessions as clusters", heads, sessions(few, rng))
    no_spread = ("mean over the grid", "least", "when units are alike")
    show("Gaps over units", no_spread, pooled_gaps(few, rng))
    show("Cronbach's alpha", heads, alpha_limits(few, rng))
    spent = time.perf_counter() - begin
    print(f"{args.draws} draws, seed {args.seed}, {spent:.0f} s")


if __name__ == "__main__":
    main()
