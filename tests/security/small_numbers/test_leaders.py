"""Up to four leaders who share all they read learn no other commune's figures."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.security.small_numbers.attacked_province import read_province
from tests.security.small_numbers.built import built_province
from tests.security.small_numbers.leaders import (
    SIDES,
    Beside,
    Known,
    coalitions,
    known_of,
    room,
)
from warehouse.demo_waves import release_demo_waves

RANDOM = random.Random(20261130)
PAIR, PERIOD = ("TRUOC-2025", "SAU-2026"), "2026"
# What docs/privacy.vi.md says of them.
LEAST_BALLOTS, LEAST_SHARE = 10, 0.05
TRIED, TRIED_AT_RELEASE = 60, 400


def found_by(known: Known, n_leaders: int, most: int) -> tuple[int, float, float]:
    """How many coalitions were tried, and the least room they leave."""
    tried = list(coalitions(known, n_leaders))
    # first those with the fewest other communes in a row with the one they seek
    tried.sort(key=lambda one: _n_unknown(known, *one))
    chosen = tried[: most // 2]
    rest = tried[most // 2 :]
    chosen += RANDOM.sample(rest, min(most // 2, len(rest)))
    rooms = [room(known, *one, side) for one in chosen for side in SIDES]
    ballots = min((one.ballots for one in rooms), default=float("inf"))
    return len(chosen), ballots, min((one.share for one in rooms), default=1.0)


def _n_unknown(known: Known, target: str, leaders: frozenset[str]) -> int:
    rows = (known.beside[u].members for u in leaders if u in known.beside)
    return min(len(row - leaders) for row in rows if target in row)


@pytest.mark.parametrize("n_leaders", [2, 3, 4])
def test_few_invented_leaders_learn_no_commune(n_leaders: int) -> None:
    # Ten communes, each beside five others: the fewest, and the most in common.
    names = [f"c{i}" for i in range(10)]
    units = {
        name: {f"n_{side}": RANDOM.randint(20, 90) for side in SIDES}
        | {f"share_{side}": RANDOM.uniform(0.6, 0.9) for side in SIDES}
        for name in names
    }
    beside = {}
    for i, name in enumerate(names):
        members = frozenset(names[(i + step) % 10] for step in (1, 2, 3, 8, 9))
        sums = {s: sum(units[u][f"n_{s}"] for u in members) for s in SIDES}
        means = {s: sum(units[u][f"share_{s}"] for u in members) / 5 for s in SIDES}
        beside[name] = Beside(
            members,
            {side: round(n / 10) * 10.0 for side, n in sums.items()},
            {side: round(mean, 2) for side, mean in means.items()},
        )
    n_tried, ballots, share = found_by(Known(units, beside), n_leaders, TRIED)
    assert n_tried >= 20
    assert ballots >= LEAST_BALLOTS
    assert share >= LEAST_SHARE


@pytest.mark.release
@pytest.mark.parametrize("n_cases", [2_000, 20_000])
def test_leaders_together_learn_no_commune(tmp_path: Path, n_cases: int) -> None:
    settings = built_province(tmp_path, n_cases)
    release_demo_waves(settings)  # leaders read no wave that waits
    province = read_province(settings)
    known = known_of(province, PAIR, PERIOD)
    assert len(known.beside) > 20
    for n_leaders in (2, 3, 4):
        n_tried, ballots, share = found_by(known, n_leaders, TRIED_AT_RELEASE)
        assert n_tried >= 20
        assert ballots >= LEAST_BALLOTS
        assert share >= LEAST_SHARE
