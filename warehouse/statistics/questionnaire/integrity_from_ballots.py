"""Signs that a batch of ballots needs a look, from the ballots themselves.

They are evidence, never proof, never deletion. A build counts the same in SQL (a
ballot ticked straight down is `is_straight` of `int_ballots`) and judges the counts by
`integrity_from_counts`; what is here says what those must give.

In this survey a ballot full of fives is ordinary; what is not ordinary is a day's
ballots that come in blocks, repeat each other, or agree better than chance lets
honest ballots agree. The page says "data need a check".
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from warehouse.statistics.officers.shrinkage_means import tarone_test
from warehouse.statistics.questionnaire.integrity_from_counts import TOO_UNIFORM_P
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LongString:
    """How uniform single ballots are.

    Attributes:
        longest_run: Longest run of one level per ballot; nan for an empty ballot.
        straight_line: 1 if all answers are equal, else 0; nan if empty.
        irv: Standard deviation of the levels; nan below two answers.
        share_straight: Share of ballots with all answers equal; nan if none.
        reason: Why values are undefined; empty otherwise.
    """

    longest_run: tuple[float, ...]
    straight_line: tuple[float, ...]
    irv: tuple[float, ...]
    share_straight: float
    reason: Reason = Reason.NONE


def longest_run(values: Sequence[Hashable]) -> int:
    """Length of the longest run of equal neighbours; 0 for nothing."""
    return max((sum(1 for _ in run) for _, run in groupby(values)), default=0)


def longstring(ballots: Sequence[Sequence[float | None]]) -> LongString:
    """Measure the longest run of one level, and the spread, of each ballot.

    To a reader: ballots ticked straight down one column. Weakness: a truly
    satisfied citizen also ticks straight down; only the share over a batch says
    something, and only against other batches.

    Formula: Johnson (2005) long string; Dunn et al. (2018) intra-individual
    response variability. Missing answers are left out.

    Args:
        ballots: Levels of each ballot in item order; None for no answer.
    """
    longest, straight, spread = [], [], []
    for ballot in ballots:
        levels = [v for v in ballot if v is not None and v == v]
        run = longest_run(levels)
        longest.append(float(run) if levels else np.nan)
        straight.append(float(run == len(levels)) if levels else np.nan)
        spread.append(float(np.std(levels, ddof=1)) if len(levels) > 1 else np.nan)
    answered = [v for v in straight if v == v]
    return LongString(
        longest_run=tuple(longest),
        straight_line=tuple(straight),
        irv=tuple(spread),
        share_straight=float(np.mean(answered)) if answered else np.nan,
        reason=Reason.NONE if answered else Reason.EMPTY,
    )


@dataclass(frozen=True)
class RunsTest:
    """Do equal answers come in blocks.

    Attributes:
        runs: Number of runs of equal neighbours.
        expected_runs: Expected number if the order were random.
        var_runs: Its variance.
        z: Standardised runs; below -3 is a flag. nan if all are equal.
        p_too_few: P(as few runs or fewer), normal approximation.
        longest_identical: Longest run.
        adjacent_identical: Neighbouring pairs that are equal.
        reason: Why values are undefined; empty otherwise.
    """

    runs: int
    expected_runs: float
    var_runs: float
    z: float
    p_too_few: float
    longest_identical: int
    adjacent_identical: int
    reason: Reason = Reason.NONE


def sequence_runs_test(sequence: Sequence[Hashable]) -> RunsTest:
    """Test whether a day's ballots come in blocks of equal answers.

    To a reader: ballots filled in by one hand come in blocks; citizens do not
    queue by opinion. Weakness: a real morning of one procedure also makes
    blocks; the normal tail is rough below about 20 ballots.

    Formula: Barton & David (1957): E = (N(N+1) - S2) / N,
    V = (S2 (S2 + N(N+1)) - 2 N S3 - N^3) / (N^2 (N-1)), S2 and S3 the sums of
    squared and cubed category counts; no continuity correction.

    Args:
        sequence: One value per ballot, in the order received.
    """
    size = len(sequence)
    if size == 0:
        return RunsTest(0, np.nan, np.nan, np.nan, np.nan, 0, 0, Reason.EMPTY)
    counts: dict[Hashable, int] = {}
    for value in sequence:
        counts[value] = counts.get(value, 0) + 1
    runs = sum(1 for _ in groupby(sequence))
    s2 = sum(c**2 for c in counts.values())
    s3 = sum(c**3 for c in counts.values())
    top = s2 * (s2 + size * (size + 1)) - 2 * size * s3 - size**3
    variance = top / (size**2 * (size - 1)) if size > 1 else np.nan
    expected = (size * (size + 1) - s2) / size
    z = (runs - expected) / np.sqrt(variance) if variance > 0 else np.nan
    return RunsTest(
        runs=runs,
        expected_runs=expected,
        var_runs=variance,
        z=float(z),
        p_too_few=float(ndtr(z)),
        longest_identical=longest_run(sequence),
        adjacent_identical=size - runs,
        reason=Reason.NONE if variance > 0 else Reason.FIXED_ORDER,
    )


@dataclass(frozen=True)
class DuplicateVectors:
    """Equal whole ballots next to each other, against what chance gives.

    Attributes:
        n_ballots: Ballots in the batch.
        n_distinct: Different answer vectors.
        adjacent_pairs: Neighbouring ballots that are equal.
        expected_pairs: Expected number in random order, sum n (n - 1) / N.
        ratio: adjacent_pairs / expected_pairs; nan if none are expected.
        reason: Why the ratio is undefined; empty otherwise.
    """

    n_ballots: int
    n_distinct: int
    adjacent_pairs: int
    expected_pairs: float
    ratio: float
    reason: Reason = Reason.NONE


def duplicate_vectors(vectors: Sequence[Hashable]) -> DuplicateVectors:
    """Count equal neighbouring ballots of a batch against expectation.

    To a reader: copies made one after the other. Weakness: with everyone on
    level five, equal neighbours are expected, and the ratio stays near 1.

    Formula: of the N - 1 neighbouring pairs each is equal with probability
    sum n (n - 1) / (N (N - 1)).

    Args:
        vectors: One hashable per ballot (e.g. the tuple of its levels), in order.
    """
    counts: dict[Hashable, int] = {}
    for vector in vectors:
        counts[vector] = counts.get(vector, 0) + 1
    size = len(vectors)
    expected = sum(c * (c - 1) for c in counts.values()) / size if size else 0.0
    pairs = sum(a == b for a, b in pairwise(vectors))
    return DuplicateVectors(
        n_ballots=size,
        n_distinct=len(counts),
        adjacent_pairs=pairs,
        expected_pairs=expected,
        ratio=pairs / expected if expected > 0 else np.nan,
        reason=Reason.NONE if expected > 0 else Reason.NO_REPEATS,
    )


@dataclass(frozen=True)
class TooUniform:
    """Shares of officers or days that agree better than chance.

    Attributes:
        p_value: Lower tail of the chi-square over groups; nan if undefined.
        is_flagged: True if p_value < 0.001.
        reason: Why the p-value is undefined; empty otherwise.
    """

    p_value: float
    is_flagged: bool
    reason: Reason = Reason.NONE


def too_uniform(x: npt.ArrayLike, n: npt.ArrayLike) -> TooUniform:
    """Flag groups whose shares are more alike than chance allows.

    To a reader: real days differ; invented ones are all 92 %. Weakness: needs
    expected counts of about 5 in each outcome of each group.

    Formula: lower tail of the Pearson chi-square, see `tarone_test`.

    Args:
        x: Satisfied ballots per group (officer or day).
        n: Valid ballots per group.
    """
    test = tarone_test(x, n)
    p = test.p_too_uniform
    return TooUniform(p, bool(p < TOO_UNIFORM_P), test.reason)
