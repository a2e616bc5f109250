"""Which units are hidden where figures are split by groups of people.

The groups of one kind add up to the unit's ballots, and the units to those above, on
both maps and in both waves. A unit is shown with all groups of a kind or with none:
whoever sees all but one of them would subtract the last. A unit that is hidden whole
is hidden in its groups too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from warehouse.hiding.hidden_cells import Geography, Units, hidden_units
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
    hidden_waves: Iterable[tuple[str, str, str]],
    geography: Geography,
    k: int,
    repeats: Repeats = NO_REPEATS,
) -> set[tuple[str, ...]]:
    """Chooses the units to hide in each kind of groups, in all its slices at once.

    Each wave has its own pattern, and a pair is hidden by either: a wave that waits
    changes nothing of one that is read.

    Args:
        rows: Answers by map, unit, pair, wave, item, kind and group.
        hidden_waves: Map, unit and wave of the units hidden whole.
        geography: Who is above whom, and who took over from whom.
        k: Fewest people a figure may be about.
        repeats: Which of the ballots are further ones of a person.

    Returns:
        Map, unit, wave before, wave after and kind.
    """
    whole: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for map_, unit, wave in hidden_waves:
        whole[wave].add((map_, unit))
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    of_wave: dict[tuple[str, str], dict[str, Units]] = {}
    for row in rows:
        wave, kind = row["wave_code"], row["group_kind"]
        pairs[wave].add((row["before_wave"], row["after_wave"]))
        units = of_wave.setdefault((wave, kind), {}).setdefault(row["map"], {})
        slice_ = (wave, row["item_code"], f"{kind}/{row['group_code']}")
        units.setdefault(row["unit_key"], {})[slice_] = float(row["n_answers"] or 0)
    hidden: set[tuple[str, ...]] = set()
    for (wave, kind), ballots in of_wave.items():
        of_map, also = with_people(ballots, repeats), frozenset(whole[wave])
        found = hidden_units(
            of_map.get("then", {}), of_map.get("today", {}), geography, k, also
        )
        hidden |= {
            (map_, unit, *pair, kind)
            for map_, unit in found | also
            for pair in pairs[wave]
        }
    return hidden
