"""Draws: the right chance for everybody, the same outcome for the same seed."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.sampling.draw import draw_order, draw_strata

SIZES = {"91001": (5, 2), "91002": (8, 3), "91003": (12, 0), "91004": (1, 1)}
POPULATION = {"91001": 15, "91002": 40, "91003": 30, "91004": 7}
STRATA = {
    unit: [f"H{unit}-{n:03d}" for n in range(size)] for unit, size in POPULATION.items()
}
N_DRAWS = 10_000


def test_everybody_of_a_stratum_has_the_same_chance() -> None:
    """Each code n/N, counts within a stratum as a draw without replacement spreads."""
    position = {code: i for codes in STRATA.values() for i, code in enumerate(codes)}
    drawn = {unit: np.zeros(n) for unit, n in POPULATION.items()}
    first_in_place = {unit: np.zeros(n) for unit, n in POPULATION.items()}
    for number in range(N_DRAWS):
        samples = draw_strata(f"seed {number}", STRATA, SIZES)
        for unit, sample in samples.items():
            drawn[unit][[position[code] for code in sample.drawn]] += 1
            if sample.replacements:
                first_in_place[unit][position[sample.replacements[0]]] += 1
    for unit, (n, n_replacements) in SIZES.items():
        size = POPULATION[unit]
        share = n / size
        assert drawn[unit].sum() == n * N_DRAWS
        spread = N_DRAWS * share * (1 - share) * size / (size - 1)
        chi2 = ((drawn[unit] - N_DRAWS * share) ** 2).sum() / spread
        assert 0.001 < stats.chi2.sf(chi2, size - 1) < 0.999
        if n_replacements:
            assert stats.chisquare(first_in_place[unit]).pvalue > 0.001


def test_a_seed_draws_the_same_whatever_the_order_of_the_file() -> None:
    turned = {unit: codes[::-1] for unit, codes in reversed(STRATA.items())}
    one, two = draw_strata("s", STRATA, SIZES), draw_strata("s", turned, SIZES)
    assert one == two
    assert one != draw_strata("t", STRATA, SIZES)


def test_the_order_is_the_documented_one() -> None:
    """What anybody computes with any tool: sha256 of seed, a bar and the code."""
    codes = STRATA["91002"]
    by_hand = sorted(codes, key=lambda code: sha256(f"s|{code}".encode()).hexdigest())
    assert draw_order("s", codes) == by_hand
    sample = draw_strata("s", STRATA, SIZES)["91002"]
    assert (*sample.drawn, *sample.replacements) == tuple(by_hand[:11])
    # sha256sum of a|H1, a|H2, a|H3: f416…, 6d1d…, 5028…
    assert draw_order("a", ["H1", "H2", "H3"]) == ["H3", "H2", "H1"]


@pytest.mark.parametrize("codes", [[], ["H1"], ["H1", "H2"]])
def test_a_small_stratum_gives_all_it_has(codes: list[str]) -> None:
    sample = draw_strata("s", {"u": codes}, {"u": (2, 5)})["u"]
    assert sorted(sample.drawn) == codes
    assert sample.replacements == ()
