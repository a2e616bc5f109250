"""People behind ballots: whoever gave several of a set is one person in it.

`agg_repeat_ballots` says how many of a set's ballots are further ones of people
counted already. Each set that has some is given to the pattern twice, in ballots and in
people, so that both stand up to the fewest people. A person with ballots of several
units is a part in each and one in their sum: any units together hold at least as many
people as they count. Counts of people are read here alone and shown nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.hiding.hidden_cells import LEAST, InPeople, Units
from warehouse.hiding.hidden_waves import Row, half_of, quarter_of

REPEATS = """
select slice_kind, wave_code, period, item_code, part, map, unit_key, n_repeats
from main.agg_repeat_ballots
order by all
"""
# Three thirds of a person are one.
_ROUNDING = 1e-6
_Name = tuple[Any, ...]


@dataclass(frozen=True)
class Repeats:
    """Ballots that are further ones of a person.

    Attributes:
        of_slice: Name of a set of ballots → map and unit key → how many.
    """

    of_slice: Mapping[_Name, Mapping[tuple[str, str], float]]

    @property
    def has_quarters(self) -> bool:
        """Whether those of longer periods are known wherever those of a month are."""
        kinds = {name[0] for name in self.of_slice}
        return "quarter" in kinds or kinds.isdisjoint({"ballots", "tool"})

    def of(self, name: _Name) -> Mapping[tuple[str, str], float]:
        """Those of one set; a survey in its quarter is all of the survey.

        Some months of a quarter hold at most the further ones of the quarter.
        """
        if name[0] == "rest":
            name = ("quarter", *name[1:])
        return self.of_slice.get(name) or self.of_slice.get(name[:3]) or {}


NO_REPEATS = Repeats({})


def repeats_of(rows: Iterable[Row]) -> Repeats:
    """Rows of `agg_repeat_ballots` under the names that blocks give their sets."""
    found: dict[_Name, dict[tuple[str, str], float]] = {}
    for row in rows:
        for name in _names(row):
            of_unit = found.setdefault(name, {})
            of_unit[row["map"], row["unit_key"]] = float(row["n_repeats"])
    return Repeats(found)


def _names(row: Row) -> list[_Name]:
    """Its name; a question of a survey is a part of the survey too."""
    names = [_name(row)]
    if row["slice_kind"] == "item":
        names.append(("wave", row["wave_code"], f"item/{row['item_code']}"))
    return names


def _name(row: Row) -> _Name:
    kind, wave, period = row["slice_kind"], row["wave_code"], row["period"]
    if kind == "item":
        return (wave, row["item_code"])
    if kind == "group":
        return (wave, row["item_code"], row["part"])
    if kind == "criterion":
        return ("wave", wave, row["part"])
    if kind == "wave":
        quarter = () if period == "none" else (quarter_of(date.fromisoformat(period)),)
        return ("wave", wave, "ballots", *quarter)
    first_day = date.fromisoformat(period)
    if kind == "gap":
        return (row["part"], quarter_of(first_day), row["item_code"])
    if kind == "quarter":
        return (kind, quarter_of(first_day), row["part"])
    if kind == "half":
        return (kind, half_of(quarter_of(first_day)), row["part"])
    if kind == "tool":
        return ("tool", row["part"], first_day)
    return ("ballots", first_day)


def with_people(
    maps: Mapping[str, Units], repeats: Repeats
) -> dict[str, dict[str, dict[Any, float]]]:
    """Units of both maps with their people beside the ballots of each set.

    Only sets in which somebody gave several ballots have people of their own.

    Args:
        maps: Map → unit key → set → ballots.
        repeats: Which of the ballots are further ones.
    """
    found: dict[str, dict[str, dict[Any, float]]] = {}
    for map_, units in maps.items():
        for unit, ballots in units.items():
            people = {
                InPeople(name): people_behind(n, repeated.get((map_, unit), 0.0))
                for name, n in ballots.items()
                if n and (repeated := repeats.of(name))
            }
            found.setdefault(map_, {})[unit] = {**ballots, **people}
    return found


def people_behind(n_ballots: float, n_repeats: float) -> float:
    """How many gave the ballots of a cell: some, where there is a ballot.

    >>> round(people_behind(6, 4)), people_behind(1, 1) > 0
    (2, True)
    """
    return max(n_ballots - n_repeats, LEAST) + _ROUNDING
