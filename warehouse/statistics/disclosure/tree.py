"""Hide small units in a tree of totals: commune, district, province.

Each shown parent less its shown descendants leaves a remainder: hidden leaves,
and people counted at the parent itself. The remainder must hold nothing secret,
or mix at least two cells and k people; otherwise one more unit is hidden, or the
parent itself.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

DEFAULT_K = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class TreeSuppression(Generic[Key]):
    """Which units of a tree to hide.

    Attributes:
        primary: Units hidden because 0 < count < k in some slice.
        hidden: All hidden units.
    """

    primary: frozenset[Key]
    hidden: frozenset[Key]


class _Tree(Generic[Key]):
    """Counts per unit and slice, and who is below whom."""

    def __init__(
        self,
        counts: Mapping[Key, Sequence[float]],
        parents: Mapping[Key, Key | None],
        k: int,
        partners: Collection[Key] | None,
    ) -> None:
        self.counts = counts
        self.k = k
        self.partners = counts.keys() if partners is None else frozenset(partners)
        self.children: dict[Key, list[Key]] = {unit: [] for unit in counts}
        for unit in counts:
            parent = parents.get(unit)
            if parent is not None and parent in self.children:
                self.children[parent].append(unit)
        self.own = {unit: self._own_people(unit) for unit in counts}

    def _own_people(self, unit: Key) -> list[float]:
        """People of a unit outside its children, per slice; never shown."""
        inside = zip(*(self.counts[c] for c in self.children[unit]), strict=True)
        sums = [sum(people) for people in inside] or [0] * len(self.counts[unit])
        pairs = zip(self.counts[unit], sums, strict=True)
        return [max(n - below, 0) for n, below in pairs]

    def has_small(self, counts: Sequence[float]) -> bool:
        """True if a slice must not be shown."""
        return any(0 < n < self.k for n in counts)

    def remainder(
        self, unit: Key, hidden: set[Key]
    ) -> list[tuple[Sequence[float], bool]]:
        """What a unit holds outside shown units: counts, and if they are secret."""
        own = self.own[unit]
        is_secret = not self.children[unit] or self.has_small(own)
        found: list[tuple[Sequence[float], bool]] = (
            [(own, is_secret)] if any(own) else []
        )
        for child in self.children[unit]:
            if child in hidden:
                found += self.remainder(child, hidden)
        return found

    def open_slices(self, unit: Key, hidden: set[Key]) -> list[int]:
        """Slices in which the remainder of a shown unit gives secret counts away."""
        if not self.children[unit]:
            return []
        cells = self.remainder(unit, hidden)
        if not any(is_secret for _, is_secret in cells):
            return []
        found = []
        for i, people in enumerate(zip(*(counts for counts, _ in cells), strict=True)):
            n_cells = sum(n > 0 for n in people)
            if n_cells and (n_cells < 2 or sum(people) < self.k):
                found.append(i)
        return found


def _smallest(tree: _Tree[Key], units: Sequence[Key], hidden: set[Key]) -> Key | None:
    """Smallest shown unit that holds people and may be hidden; the first of equals."""
    shown = [
        unit
        for unit in units
        if unit in tree.partners and unit not in hidden and any(tree.counts[unit])
    ]
    return min(shown, key=lambda u: sum(tree.counts[u]), default=None)


def _best_cover(
    tree: _Tree[Key], units: Sequence[Key], hidden: set[Key], slices: Sequence[int]
) -> Key | None:
    """Shown unit with people in most of the slices; the smallest of equals.

    Only a unit with people in an open slice helps to close it: a slice that few
    units have would else be closed last, after all that are smaller.
    """

    def n_covered(unit: Key) -> int:
        return sum(tree.counts[unit][i] > 0 for i in slices)

    helping = [
        unit
        for unit in units
        if unit in tree.partners and unit not in hidden and n_covered(unit)
    ]
    most = max(map(n_covered, helping), default=0)
    return _smallest(tree, [u for u in helping if n_covered(u) == most], hidden)


def _hide(tree: _Tree[Key], unit: Key, hidden: set[Key]) -> None:
    """Hide a unit, and the smallest line below it, so it is no sum of shown ones."""
    hidden.add(unit)
    covered = any(c in hidden and any(tree.counts[c]) for c in tree.children[unit])
    below = _smallest(tree, tree.children[unit], hidden)
    if below is not None and not covered and not any(tree.own[unit]):
        _hide(tree, below, hidden)


def _frontier(tree: _Tree[Key], unit: Key, hidden: set[Key]) -> list[Key]:
    """Children of a shown unit and of the hidden units right below it."""
    found: list[Key] = []
    for child in tree.children[unit]:
        found.append(child)
        if child in hidden:
            found += _frontier(tree, child, hidden)
    return found


def suppress_tree(
    counts: Mapping[Key, Sequence[float]],
    parents: Mapping[Key, Key | None],
    k: int = DEFAULT_K,
    forced: Collection[Key] = (),
    partners: Collection[Key] | None = None,
) -> TreeSuppression[Key]:
    """Choose one pattern of hidden units for a tree and all its slices.

    To a reader: as `suppress_1d`, for units inside units, and the same pattern in
    each wave, so that neither a roll-up nor a difference of waves gives a small
    unit away. Weakness: greedy, so it may hide a little more than the least
    possible; a page with another cut needs its own pattern.

    Formula: hide 0 < n < k; while the remainder of a shown parent holds fewer
    than two non-empty leaves or k people in some slices, hide the shown unit in
    it with people in most of these slices, the smallest of equals, or the parent
    if none has any (Hundepool et al. 2012, ch. 4).

    Args:
        counts: People per unit, one number per slice (wave, level).
        parents: Parent of each unit; None or absent for a root.
        k: Smallest count that may be shown.
        forced: Units hidden anyway, for what else is shown of the same people.
        partners: Units that may be hidden beside others; all where it is None. Where
            they are not enough, the parent is hidden all the same.
    """
    tree = _Tree(counts, parents, k, partners)
    primary = frozenset(unit for unit in counts if tree.has_small(counts[unit]))
    hidden: set[Key] = set()
    for unit in (unit for unit in counts if unit in primary or unit in forced):
        _hide(tree, unit, hidden)
    _settle(tree, hidden)
    return TreeSuppression(primary, frozenset(hidden))


def _settle(tree: _Tree[Key], hidden: set[Key]) -> None:
    """Hides more units until no remainder of a shown one gives a secret away."""
    is_settled = False
    while not is_settled:
        is_settled = True
        for unit in tree.counts:
            if unit in hidden or not (slices := tree.open_slices(unit, hidden)):
                continue
            extra = _best_cover(tree, _frontier(tree, unit, hidden), hidden, slices)
            _hide(tree, unit if extra is None else extra, hidden)
            is_settled = False


def thin_parents(
    counts: Mapping[Key, Sequence[float]],
    parents: Mapping[Key, Key | None],
    k: int,
    hidden: Collection[Key],
) -> list[Key]:
    """Shown units that less what is shown below them give a secret away.

    Args:
        counts: People per unit, one number per slice.
        parents: Parent of each unit; None or absent for a root.
        k: Smallest count that may be shown.
        hidden: Hidden units.
    """
    tree, gone = _Tree(counts, parents, k, None), set(hidden)
    return [u for u in counts if u not in gone and tree.open_slices(u, gone)]
