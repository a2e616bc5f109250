"""Which gaps between a unit's own ballots and an independent survey are hidden.

A gap counts people whom a survey asked, and ballots of the counter of its days. The
first are people of the survey: its shares and its gaps have one pattern. Of the others,
a unit whose months are hidden where the survey touches them has a hidden gap too; where
the months are known, what is told of a gap is also what is left of them, so both are
kept from being few. What is hidden of the months never goes by a gap, so it tells
nothing of a survey that waits.

A unit above counts only those of its units that have ballots on both sides, where any
has. One with ballots on one side alone is no part of it, and hides nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from warehouse.hiding.blocks import Block, Cell, block_of
from warehouse.hiding.hidden_ballots import touched_months
from warehouse.hiding.hidden_cells import Geography, Units, hidden_units, whole_people
from warehouse.hiding.hidden_waves import Ask, Row, WaveCount, quarter_of, rows_if_built
from warehouse.hiding.people import Repeats, with_people
from warehouse.statistics.disclosure.tree import thin_parents

GAPS = """
select map, unit_key, period, item_code, n_service, n_independent
from main.stat_independent_gaps
order by all
"""
# of each survey the people of those parts of a gap that have ballots on both sides
PAIRED = """
with parts as (
    select
        map,
        unit_key,
        period,
        item_code,
        front_wave,
        sum(n_service * share_moved) as n_service,
        sum(n_independent * share_moved) as n_independent,
    from main.agg_gap_strata
    group by map, unit_key, period, item_code, front_wave, stratum_key
)

select map, unit_key, period, item_code, front_wave, sum(n_independent) as n,
from parts
where n_service > 0 and n_independent > 0
group by all
order by all
"""
# as `WaveCount` names a question
OF_ITEM = "item/"
# map and unit key
_Unit = tuple[str, str]
_Maps = dict[str, Units]


class Gaps(NamedTuple):
    """Gaps of a build.

    Attributes:
        rows: map, unit_key, period, item_code, n_service, n_independent and is_paired:
            whether a part of it has ballots on both sides.
        paired: map, unit_key, period, item_code, front_wave and n: people of a survey
            in such parts.
    """

    rows: list[Row]
    paired: list[Row]


def read_gaps(ask: Ask, waves: Iterable[Row]) -> Gaps:
    """Reads the gaps; a build that does not tell their parts has each as one.

    Args:
        ask: Runs one select in the build.
        waves: wave_code, stream and opened_on.
    """
    name = ("map", "unit_key", "period", "item_code")
    rows, paired = ask(GAPS), rows_if_built(ask, PAIRED)
    both = paired or [r for r in rows if r["n_service"] and r["n_independent"]]
    is_in = {tuple(row[n] for n in name) for row in both}
    if not paired:
        paired = [
            {**row, "front_wave": code, "n": row["n_independent"]}
            for row in both
            for code, period in _quarter_of_survey(waves).items()
            if row["period"] == period
        ]
    return Gaps(
        [{**row, "is_paired": tuple(row[n] for n in name) in is_in} for row in rows],
        [dict(row) for row in paired],
    )


def survey_blocks(
    waves: Iterable[Row], counts: Iterable[WaveCount], gaps: Gaps
) -> list[Block]:
    """One block per independent survey: whom it asked is nobody of another.

    Args:
        waves: wave_code, stream and opened_on.
        counts: People of every wave.
        gaps: The gaps they stand in.
    """
    period_of = _quarter_of_survey(waves)
    maps: dict[str, _Maps] = {}
    for count in counts:
        if count.wave_code in period_of:
            count.add_to(maps.setdefault(count.wave_code, {}))
    for row in gaps.paired:
        of_wave = maps.setdefault(row["front_wave"], {})
        unit = of_wave.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
        unit["independent", row["period"], row["item_code"]] = float(row["n"])
    return [
        block_of(of_wave, [("wave", (code,)), ("gap", (period_of[code],))])
        for code, of_wave in maps.items()
    ]


def _quarter_of_survey(waves: Iterable[Row]) -> dict[str, str]:
    return {
        wave["wave_code"]: quarter_of(wave["opened_on"])
        for wave in waves
        if wave["stream"] == "independent"
    }


def hidden_gaps(
    gaps: Gaps,
    waves: Iterable[Row],
    months: Iterable[Row],
    counts: Iterable[WaveCount],
    hidden: Collection[Cell],
    geography: Geography,
    k: int,
    repeats: Repeats,
) -> set[Cell]:
    """Chooses the gaps to hide for the ballots of the counter that they count.

    Args:
        gaps: The gaps.
        waves: wave_code, stream, opened_on and closed_on.
        months: map, unit_key, month and n_ballots.
        counts: People of every wave.
        hidden: Hidden cells of months and waves, and gaps hidden for whom a survey
            asked.
        geography: Who is above whom, and who took over from whom.
        k: Fewest people a figure may be about.
        repeats: Which of the ballots are further ones of a person.
    """
    waves, months, counts = list(waves), list(months), list(counts)
    touched, surveys = touched_months(waves), _quarter_of_survey(waves)
    found: set[Cell] = set()
    for period in {row["period"] for row in gaps.rows}:
        days = touched.get(period, set())
        codes = {code for code, of in surveys.items() if of == period}
        dark = {c[1:3] for c in hidden if c[0] == "month" and c[3] in days}
        unseen = {c[1:3] for c in hidden if c[0] == "wave" and c[3] in codes}
        units = dark | {c[1:3] for c in hidden if c[0] == "gap" and c[3] == period}
        rows = [row for row in gaps.rows if row["period"] == period]
        paired = [row for row in rows if row["is_paired"]]
        of_days = [row for row in months if row["month"] in days]
        outside = _with_outside(_service(paired), of_days, dark, geography)
        others = [row for row in rows if not row["is_paired"]]
        for part, maps in ((paired, outside), (others, _service(others))):
            people = with_people(maps, repeats)
            then, today = people.get("then", {}), people.get("today", {})
            # of a unit without a gap nothing more is hidden than its months
            among = frozenset((row["map"], row["unit_key"]) for row in part)
            units |= hidden_units(then, today, geography, k, frozenset(units), among)
        asked = [count for count in counts if count.wave_code in codes]
        of_gaps = [row for row in gaps.paired if row["period"] == period]
        units |= _telling(asked, of_gaps, geography, k, unseen, units)
        found |= {("gap", map_, unit, period) for map_, unit in units}
    return found


def _service(rows: Iterable[Row]) -> _Maps:
    maps: _Maps = {}
    for row in rows:
        unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
        unit["service", row["period"], row["item_code"]] = float(row["n_service"] or 0)
    return maps


def _with_outside(
    maps: _Maps,
    months: Iterable[Row],
    dark: set[_Unit],
    geography: Geography,
) -> _Maps:
    """Counts what is left of the months: ballots that no gap counts.

    Only of units without others below, whose months are those of their own gaps. A unit
    without a gap is counted where its months are hidden together with those of one that
    has: their sum is known, so what the one has is what the other has not.
    """
    n_in: dict[_Unit, float] = defaultdict(float)
    for row in months:
        n_in[row["map"], row["unit_key"]] += float(row["n_ballots"] or 0)
    above = {geography.parents.get(key) for _, key in n_in}
    lowest = {unit: n for unit, n in n_in.items() if unit[1] not in above}

    def shown_above(map_: str, key: str) -> tuple[str, str | None]:
        higher = (name for name in _all_above(key, geography))
        return map_, next((name for name in higher if (map_, name) not in dark), None)

    has_gap = {(map_, key) for map_, units in maps.items() for key in units}
    mixed = {shown_above(*unit) for unit in has_gap & dark}
    for (map_, key), n in lowest.items():
        is_beside = (map_, key) in dark and shown_above(map_, key) in mixed
        if (map_, key) in has_gap or is_beside:
            units = maps.setdefault(map_, {})
            own = units.setdefault(key, {})
            own["outside",] = max(n - max(own.values(), default=0.0), 0.0)
            for higher in _all_above(key, geography):
                units.setdefault(higher, {})
    return maps


def _all_above(unit: str, geography: Geography) -> list[str]:
    found: list[str] = []
    name = geography.parents.get(unit)
    while name is not None and name not in found:
        found.append(name)
        name = geography.parents.get(name)
    return found


def _asked_alone(counts: Iterable[WaveCount], paired: Iterable[Row]) -> _Maps:
    """People whom surveys asked where no ballot of the counter stands beside."""
    maps: _Maps = {}
    for count in counts:
        if count.what.startswith(OF_ITEM):
            unit = maps.setdefault(count.map, {}).setdefault(count.unit_key, {})
            unit[count.what] = unit.get(count.what, 0.0) + count.n
    for row in paired:
        unit = maps.get(row["map"], {}).get(row["unit_key"], {})
        name = OF_ITEM + row["item_code"]
        unit[name] = max(unit.get(name, 0.0) - float(row["n"]), 0.0)
    return maps


def _telling(
    asked: Iterable[WaveCount],
    paired: Collection[Row],
    geography: Geography,
    k: int,
    unseen: set[_Unit],
    closed: Collection[_Unit],
) -> set[_Unit]:
    """Units above whose gap, beside the survey, tells how few were asked alone.

    Args:
        asked: People of the surveys of a quarter.
        paired: Those of them who stand in a gap.
        geography: Who is above whom.
        k: Fewest people a figure may be about.
        unseen: Units hidden in a survey.
        closed: Units whose gap is hidden.
    """
    # how many of a unit's people stand in a gap is known where all of them are seen
    mixed = {
        (map_, higher)
        for map_, unit in unseen & {(row["map"], row["unit_key"]) for row in paired}
        for higher in _all_above(unit, geography)
    }
    found: set[_Unit] = set()
    for map_, units in _asked_alone(asked, paired).items():
        slices = sorted({name for of in units.values() for name in of})
        people = whole_people(units, geography.parents, slices)
        away = {unit for m, unit in unseen | mixed.intersection(closed) if m == map_}
        while told := set(thin_parents(people, geography.parents, k, away)):
            found |= {(map_, unit) for unit in told}
            away |= told
    return found
