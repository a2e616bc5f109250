"""A draw without replacement that anyone can repeat with other code.

Each code gets the number sha256(seed + "|" + code), UTF-8, in hex. Within a stratum
codes stand in the order of their numbers: the first n are drawn, the next ones replace
them, in that order. Nothing depends on the order of the file, on a library of random
numbers or on its version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn of one stratum.

    Attributes:
        drawn: Codes to ask, in the order drawn.
        replacements: Codes that stand in, the first one first.
    """

    drawn: tuple[str, ...]
    replacements: tuple[str, ...]


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
    return sorted(codes, key=lambda code: (_number(seed, code), code))


def draw_strata(
    seed: str,
    strata: Mapping[str, Collection[str]],
    sizes: Mapping[str, tuple[int, int]],
) -> dict[str, Sample]:
    """Draws inside each stratum by itself.

    Args:
        seed: Any text.
        strata: Stratum → codes, each once.
        sizes: Stratum → how many are drawn, and how many replace them; a stratum
            with fewer gives all it has.
    """
    samples = {}
    for stratum, (n_drawn, n_replacements) in sizes.items():
        order = draw_order(seed, strata.get(stratum, ()))
        samples[stratum] = Sample(
            tuple(order[:n_drawn]),
            tuple(order[n_drawn : n_drawn + n_replacements]),
        )
    return samples


def _number(seed: str, code: str) -> str:
    return sha256(f"{seed}|{code}".encode()).hexdigest()
