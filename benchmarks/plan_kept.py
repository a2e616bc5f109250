"""Whether a planned wave sees what it promised, and its intervals hold the truth.

Each wave is planned, drawn from a frame of dossiers, answered by those who answer, and
estimated by the functions the pages use. Half of the units fall by just as much as
their plan promises to see, half stay as they were. A wave has eight units but one
province, of which 500 waves say little: each wave is drawn and answered again for it.
Run:

    python -m benchmarks plan_kept [--waves 500] [--seed 20261129]
"""

from __future__ import annotations

import argparse
from math import isnan

import numpy as np

from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.sampling.combined_share import combined_shares
from warehouse.statistics.sampling.draw import draw_stages
from warehouse.statistics.sampling.plan_terms import Outlook, Stratum, Wanted
from warehouse.statistics.sampling.share_limits import shown_limits
from warehouse.statistics.sampling.wave_plan import plan_wave

UNITS = 8
SHARES = (0.70, 0.78, 0.85)
SERVED = (700, 3_000)
COMPARED = (180, 420)
WANTED = Wanted(purpose="change", size=0.10, level="unit")
RESPONSES = (0.8, 0.6)
SEEN_BAR, COVER_BAR = (0.78, 0.82), (0.94, 0.97)
REDRAWN = 20
"""Samples of each wave's frames that the province's interval is tried on besides."""


def strata(rng: np.random.Generator, response: float) -> list[Stratum]:
    """Units of one province: shares, results returned, answers of the wave before."""
    return [
        Stratum(
            f"U{unit:02}",
            int(rng.integers(*SERVED)),
            SHARES[unit % len(SHARES)],
            response,
            int(rng.integers(*COMPARED)),
        )
        for unit in range(UNITS)
    ]


class Tally:
    """Sums over waves: units that fell and were seen to, and intervals that hold."""

    def __init__(self) -> None:
        self.seen: list[bool] = []
        self.false_falls: list[bool] = []
        self.unit: list[bool] = []
        self.frame: list[bool] = []
        self.province: list[bool] = []
        self.redrawn: list[bool] = []
        self.short: list[bool] = []


def one_wave(
    rng: np.random.Generator, number: int, response: float, tally: Tally
) -> None:
    """Plans, draws, asks and estimates one wave.

    Args:
        rng: Draws everything but who is asked, which the seed of the wave decides.
        number: Of the wave.
        response: Share of those asked who answer, whatever they think.
        tally: Gets the outcome.
    """
    units = strata(rng, response)
    planned = plan_wave(units, WANTED).units
    frames, truths = {}, []
    for place, (unit, outlook) in enumerate(zip(units, planned, strict=True)):
        falls = place % 2 == 0 and not isnan(outlook.fall)
        share = unit.share - outlook.fall if falls else unit.share
        frames[unit.key] = rng.random(unit.population) < share
        truths.append(share)
    n, x = [], []
    for unit, outlook in zip(units, planned, strict=True):
        codes = {"": [f"{unit.key}-{i}" for i in range(unit.population)]}
        sizes = (outlook.n_forms,)
        [drawn] = draw_stages(f"wave {number}", unit.key, codes, sizes)
        asked = [int(code.split("-")[1]) for code in drawn]
        answered = np.array(asked)[rng.random(len(asked)) < response]
        n.append(len(answered))
        x.append(int(frames[unit.key][answered].sum()))
    _count(rng, units, planned, truths, np.array(n), np.array(x), frames, tally)
    satisfied = np.array([frames[unit.key].sum() for unit in units])
    served = np.array([unit.population for unit in units])
    forms = np.array([outlook.n_forms for outlook in planned])
    # a stream of its own: what else is measured does not depend on it
    again = rng.spawn(1)[0]
    n_again = again.binomial(forms, response, (REDRAWN, UNITS))
    x_again = again.hypergeometric(satisfied, served - satisfied, n_again)
    truth = satisfied.sum() / served.sum()
    tally.redrawn += _holds(served, n_again, x_again, truth)


def _holds(
    served: np.ndarray, n: np.ndarray, x: np.ndarray, truth: float
) -> list[bool]:
    """Whether the province's interval holds its truth, one a row of samples × units."""
    rows, width = n.shape
    each = np.arange(n.size)
    size = np.tile(served, rows)
    whole = combined_shares(
        each // width,
        each,
        size,
        (x / n).ravel(),
        n.ravel(),
        n.ravel(),
        rows,
        unasked=1 - n.ravel() / size,
    )
    return list((whole.lo <= truth) & (truth <= whole.hi))


def _count(
    rng: np.random.Generator,
    units: list[Stratum],
    planned: tuple[Outlook, ...],
    truths: list[float],
    n: np.ndarray,
    x: np.ndarray,
    frames: dict[str, np.ndarray],
    tally: Tally,
) -> None:
    before = np.array([unit.n_compared or 0 for unit in units])
    x_before = rng.binomial(before, [unit.share for unit in units])
    _, _, high = newcombe_bounds(x, n, x_before, before)
    each = np.arange(len(units))
    one = combined_shares(each, each, np.ones(len(n)), x / n, n, n, len(n))
    tally.unit += list((one.lo <= truths) & (truths <= one.hi))
    served = np.array([unit.population for unit in units])
    for place, unit in enumerate(units):
        is_fallen = truths[place] < unit.share
        (tally.seen if is_fallen else tally.false_falls).append(bool(high[place] < 0))
        left = 1 - n[place] / served[place]
        lo, hi = shown_limits(x[place] / n[place], n[place] / left, 0.95)
        tally.frame.append(bool(lo <= frames[unit.key].mean() <= hi))
        tally.short.append(bool(n[place] < 0.9 * planned[place].n_answers))
    truth = float(np.concatenate(list(frames.values())).mean())
    tally.province += _holds(served, n[None, :], x[None, :], truth)


def main() -> None:
    """Prints what was seen and held beside the bars; exit 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261129)
    given = parser.parse_args()
    is_met = True
    for response in RESPONSES:
        rng = np.random.default_rng(given.seed)
        tally = Tally()
        for number in range(given.waves):
            one_wave(rng, number, response, tally)
        print(f"response {response:.0%}, {given.waves} waves of {UNITS} units:")
        measured = {
            "promised fall seen": (tally.seen, SEEN_BAR),
            "unit interval holds its share": (tally.unit, COVER_BAR),
            "unit interval holds its frame": (tally.frame, COVER_BAR),
            "province interval holds its frame": (tally.province, COVER_BAR),
            f"the same, {REDRAWN} more samples a wave": (tally.redrawn, COVER_BAR),
        }
        for what, (found, (least, most)) in measured.items():
            share = float(np.mean(found))
            # a share of so many draws is itself known to two standard errors
            slack = 2 * float(np.sqrt(share * (1 - share) / len(found)))
            is_met &= least - slack <= share <= most + slack
            print(
                f"  {what}: {share:.1%} ± {slack:.1%} of {len(found)}"
                f" (bar {least:.0%}–{most:.0%})"
            )
        print(f"  fall seen where there is none: {np.mean(tally.false_falls):.1%}")
        print(f"  units 10 % short of the answers promised: {np.mean(tally.short):.1%}")
    raise SystemExit(not is_met)


if __name__ == "__main__":
    main()
