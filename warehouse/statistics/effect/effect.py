"""From a panel of units to one honest statement about the model's effect.

`estimate_effect` chooses the design, runs it, tests the trends before the start
and returns one record that a page can print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from warehouse.statistics.effect.design import DesignChoice, choose_design
from warehouse.statistics.effect.interrupted_series_mean import its_mean_effect
from warehouse.statistics.effect.panel import (
    Panel,
    UnitTable,
    balanced_panel,
    unit_table,
)
from warehouse.statistics.effect.permutation import (
    did_permutation,
    start_permutation,
)
from warehouse.statistics.effect.pre_trend import (
    EventPoint,
    PretrendTest,
    event_study,
    pretrend_test,
)
from warehouse.statistics.effect.staggered import staggered_effects
from warehouse.statistics.effect.two_by_two import did_2x2_cluster
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

_UNTESTED = PretrendTest(np.nan, 0, 0, np.nan, Reason.NO_PRETREND)
PRETREND_LEVEL = 0.05


@dataclass(frozen=True)
class Effect:
    """One effect, by the design the start dates allow.

    Attributes:
        choice: The design, its sentence and its threats.
        att: Effect on the started units, in the unit of the outcome.
        lo: Lower end of the 95 % interval; nan for permutation and none.
        hi: Upper end.
        p_value: Two-sided p-value of no effect.
        df: Degrees of freedom of the interval; nan where there is none.
        pretrend: Joint test of the differences before the start.
        points: Event study; empty unless staggered.
        is_attributable: True if it may be called an estimated effect: staggered,
            defined, and the pre-trend test does not reject.
        threats: Names of what no estimator removes, to print.
        reason: Why the effect is undefined; empty otherwise.
    """

    choice: DesignChoice
    att: float
    lo: float
    hi: float
    p_value: float
    df: float
    pretrend: PretrendTest = _UNTESTED
    points: tuple[EventPoint, ...] = ()
    is_attributable: bool = False
    threats: tuple[str, ...] = ()
    reason: Reason = Reason.NONE


def _with_error(
    choice: DesignChoice, att: float, se: float, df: float, reason: Reason
) -> Effect:
    """An effect with a t interval; no interval where the error is 0 or nan."""
    if not se > 0:
        nan = float("nan")
        why = reason or Reason.NO_UNIT_SPREAD
        return Effect(
            choice, att, nan, nan, nan, nan, threats=choice.threats, reason=why
        )
    half = float(stdtrit(df, 0.975)) * se
    p_value = float(2 * stdtr(df, -abs(att) / se))
    return Effect(
        choice, att, att - half, att + half, p_value, df, threats=choice.threats
    )


def _before_after(panel: Panel) -> tuple[Floats, Floats, Floats]:
    """Mean outcome of each unit before the first start and from the last start on."""
    waves = panel.cohorts[panel.cohorts > 0]
    before = panel.y[:, panel.times < waves.min()].mean(axis=1)
    after = panel.y[:, panel.times >= waves.max()].mean(axis=1)
    return before, after, (panel.member > 0).astype(float)


def _two_by_two(choice: DesignChoice, panel: Panel) -> Effect:
    before, after, started = _before_after(panel)
    n = panel.n_units
    fit = did_2x2_cluster(
        np.concatenate([before, after]),
        np.tile(started, 2),
        np.repeat([0.0, 1.0], n),
        [*range(n), *range(n)],
    )
    return _with_error(choice, fit.att, fit.se_cr2, fit.df_satt, fit.reason)


def _permuted(choice: DesignChoice, panel: Panel) -> Effect:
    nan = float("nan")
    if len(panel.cohorts) == 2:
        test = did_permutation(*_before_after(panel))
    else:
        test = start_permutation(panel)
    return Effect(
        choice, test.att, nan, nan, test.p_two_sided, nan,
        threats=choice.threats, reason=test.reason,
    )  # fmt: skip


def _staggered(choice: DesignChoice, panel: Panel) -> Effect:
    fit = staggered_effects(panel)
    overall, trend = fit.group.overall, pretrend_test(fit)
    effect = _with_error(
        choice, overall.att, overall.se_jackknife, fit.n_units - 1, fit.reason
    )
    is_parallel = trend.p_value >= PRETREND_LEVEL
    doubt = "untested_trend" if np.isnan(trend.p_value) else "not_parallel"
    return replace(
        effect,
        pretrend=trend,
        points=event_study(fit),
        is_attributable=is_parallel and not effect.reason,
        threats=choice.threats if is_parallel else (*choice.threats, doubt),
    )


def _interrupted(choice: DesignChoice, table: UnitTable) -> Effect:
    start = int((table.times < table.start.max()).sum()) + 1
    joined = table.is_complete & (table.start > table.times[0])
    fit = its_mean_effect(table.y[joined].mean(axis=0), start)
    return Effect(
        choice, fit.att, fit.lo, fit.hi, fit.p_value, fit.df,
        threats=choice.threats, reason=fit.reason,
    )  # fmt: skip


def _refused(choice: DesignChoice) -> Effect:
    nan = float("nan")
    reason = Reason.NO_DESIGN
    return Effect(
        choice, nan, nan, nan, nan, nan, threats=choice.threats, reason=reason
    )


_RUN = {"staggered": _staggered, "two_by_two": _two_by_two, "permutation": _permuted}


def estimate_effect(
    y: npt.ArrayLike,
    unit: Sequence[object],
    time: npt.ArrayLike,
    cohort: npt.ArrayLike,
) -> Effect:
    """Choose the design and estimate the effect of the model.

    To a reader: how much the started units changed beyond what happened to units
    that had not started; or why that cannot be said. Weakness: see the threats.

    Rows are unit x period (`cohort` = first treated period, 0 = not started);
    units with a missing period are left out.
    """
    table = unit_table(y, unit, time, cohort)
    choice = choose_design(table.start[table.is_complete], table.times)
    if choice.design == "none":
        return _refused(choice)
    if choice.design == "interrupted":
        return _interrupted(choice, table)
    return _RUN[choice.design](choice, balanced_panel(table))
