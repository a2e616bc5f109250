"""Hides figures about too few people: once, for page, export and report alike.

Every row that counts people leaves here with a `state`:
`shown`, `suppressed` (too few people to publish), `none` (nobody: a true zero) or
`missing` (not known). A suppressed row keeps its names and loses its numbers, the
counts too, because a count and a total give the rest away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding.shown_looks import LOOKED_AT, Looks, looks_of
from warehouse.hiding.small_numbers import SmallNumbers

Row = dict[str, Any]
_NO_LOOKS: Looks = {}


def suppress_rows(
    rows: Iterable[Mapping[str, Any]],
    rule: SmallNumbers,
    min_n: int,
    hidden_cells: frozenset[tuple[Any, ...]] = frozenset(),
    *,
    sees_acts: bool = False,
    looks: Looks = _NO_LOOKS,
) -> list[Row]:
    """Returns the rows with small numbers made empty and a `state` on each.

    Args:
        rows: Rows of one query.
        rule: Which columns count people and which figures depend on them.
        min_n: Fewest people a figure may be about.
        hidden_cells: Lattice and values of its columns, for every cell hidden to
            protect another.
        sees_acts: The reader gets acts of the office exactly.
        looks: How many units of those shown are looked at together.
    """
    found = [dict(row) for row in rows]
    exact = "acts" if sees_acts else ""
    states = _states(found, rule, min_n, hidden_cells, exact)
    for part in (rule, *rule.more):
        of_part = (
            states if part is rule else _states(found, part, min_n, hidden_cells, exact)
        )
        for row, state in zip(found, of_part, strict=True):
            if state == "suppressed":
                row.update(dict.fromkeys((*part.counts, *part.figures)))
    if rule.series_anew is not None:
        _make_series_anew(found, rule, rule.series_anew, hidden_cells)
    for row, state in zip(found, states, strict=True):
        if "n_looks" in row and state == "suppressed":
            row["n_looks"] = None  # none says that too few answered to be looked at
        elif row.get("n_looks") and rule.lattice in LOOKED_AT:
            row["n_looks"] = looks_of(row, rule.lattice, looks)
        for name in (rule.of_column, *rule.people):
            row.pop(name, None)
        row["state"] = state
    return found


def _make_series_anew(
    rows: list[Row],
    rule: SmallNumbers,
    make: Callable[[Sequence[Row]], None],
    hidden: frozenset[tuple[Any, ...]],
) -> None:
    """Lets what rests on a whole series rest on what is shown of it."""
    by_series: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        name = tuple(row[column] for column in rule.series)
        by_series.setdefault(name, []).append(row)
    for series in by_series.values():
        if any(_is_in_lattice(row, rule, hidden) for row in series):
            make(series)


def _is_in_lattice(
    row: Row, rule: SmallNumbers, hidden: frozenset[tuple[Any, ...]]
) -> bool:
    columns = LATTICES[rule.lattice]
    return (rule.lattice, *(row[name] for name in columns)) in hidden


def state_of(counts: Iterable[int | None], min_n: int) -> str:
    """Names the state of a figure from the counts it rests on.

    >>> state_of([120, 3], 5)
    'suppressed'
    >>> state_of([0, 0], 5)
    'none'
    """
    known = list(counts)
    if any(n is not None and 0 < n < min_n for n in known):
        return "suppressed"
    if not known or all(n is None for n in known):
        return "missing"
    return "none" if not any(known) else "shown"


def _states(
    rows: list[Row],
    rule: SmallNumbers,
    min_n: int,
    hidden: frozenset[tuple[Any, ...]],
    exact: str,
) -> list[str]:
    states = []
    for row in rows:
        is_exact = bool(exact) and row.get(rule.of_column, rule.of) == exact
        counts = [row[name] for name in (*rule.counts, *rule.people)]
        state = state_of(counts, 1 if is_exact else min_n)
        if rule.lattice and not is_exact and _is_in_lattice(row, rule, hidden):
            state = "suppressed"
        states.append(state)
    return states
