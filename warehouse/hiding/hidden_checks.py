"""Which marks of gaps rest on a hidden gap of an earlier survey.

A mark pools a gap with the one before it, and says whether there was one to pool: that
tells of a hidden gap whether many answered there, and by its neighbours' sum how few
did elsewhere. So a mark is told where the gaps it looked at are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from warehouse.hiding.hidden_waves import Row
from warehouse.statistics.agreement.gaps_over_waves import MOST_QUARTERS

CHECKED = """
select
    map,
    unit_key,
    item_code,
    period,
    n_strata = 1 and verdict_alone <> 'too_few' as is_told,
from main.stat_independent_gaps
order by all
"""
# map, unit key, question and quarter
Check = tuple[str, str, str, str]


def hidden_checks(
    rows: Iterable[Row], hidden_gaps: Collection[tuple[str, str, str]]
) -> set[Check]:
    """Chooses the marks to hide.

    Args:
        rows: map, unit_key, item_code, period and is_told, which says whether a gap
            rests on enough ballots of a single unit for a mark to pool it.
        hidden_gaps: Map, unit key and quarter of the hidden gaps.
    """
    series: dict[tuple[str, str, str], list[tuple[str, bool]]] = {}
    for row in rows:
        name = (row["map"], row["unit_key"], row["item_code"])
        series.setdefault(name, []).append((row["period"], bool(row["is_told"])))
    found: set[Check] = set()
    for (map_, unit, item), gaps in series.items():
        hidden = {q for q, _ in gaps if (map_, unit, q) in hidden_gaps}
        for period, is_told in gaps:
            # a gap that is not told has no mark, whatever came before it
            if is_told and _looks_at(period, gaps, hidden):
                found.add((map_, unit, item, period))
    return found


def _looks_at(
    period: str, gaps: Iterable[tuple[str, bool]], hidden: Collection[str]
) -> bool:
    """Whether a hidden gap comes before the one that is pooled, going back in time."""
    before = [
        (other, is_told)
        for other, is_told in gaps
        if 0 < _number(period) - _number(other) <= MOST_QUARTERS
    ]
    for other, is_told in sorted(before, reverse=True):
        if other in hidden or is_told:
            return other in hidden
    return False


def _number(quarter: str) -> int:
    year, _, part = quarter.partition("-Q")
    return int(year) * 4 + int(part)
