"""Which units are hidden where figures are split by groups of people.

The groups of one kind add up to the unit's ballots, and the units to those above, on
both maps and in both waves. A unit is shown with all groups of a kind or with none:
whoever sees all but one of them would subtract the last. A unit that is hidden whole
is hidden in its groups too.
"""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.hiding.hidden_cells import Geography, Units, connected, hidden_units
from warehouse.hiding.hidden_waves import Row
from warehouse.hiding.people import NO_REPEATS, Repeats, with_people

GROUPS = """
select
    map,
    unit_key,
    before_wave,
    after_wave,
    wave_code,
    item_code,
    group_kind,
    group_code,
    n_answers,
from main.agg_pair_respondents
where item_kind = 'item' and not is_others
order by all
"""


def hidden_group_cells(
    rows: Iterable[Row],
    hidden_pairs: Iterable[tuple[str, str, str, str]],
    geography: Geography,
    k: int,
    repeats: Repeats = NO_REPEATS,
) -> set[tuple[str, ...]]:
    """Chooses the units to hide in each kind of groups, in all its slices at once.

    Args:
        rows: Answers by map, unit, pair, wave, item, kind and group.
        hidden_pairs: Map, unit and waves before and after of the units hidden whole.
        geography: Who is above whom, and who took over from whom.
        k: Fewest people a figure may be about.
        repeats: Which of the ballots are further ones of a person.

    Returns:
        Map, unit, wave before, wave after and kind.
    """
    rows, whole = list(rows), list(hidden_pairs)
    pairs = {(row["before_wave"], row["after_wave"]) for row in rows}
    hidden: set[tuple[str, ...]] = set()
    for waves in connected(sorted(pairs)):
        also = frozenset((map_, unit) for map_, unit, b, _ in whole if b in waves)
        maps: dict[str, dict[str, Units]] = {}
        for row in rows:
            if row["before_wave"] in waves:
                units = maps.setdefault(row["group_kind"], {})
                unit = units.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
                group = f"{row['group_kind']}/{row['group_code']}"
                slice_ = (row["wave_code"], row["item_code"], group)
                unit[slice_] = float(row["n_answers"] or 0)
        for kind, ballots in maps.items():
            of_map = with_people(ballots, repeats)
            found = hidden_units(
                of_map.get("then", {}), of_map.get("today", {}), geography, k, also
            )
            hidden |= {
                (map_, unit, *pair, kind)
                for map_, unit in found | also
                for pair in pairs
                if pair[0] in waves
            }
    return hidden
