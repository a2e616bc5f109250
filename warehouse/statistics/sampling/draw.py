"""A draw without replacement that anyone can repeat with other code.

Each code gets the number sha256(seed + "|" + code), UTF-8, in hex. Within a stratum
codes stand in the order of their numbers: the first ones are drawn, the next ones
replace them, in that order. Nothing depends on the order of the file, on a library of
random numbers or on its version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

_NUMBERS = 1 << 256
"""How many numbers sha256 can give."""


def draw_order(seed: str, codes: Collection[str]) -> list[str]:
    """All codes in the order in which a seed draws them.

    Source: ordering by a permanent random number, Ohlsson (1995), "Coordination of
    samples using permanent random numbers"; the number is a hash, so that it can be
    checked.
    Lay meaning: a lottery whose outcome the seed fixes.
    Weakness: who knows seed and frame before the draw knows its outcome.

    >>> draw_order("a", ["H1", "H2", "H3"]) == draw_order("a", ["H3", "H1", "H2"])
    True
    """
    return sorted(codes, key=lambda code: (seeded_number(seed, code), code))


def draw_stages(
    seed: str,
    name: str,
    strata: Mapping[str, Collection[str]],
    sizes: Sequence[int],
) -> tuple[tuple[str, ...], ...]:
    """Draws one after the other what each stage asks for, from what is left.

    Each stage is spread over the strata by what is left of them (`spread`), and each
    stratum gives the next ones in its order; a stage lists them by their numbers. With
    one stratum the stages are slices of one order.

    Args:
        seed: Any text.
        name: Of what is drawn from; with the seed it rounds the spread.
        strata: Stratum → codes, each code once in all of them.
        sizes: How many each stage draws; fewer where no more are left.

    Returns:
        Codes of each stage, in the order drawn.
    """
    left = {key: draw_order(seed, strata[key]) for key in sorted(strata)}
    stages = []
    for number, size in enumerate(sizes):
        counts = {key: len(codes) for key, codes in left.items()}
        wanted = spread(f"{seed}|{name}|{number}", counts, size)
        drawn = [code for key, n in wanted.items() for code in left[key][:n]]
        # numbers of what is left of a stratum depend on what it gave before: a stage
        # of several strata is put in an order of its own
        own = seed if len(strata) < 2 else f"{seed}|{name}|{number}"
        stages.append(tuple(draw_order(own, drawn)))
        left = {key: codes[wanted[key] :] for key, codes in left.items()}
    return tuple(stages)


def spread(seed: str, counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many each stratum gives: its part of the size, rounded up or down by chance.

    Source: systematic rounding of cumulated parts (Madow 1949; Cox 1987, "A
    constructive procedure for unbiased controlled rounding"). Nₕ n / N is the expected
    number, so that everybody is drawn with the chance n / N, whatever the size of
    their hamlet.
    Lay meaning: a hamlet of half a form gets one in every second draw, not never.
    Weakness: two small hamlets side by side are seldom drawn together.

    Args:
        seed: Any text; sha256 of it, as a fraction of 2²⁵⁶, is where rounding begins.
        counts: Stratum → codes it has.
        size: How many are drawn of all; all of them where there are fewer.
    """
    whole = sum(counts.values())
    size = min(size, whole)
    start = int(sha256(seed.encode()).hexdigest(), 16)
    found, before, rounded = {}, 0, 0
    for key in sorted(counts):
        before += counts[key]
        # floor(n · cumulated / N + start), in whole numbers: no rounding of floats
        upto = (size * before * _NUMBERS + start * whole) // (whole * _NUMBERS or 1)
        found[key], rounded = upto - rounded, upto
    return found


def seeded_number(seed: str, code: str) -> str:
    """The number of a code, 64 hexadecimal digits."""
    return sha256(f"{seed}|{code}".encode()).hexdigest()
