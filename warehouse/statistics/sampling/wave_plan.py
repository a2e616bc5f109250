"""What a wave must ask, and what it will be able to say, before anybody is asked.

One stratum is one unit. The plan speaks of forms (handed out), answers (expected to
come back valid) and what the answers can show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil, floor, sqrt

import numpy as np

from warehouse.statistics.probability.distributions import NAN, FloatArray
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.sampling.detectable import (
    MOST_ANSWERS,
    answers_for_change,
    smallest_seen,
)
from warehouse.statistics.sampling.plan_terms import (
    Outlook,
    Outlooks,
    Stratum,
    Wanted,
)
from warehouse.statistics.sampling.sizes import (
    allocation,
    sample_size_proportion,
    sample_size_yamane,
)


def plan_wave(strata: Sequence[Stratum], wanted: Wanted) -> Outlooks:
    """Forms per unit, and what they will say.

    Source: Cochran (1977), 4.2 and 5.5-5.9; Newcombe (1998) for the difference.
    Lay meaning: says before anyone is asked which change each unit will see.
    Weakness: rests on last time's shares and response, and on answers that do not
    depend on who answers; no size mends that.

    Args:
        strata: Units with people served; at least one.
        wanted: What the wave must say.
    """
    needed = [_needed(stratum, wanted) for stratum in strata]
    if wanted.forms is not None:
        forms = _spread_forms(strata, wanted, wanted.forms)
    elif wanted.level == "province":
        forms = _forms_for_province(strata, wanted)
    else:
        forms = [
            _forms_for(
                stratum, _for_next_time(stratum, wanted) if n is None else n, wanted
            )
            for stratum, n in zip(strata, needed, strict=True)
        ]
    units = tuple(
        _outlook(stratum, n_needed, n_forms, wanted)
        for stratum, n_needed, n_forms in zip(strata, needed, forms, strict=True)
    )
    return Outlooks(units, _whole(strata, forms, wanted))


def _needed(stratum: Stratum, wanted: Wanted) -> int | None:
    """Answers a unit needs to speak for itself."""
    share, effect = stratum.share, wanted.design_effect
    if wanted.purpose == "level":
        return sample_size_proportion(
            share, wanted.size, wanted.conf, stratum.population, effect
        ).n_design_ceil
    before = stratum.n_compared
    n = answers_for_change(
        share,
        wanted.size,
        None if before is None else floor(before / effect),
        wanted.power,
        wanted.conf,
    )
    return None if n is None else ceil(n * effect)


def _for_next_time(stratum: Stratum, wanted: Wanted) -> int:
    """Answers of a wave that the next of its size can be compared with, where the
    earlier answers are too few for any number of new ones."""
    pair = _needed(replace(stratum, n_compared=None), wanted)
    return stratum.population if pair is None else pair


def _forms_for(stratum: Stratum, n: int, wanted: Wanted) -> int:
    n = max(n, wanted.minimum)
    return min(stratum.population, ceil(n / stratum.response))


def _spread_forms(strata: Sequence[Stratum], wanted: Wanted, forms: int) -> list[int]:
    population = [stratum.population for stratum in strata]
    sd = [sqrt(s.share * (1 - s.share)) for s in strata]
    least = ceil(wanted.minimum / min(s.response for s in strata))
    total = min(forms, sum(population))
    return list(allocation(wanted.spread, population, sd, total, least).n)


def _forms_for_province(strata: Sequence[Stratum], wanted: Wanted) -> list[int]:
    """The fewest forms whose spread gives the province what is wanted, or all."""

    def is_enough(forms: int) -> bool:
        return _whole(strata, _spread_forms(strata, wanted, forms), wanted).is_enough

    return _spread_forms(
        strata, wanted, _least(is_enough, sum(s.population for s in strata))
    )


def _least(is_enough: Callable[[int], bool], most: int) -> int:
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _outlook(
    stratum: Stratum, needed: int | None, forms: int, wanted: Wanted
) -> Outlook:
    answers = floor(forms * stratum.response + 1e-9)
    return _with_outlook(
        Outlook(
            stratum.key,
            stratum.population,
            needed,
            forms,
            answers,
            sample_size_yamane(stratum.population).n_ceil or 0,
            *(NAN, NAN, NAN),
            is_enough=False,
        ),
        stratum.share,
        answers / wanted.design_effect,
        None
        if stratum.n_compared is None
        else stratum.n_compared / wanted.design_effect,
        wanted,
    )


def _with_outlook(
    outlook: Outlook, share: float, worth: float, compared: float | None, wanted: Wanted
) -> Outlook:
    """The outlook with what answers worth so many of a simple draw will say."""
    n_after = floor(worth)
    seen = smallest_seen(
        round(share, 4),
        n_after if compared is None else floor(compared),
        n_after,
        wanted.power,
        wanted.conf,
    )
    margin = _margin(share, worth, outlook.n_answers, outlook.population, wanted.conf)
    enough = outlook.n_needed is not None and outlook.n_answers >= outlook.n_needed
    return replace(
        outlook, margin=margin, rise=seen.rise, fall=seen.fall, is_enough=enough
    )


def _margin(share: float, worth: float, answers: int, size: int, conf: float) -> float:
    """Half of Wilson's interval; people who were all asked leave no doubt."""
    if worth <= 0:
        return NAN
    left = max(0.0, (size - answers) / max(size - 1, 1))
    if left == 0:
        return 0.0
    _, low, high = wilson_bounds(share * worth / left, worth / left, conf)
    return float(high - low) / 2


def _whole(strata: Sequence[Stratum], forms: Sequence[int], wanted: Wanted) -> Outlook:
    """The province: units count by the people they served."""
    size = np.array([s.population for s in strata], dtype=float)
    share = np.array([s.share for s in strata])
    answers = np.floor(np.array(forms) * [s.response for s in strata] + 1e-9)
    compared = [s.n_compared for s in strata]
    weight = size / size.sum()
    mean = float(weight @ share)
    worth = _worth(weight, share, answers, mean) / wanted.design_effect
    before = None
    if all(n is not None for n in compared):
        n = np.array([n or 0 for n in compared], dtype=float)
        before = _worth(weight, share, n, mean) / wanted.design_effect
    needed_worth = _worth_needed(mean, before, int(size.sum()), wanted)
    total = int(answers.sum())
    needed = None
    if needed_worth is not None and worth > 0:
        # what the same spread would need in all
        needed = ceil(needed_worth * total / worth - 1e-9)
    whole = Outlook(
        "",
        int(size.sum()),
        needed,
        int(sum(forms)),
        total,
        sample_size_yamane(float(size.sum())).n_ceil or 0,
        *(NAN, NAN, NAN),
        is_enough=False,
    )
    return _with_outlook(whole, mean, worth, before, wanted)


def _worth(
    weight: FloatArray, share: FloatArray, answers: FloatArray, mean: float
) -> float:
    """Answers of one simple draw as precise as the answers of all strata."""
    if (answers[weight > 0] <= 0).any():
        return 0.0
    variance = float((weight**2 * share * (1 - share) / np.maximum(answers, 1)).sum())
    return mean * (1 - mean) / variance if variance > 0 else float(answers.sum())


def _worth_needed(
    share: float, before: float | None, size: int, wanted: Wanted
) -> float | None:
    if wanted.purpose == "level":
        return sample_size_proportion(
            share, wanted.size, wanted.conf, size
        ).n_design_ceil
    n = None if before is None else min(floor(before), MOST_ANSWERS)
    return answers_for_change(
        round(share, 4), wanted.size, n, wanted.power, wanted.conf
    )
