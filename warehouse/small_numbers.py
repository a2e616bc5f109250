"""Hides figures about too few people: once, for page, export and report alike.

Every row that counts people leaves here with a `state`:
`shown`, `suppressed` (too few people to publish), `none` (nobody: a true zero) or
`missing` (not known). A suppressed row keeps its names and loses its numbers, the
counts too, because a count and a total give the rest away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warehouse.queries.query import SmallNumbers

Row = dict[str, Any]


def suppress_rows(
    rows: Iterable[Mapping[str, Any]],
    rule: SmallNumbers,
    min_n: int,
    hidden_cells: frozenset[tuple[Any, ...]] = frozenset(),
) -> list[Row]:
    """Returns the rows with small numbers made empty and a `state` on each.

    Args:
        rows: Rows of one query.
        rule: Which columns count people and which figures depend on them.
        min_n: Fewest people a figure may be about.
        hidden_cells: Values of `rule.cell` hidden to protect another cell.
    """
    return [_suppress(dict(row), rule, min_n, hidden_cells) for row in rows]


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


def _suppress(
    row: Row, rule: SmallNumbers, min_n: int, hidden: frozenset[tuple[Any, ...]]
) -> Row:
    state = state_of((row[name] for name in rule.counts), min_n)
    if rule.cell and tuple(row[name] for name in rule.cell) in hidden:
        state = "suppressed"
    if state == "suppressed":
        row.update(dict.fromkeys((*rule.counts, *rule.figures)))
    return {**row, "state": state}
