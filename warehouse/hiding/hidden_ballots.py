"""Ballots of the counter: what is shown of them by month and by quarter.

Three patterns, each within the one before. Months that no survey of the Front touches
have the widest one. Those that a survey touches have one of their own, for the gaps of
the survey are hidden with them (`hidden_gaps`); where they are shown and the quarter
is, the other months together are the quarter less these, so their sum is looked at
too. The quarter and the waves of the counter are hidden where they are small
themselves.

Of the surveys only the days count here: nothing that people said in them, and nobody
who was asked, so what is hidden tells nothing of a survey that waits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from warehouse.hiding.blocks import Block, Level, Place
from warehouse.hiding.hidden_cells import Units, connected, is_same
from warehouse.hiding.hidden_waves import (
    Row,
    WaveCount,
    is_over,
    months_between,
    quarter_of,
    quarters_between,
)

ALL_TOOLS = "none"
_Slice = tuple[Any, ...]


def ballot_blocks(
    months: Iterable[Row],
    waves: Iterable[Row],
    counts: Iterable[WaveCount] = (),
    tools: Iterable[Row] = (),
    as_of: date | None = None,
) -> list[Block]:
    """Blocks of quarters: their months and the waves of the counter.

    A service wave longer than a quarter joins its quarters.

    Args:
        months: map, unit_key, month and n_ballots.
        waves: wave_code, stream, opened_on and closed_on.
        counts: People of every wave.
        tools: As months, by tool.
        as_of: Last day of the data; a quarter or wave that goes on is hidden with its
            months.
    """
    months, tools, waves = list(months), list(tools), list(waves)
    days = [row["month"] for row in months]
    links = [[name] for name in {quarter_of(day) for day in days}]
    links += _links_of_waves(waves, max(days, default=None))
    asked = {w["wave_code"] for w in waves if w["stream"] == "independent"}
    touched = {month for months_ in touched_months(waves).values() for month in months_}
    counts = [count for count in counts if count.wave_code not in asked]
    going_on = {
        wave["wave_code"]
        for wave in waves
        if as_of and (wave["closed_on"] is None or wave["closed_on"] > as_of)
    }
    blocks = []
    for names in connected(links):
        ballots = _Ballots(names, touched, going_on, as_of)
        for row in months:
            ballots.add_month(row, ALL_TOOLS)
        for row in tools:
            ballots.add_month(row, row["tool"])
        for count in counts:
            ballots.add_wave(count)
        blocks.append(ballots.block())
    return blocks


def touched_months(waves: Iterable[Row]) -> dict[str, set[date]]:
    """Quarter of a survey of the Front → first days of the months that it touches."""
    found: dict[str, set[date]] = defaultdict(set)
    for wave in waves:
        if wave["stream"] == "independent":
            first, last = wave["opened_on"], wave["closed_on"] or wave["opened_on"]
            found[quarter_of(first)].update(months_between(first, last))
    return found


class _Ballots:
    """Ballots of some quarters, by unit and slice, and where they are shown.

    Args:
        quarters: The quarters.
        touched: First days of the months that a survey of the Front touches.
        going_on: Waves that are not closed.
        as_of: Last day of the data.
    """

    def __init__(
        self,
        quarters: Collection[str],
        touched: Collection[date],
        going_on: Collection[str],
        as_of: date | None,
    ) -> None:
        self._quarters = quarters
        self._touched = touched
        self._going_on = going_on
        self._as_of = as_of
        self._n: dict[str, dict[str, dict[_Slice, float]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(float))
        )
        self._places: dict[str, set[Place]] = defaultdict(set)

    def add_month(self, row: Row, tool: str) -> None:
        """Counts a month, in the quarter and what no survey touches of it too."""
        month, n = row["month"], float(row["n_ballots"] or 0)
        quarter = quarter_of(month)
        if quarter not in self._quarters:
            return
        unit = self._n[row["map"]][row["unit_key"]]
        is_touched = month in self._touched
        name = ("tool", tool, month) if tool != ALL_TOOLS else ("ballots", month)
        unit[name] += n
        unit["quarter", quarter, tool] += n
        if not is_touched:
            unit["rest", quarter, tool] += n
        self._places["touched" if is_touched else "rest"].add(("month", (month,)))
        level = "quarter" if is_over(quarter, self._as_of) else "rest"
        self._places[level].add(("period", (quarter,)))

    def add_wave(self, count: WaveCount) -> None:
        """Counts what is shown of a wave of the counter."""
        for period in count.periods & set(self._quarters):
            count.add_to(self._n, period)
            level = "rest" if count.wave_code in self._going_on else "quarter"
            self._places[level].add(("wave", (count.wave_code,)))

    def block(self) -> Block:
        """The three patterns, the widest first; one where the maps count differently.

        The two maps together tell what old units gave to new ones, and which have
        ended: a quarter of such a unit can be its one month.
        """
        months = self._only(_is_of_months)
        if not is_same(months.get("then", {}), months.get("today", {})):
            places = frozenset[Place]().union(*self._places.values())
            return Block((Level(self._n, places),))
        one_month = _of_one_month(months)
        of_survey = self._only(self._is_of_survey)
        of_quarter = self._only(lambda name: name[0] in ("quarter", "wave"))
        return Block(
            (
                Level(self._n, frozenset(self._places["rest"])),
                Level(of_survey, frozenset(self._places["touched"]), one_month),
                Level(of_quarter, frozenset(self._places["quarter"]), one_month),
            )
        )

    def _is_of_survey(self, name: _Slice) -> bool:
        """Whether it is shown, or follows, where only the other months are hidden."""
        return not _is_of_months(name) or name[-1] in self._touched

    def _only(self, is_shown: Callable[[_Slice], bool]) -> dict[str, Units]:
        return {
            map_: {
                unit: {name: n for name, n in slices.items() if is_shown(name)}
                for unit, slices in units.items()
            }
            for map_, units in self._n.items()
        }


def _is_of_months(name: _Slice) -> bool:
    return name[0] in ("ballots", "tool")


def _of_one_month(months: dict[str, Units]) -> frozenset[tuple[str, str]]:
    """Map and key of units that have ballots in one month of a quarter alone.

    One that began in it, or ended, is known to have none in the others.
    """
    found = set()
    for map_, units in months.items():
        for unit, slices in units.items():
            some = {name[1] for name, n in slices.items() if len(name) == 2 and n}
            n_months = Counter(quarter_of(month) for month in some)
            if 1 in n_months.values():
                found.add((map_, unit))
    return frozenset(found)


def _links_of_waves(waves: Iterable[Row], last: date | None) -> list[list[str]]:
    waves = list(waves)
    links = []
    for asked in (wave for wave in waves if wave["stream"] == "independent"):
        asked_until = asked["closed_on"] or asked["opened_on"]
        for own in (wave for wave in waves if wave["stream"] == "service"):
            until = own["closed_on"] or max(last or asked_until, asked_until)
            if own["opened_on"] <= asked_until and until >= asked["opened_on"]:
                period = quarter_of(asked["opened_on"])
                links.append([period, *quarters_between(own["opened_on"], until)])
    return links
