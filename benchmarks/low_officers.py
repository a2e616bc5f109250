"""Are the officers on whom due process opens by ballots those planted as low?

Simulated provinces of 700 officers, 21 of them planted far below (60 to 74 % satisfied)
among colleagues of 84 to 96 %. Their service ballots go through the very function that
a build judges officers by, year by year as matters are opened, those of coached units
and of one that never asks about its low officer among them. Wrong is a name whose true
share is not below the limit; a list is exact that names all planted of whom enough
ballots of two years speak, and nobody wrongly.

    python -m benchmarks.low_officers [--cases 60000 300000] [--provinces 24]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter as Tally
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.officer_tiers import shipped_settings
from ingest.simulation.clock import month_of, month_start, to_date
from ingest.simulation.people import officer_code
from ingest.simulation.service import Counter, ServiceBallots
from ingest.simulation.surveys import SERVICE_ITEMS
from ingest.simulation.tables import exports
from ingest.simulation.world import World, draw_world
from warehouse.statistics.officers.judged import officer_tiers
from warehouse.statistics.officers.tiers import EVIDENCE, TOO_FEW

OFFICER_ITEMS = [i for i, item in enumerate(SERVICE_ITEMS) if item.startswith("off_")]
SATISFIED_FROM = 4
FIRST_SEED = 20261130
Kind = tuple[str, str, str, int, int]
"""Officer, year, kind of work, satisfied answers, answers."""


@dataclass(frozen=True)
class Opened:
    """What came of one province.

    Attributes:
        ballots: Median ballots of a planted officer in all judged years.
        low: Officers planted as low.
        enough: Those of whom enough ballots of two years speak to be judged.
        found: Those named among them.
        named: All who were named.
        wrong: Those whose true share is not below the limit.
        printed: Share of wrong names the page would print.
    """

    ballots: float
    low: int
    enough: int
    found: int
    named: int
    wrong: int
    printed: float


def main() -> None:
    """Prints one line for each size."""
    asked = argparse.ArgumentParser(prog="low_officers", description=__doc__)
    asked.add_argument("--cases", type=int, nargs="+", default=[60_000, 300_000])
    asked.add_argument("--provinces", type=int, default=24)
    sizes = asked.parse_args()
    heads = ["cases", "provinces", "ballots of one", "planted", "enough ballots"]
    heads += ["found", "named", "wrong", "printed", "lists exact"]
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---:|' * len(heads)}\n")
    for n_cases in sizes.cases:
        seeds = range(FIRST_SEED, FIRST_SEED + sizes.provinces)
        told = [opened(n_cases, seed) for seed in seeds]
        sys.stdout.write(f"| {' | '.join(_cells(n_cases, told))} |\n")
        sys.stdout.flush()


def opened(n_cases: int, seed: int) -> Opened:
    """Names the officers of one province by all their ballots."""
    world = draw_world(n_cases=n_cases, seed=seed, has_effect=True)
    settings = shipped_settings()
    counts = ballots_of(world)
    officer, year, work, good, size = zip(*counts, strict=True)
    n = np.array(list(counts.values()), dtype=float)
    sizes = np.array(size)
    satisfied = n * np.array(good) / sizes
    rows = ([*officer], [*year], [*work], satisfied, n, sizes)
    judged = officer_tiers(*rows, settings=settings)
    last = max(year)
    rows_of_all = zip(judged.officer, judged.period, judged.tier, strict=True)
    tiers = {who: tier for who, when, tier in rows_of_all if when == last}
    named = {who for who, tier in tiers.items() if tier == EVIDENCE}
    heard = Tally(
        who
        for who, n_asked in zip(judged.officer, judged.n, strict=True)
        if n_asked >= settings.n_look
    )
    # what was seen in one year alone is no repetition
    enough = {who for who in tiers if heard[who] >= settings.k}
    enough -= {who for who, tier in tiers.items() if tier == TOO_FEW}
    low = {officer_code(int(one)) for one in world.people.low_officers}
    shares = world.people.true_share
    below = {
        officer_code(int(one)) for one in np.flatnonzero(shares < settings.theta_min)
    }
    of_low = [sum(v for k, v in counts.items() if k[0] == one) for one in sorted(low)]
    return Opened(
        float(np.median(of_low)),
        len(low),
        len(low & enough),
        len(named & low),
        len(named),
        len(named - below),
        judged.expected_wrong_share[last],
    )


def ballots_of(world: World) -> Tally[Kind]:
    """How many ballots of each kind, those without an answer on the officer aside."""
    counter, counts = Counter(world), Tally[Kind]()
    groups = np.array(_groups(world))
    for month, received, _ in exports(world):
        counter.returned(month, received)
        _count(counts, counter.answered(month), groups)
    return counts


def _groups(world: World) -> list[str]:
    rows = world.procedures.rows.drop_duplicates("procedure_code")
    group = dict(zip(rows["procedure_code"], rows["procedure_group"], strict=True))
    return [str(group[code]) for code in world.procedures.code]


def _count(
    counts: Tally[Kind], ballots: ServiceBallots, groups: npt.NDArray[np.str_]
) -> None:
    answers = ballots.levels[:, OFFICER_ITEMS]
    size = (answers > 0).sum(axis=1)
    good = (answers >= SATISFIED_FROM).sum(axis=1)
    asked = np.flatnonzero(size)
    for place in asked.tolist():
        case = ballots.cases[place]
        year = str(to_date(month_start(int(month_of(ballots.day[place])))).year)
        work = f"{groups[case['procedure']]}|{case['channel']}"
        who = officer_code(int(case["officer"]))
        counts[who, year, work, int(good[place]), int(size[place])] += 1


def _cells(n_cases: int, told: list[Opened]) -> list[str]:
    named, wrong = (sum(getattr(o, k) for o in told) for k in ("named", "wrong"))
    printed = sum(o.printed * o.named for o in told if o.named) / max(named, 1)
    exact = sum(o.found == o.enough and o.wrong == 0 for o in told)
    return [
        f"{n_cases:,}",
        str(len(told)),
        f"{np.median([o.ballots for o in told]):.0f}",
        str(sum(o.low for o in told)),
        str(sum(o.enough for o in told)),
        str(sum(o.found for o in told)),
        str(named),
        f"{wrong} = {wrong / max(named, 1):.1%}",
        f"{printed:.1%}",
        f"{exact} of {len(told)}",
    ]


if __name__ == "__main__":
    main()
