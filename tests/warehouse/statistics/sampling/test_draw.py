"""Draws: the right chance for everybody, the same outcome for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.sampling.draw import draw_order, draw_stages, spread

SIZES = {"91001": (5, 2), "91002": (8, 3), "91003": (12, 0), "91004": (1, 1)}
POPULATION = {"91001": 15, "91002": 40, "91003": 30, "91004": 7}
CODES = {
    unit: [f"H{unit}-{n:03d}" for n in range(size)] for unit, size in POPULATION.items()
}
# a unit of hamlets, the smallest of which has less than half a form to expect
HAMLETS = {"Ao": 4, "Bến": 31, "Chợ": 12, "Đồi": 2, "Gò": 11}
IN_HAMLETS = {
    hamlet: [f"{hamlet}/{n}" for n in range(size)] for hamlet, size in HAMLETS.items()
}
N_DRAWS = 10_000


def counts_of(
    strata: Mapping[str, list[str]], sizes: tuple[int, int], name: str
) -> tuple[np.ndarray, np.ndarray]:
    """How often each code was drawn, and stood first among the replacements."""
    codes = [code for key in strata for code in strata[key]]
    position = {code: i for i, code in enumerate(codes)}
    drawn, stood_in = np.zeros(len(codes)), np.zeros(len(codes))
    for number in range(N_DRAWS):
        first, second = draw_stages(f"seed {number}", name, strata, sizes)
        drawn[[position[code] for code in first]] += 1
        if second:
            stood_in[position[second[0]]] += 1
    return drawn, stood_in


@pytest.mark.parametrize("unit", list(SIZES))
def test_everybody_of_a_unit_has_the_same_chance(unit: str) -> None:
    """Each code n/N, counts as a draw without replacement spreads them."""
    n, n_replacements = SIZES[unit]
    size = POPULATION[unit]
    drawn, stood_in = counts_of({"": CODES[unit]}, SIZES[unit], unit)
    share = n / size
    assert drawn.sum() == n * N_DRAWS
    spread_ = N_DRAWS * share * (1 - share) * size / (size - 1)
    chi2 = ((drawn - N_DRAWS * share) ** 2).sum() / spread_
    assert 0.001 < stats.chi2.sf(chi2, size - 1) < 0.999
    if n_replacements:
        assert stats.chisquare(stood_in).pvalue > 0.001


def test_everybody_has_the_same_chance_whatever_their_hamlet() -> None:
    """n/N in each hamlet, also where less than one form is to be expected."""
    n, size = 9, sum(HAMLETS.values())
    drawn, stood_in = counts_of(IN_HAMLETS, (n, 3), "91001")
    assert drawn.sum() == n * N_DRAWS
    home = np.repeat(np.arange(len(HAMLETS)), list(HAMLETS.values()))
    by_hamlet = np.bincount(home, drawn)
    for number, count in enumerate(HAMLETS.values()):
        expected = N_DRAWS * n * count / size
        # the number of a hamlet is rounded up or down: a Bernoulli share of it
        part = n * count / size % 1
        off = (by_hamlet[number] - expected) / np.sqrt(N_DRAWS * part * (1 - part))
        assert abs(off) < 4
        own = drawn[home == number]
        chi2 = ((own - own.mean()) ** 2).sum() / own.mean()
        assert stats.chi2.sf(chi2, count - 1) > 0.001
    assert stats.chisquare(stood_in).pvalue > 0.001


@pytest.mark.parametrize("size", [0, 1, 7, 23, 60, 100])
def test_a_spread_is_whole_and_never_more_than_there_is(size: int) -> None:
    whole = sum(HAMLETS.values())
    for number in range(50):
        found = spread(f"s{number}", HAMLETS, size)
        assert sum(found.values()) == min(size, whole)
        for hamlet, n in found.items():
            part = min(size, whole) * HAMLETS[hamlet] / whole
            assert int(part) <= n <= min(int(part) + 1, HAMLETS[hamlet])


def test_stages_of_one_stratum_are_slices_of_one_order() -> None:
    """So a draw made before units had strata is drawn again as it was."""
    order = draw_order("s", CODES["91002"])
    stages = draw_stages("s", "91002", {"": CODES["91002"]}, (8, 3, 5))
    assert stages == (tuple(order[:8]), tuple(order[8:11]), tuple(order[11:16]))


def test_nobody_is_drawn_twice_in_stages() -> None:
    stages = draw_stages("s", "91001", IN_HAMLETS, (9, 3, 20, 100))
    codes = [code for stage in stages for code in stage]
    assert len(codes) == len(set(codes)) == sum(HAMLETS.values())


def test_a_seed_draws_the_same_whatever_the_order_of_the_file() -> None:
    turned = {h: codes[::-1] for h, codes in reversed(IN_HAMLETS.items())}
    one = draw_stages("s", "91001", IN_HAMLETS, (9, 3))
    assert one == draw_stages("s", "91001", turned, (9, 3))
    assert one != draw_stages("t", "91001", IN_HAMLETS, (9, 3))


def test_the_order_is_the_documented_one() -> None:
    """What anybody computes with any tool: sha256 of seed, a bar and the code."""
    codes = CODES["91002"]
    by_hand = sorted(codes, key=lambda code: sha256(f"s|{code}".encode()).hexdigest())
    assert draw_order("s", codes) == by_hand
    # sha256sum of a|H1, a|H2, a|H3: f416…, 6d1d…, 5028…
    assert draw_order("a", ["H1", "H2", "H3"]) == ["H3", "H2", "H1"]


@pytest.mark.parametrize("codes", [[], ["H1"], ["H1", "H2"]])
def test_a_small_stratum_gives_all_it_has(codes: list[str]) -> None:
    drawn, replacements = draw_stages("s", "u", {"": codes}, (2, 5))
    assert sorted(drawn) == codes
    assert replacements == ()
