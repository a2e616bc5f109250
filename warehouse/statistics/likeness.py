"""Which communes are like one commune: its old district, its size, what it does.

Two communes are near in size where neither took in half as many cases again as the
other. What they do is the share of each group of procedures among their cases; two
are as like as the shares they have in common (one less the total variation distance).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NEAR_IN_SIZE = 1.5

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Commune:
    """What is looked at of one commune.

    Attributes:
        key: Its unit key.
        district: The district it lay in before the reform; None if not known.
        n_received: Cases it took in.
        mix: Group of procedures → its cases.
    """

    key: str
    district: str | None
    n_received: int
    mix: Counts


@dataclass(frozen=True, slots=True)
class Alike:
    """One commune beside another.

    Attributes:
        key: Its unit key.
        is_of_district: Both lay in one district before the reform.
        in_common: Part of its cases that falls on the same groups of procedures,
            0..1; None where the groups of either are not known.
    """

    key: str
    is_of_district: bool
    in_common: float | None


def nearest(own: Commune, others: Iterable[Commune]) -> list[Alike]:
    """The communes near in size, the most alike first.

    Those of the old district come before others, then those most like in what they
    do: that decides who is among them, and never how they stand.
    """
    found = [
        Alike(
            key=one.key,
            is_of_district=own.district is not None and one.district == own.district,
            in_common=in_common(own.mix, one.mix),
        )
        for one in others
        if one.key != own.key and _is_near(own.n_received, one.n_received)
    ]
    return sorted(
        found, key=lambda one: (not one.is_of_district, -(one.in_common or 0), one.key)
    )


def in_common(one: Counts, other: Counts) -> float | None:
    """Part that two divisions have in common, from 0 to 1; None if one is empty.

    >>> in_common({"a": 3, "b": 1}, {"a": 1, "c": 1})
    0.5
    """
    whole, whole_other = sum(one.values()), sum(other.values())
    if not whole or not whole_other:
        return None
    return sum(
        min(n / whole, other[name] / whole_other)
        for name, n in one.items()
        if name in other
    )


def _is_near(one: int, other: int) -> bool:
    return 0 < max(one, other) <= NEAR_IN_SIZE * min(one, other)
