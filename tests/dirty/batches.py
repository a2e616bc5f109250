"""Which rows are spoilt together in one build, so that each can be told apart."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.dirty.spoilings import Sort, Spoiling
from tests.dirty.units import Units

SEED = 20261128
N_OF_A_FILE = 8
"""Rows of one file spoilt in one build; each is found again by its line."""
OF_ALL_UNITS = ("procedure", "calendar_day", "wave", "item")
"""Lists whose rows are about every unit's figures."""
LISTS = (*OF_ALL_UNITS, "unit", "unit_succession", "unit_alias", "officer")
ALWAYS = (
    ("case_step", "case_code", "unknown_code"),
    ("case_step", "officer_code", "unknown_code"),
    ("case", "resolving_unit_code", "unknown_code"),
    ("case", "residence_unit_code", "unknown_code"),
    ("case", "officer_code", "unknown_code"),
    ("index_mark", "unit_code", "blank"),
)
"""Kind, column and sort that once went unseen or stopped a build: in each sample."""
Batch = list[Spoiling]


def together(sorts: Iterable[Sort], units: Units) -> list[Batch]:
    """All of them, in as few builds as keep them apart; lists in builds of their own.

    A row is spoilt once in a build. Rows are of one half of the units, as far as
    there are any, so that the figures of the other half can be compared.
    """
    batches: dict[tuple[bool, int], Batch] = defaultdict(list)
    for some in _by_file(sorts).values():
        number, used = 0, set[int]()
        for sort in some:
            row = _free_row(sort, used, units)
            if row is None or len(used) == N_OF_A_FILE:
                number, used = number + 1, set()
                row = _free_row(sort, used, units)
            if row is None:
                continue
            used.add(row)
            batch = batches[sort.kind.name in LISTS, number]
            batch.append(Spoiling(sort, row, sort.spoilt(row, len(batch))))
    return [batches[key] for key in sorted(batches)]


def sampled(sorts: Sequence[Sort], units: Units, n: int) -> Batch:
    """Some of what is no list, of every file, in one build."""
    chosen = random.Random(SEED)
    files = [
        chosen.sample(some, len(some))
        for some in _by_file(s for s in sorts if s.kind.name not in LISTS).values()
    ]
    for some in files:
        some.sort(key=lambda s: (s.kind.name, s.column, s.name) not in ALWAYS)
    drawn = [some[i] for i in range(N_OF_A_FILE) for some in files if i < len(some)]
    first, *_ = together(drawn[: n + len(files)], units)
    return sorted(first, key=lambda one: drawn.index(one.sort))[:n]


def _free_row(sort: Sort, used: set[int], units: Units) -> int | None:
    rows = range(sort.table.header + 1, len(sort.table.rows))
    free = [row for row in rows if row not in used and sort.fits(row)]
    free = [row for row in free if sort.table.stands_once(row)] or free
    best = [row for row in free if units.may_be_spoilt(sort.table.rows[row])]
    return next(iter(best or free), None)


def _by_file(sorts: Iterable[Sort]) -> dict[str, list[Sort]]:
    found: dict[str, list[Sort]] = defaultdict(list)
    for one in sorts:
        found[one.table.path.name].append(one)
    return found
