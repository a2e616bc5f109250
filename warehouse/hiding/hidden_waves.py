"""How many people each wave asked, unit by unit, and which other figures they meet in.

The same ballots are shown by wave, by month and question by question. A unit hidden
in one of these has to be hidden in all, or one of them gives the other away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from warehouse.errors import NothingPublishedError
from warehouse.hiding.hidden_cells import Units
from warehouse.rules.periods import span_of

Row = Mapping[str, Any]
Ask = Callable[[str], list[dict[str, Any]]]

_BALLOTS = """
select
    map,
    unit_key,
    wave_code,
    'ballots' as what,
    date_trunc('quarter', month)::date as since,
    sum(n_ballots) as n,
from main.agg_response
where channel = 'all'
group by all
order by all
"""
_CRITERIA = """
select map, unit_key, wave_code, criterion_code as what, null as since, n_people as n
from main.idx_sipas
order by all
"""


# each question of a survey is shown by itself; not everybody answers every one
_ITEMS = """
select
    map, unit_key, wave_code, 'item/' || item_code as what, null as since,
    n_answers as n,
from main.stat_wave_units
order by all
"""


@dataclass(frozen=True)
class WaveCount:
    """People of one wave in one unit.

    Attributes:
        map: `then` or `today`.
        unit_key: The unit.
        wave_code: The wave.
        what: `ballots`, or the criterion or question they answered.
        periods: Quarters whose monthly or independent figures are about them too;
            none for waves that are shown by themselves or in pairs.
        n: How many.
    """

    map: str
    unit_key: str
    wave_code: str
    what: str
    periods: frozenset[str]
    n: float

    def add_to(self, maps: dict[str, Units], *more: str) -> None:
        """Counts them in a slice of their unit."""
        unit = maps.setdefault(self.map, {}).setdefault(self.unit_key, {})
        name = ("wave", self.wave_code, self.what, *more)
        unit[name] = unit.get(name, 0.0) + self.n


def wave_counts(ask: Ask, waves: Iterable[Row], last: date | None) -> list[WaveCount]:
    """Reads the people of every wave.

    Args:
        ask: Runs one select in the build.
        waves: wave_code, stream, opened_on and closed_on.
        last: Last month with ballots, for a wave that is still open.
    """
    of_wave = {row["wave_code"]: _quarters(row, last) for row in waves}
    counts = []
    parts = (_BALLOTS, _CRITERIA, _ITEMS)
    for row in (row for text in parts for row in rows_if_built(ask, text)):
        stream, quarters = of_wave.get(row["wave_code"], ("", frozenset()))
        if stream == "service" and row["since"] is not None:
            quarters = frozenset({quarter_of(row["since"])})
        people = float(row["n"] or 0)
        names = (row["map"], row["unit_key"], row["wave_code"], row["what"])
        counts.append(WaveCount(*names, quarters, people))
    return counts


def _quarters(wave: Row, last: date | None) -> tuple[str, frozenset[str]]:
    opened_on = wave["opened_on"]
    if wave["stream"] == "independent":
        return "independent", frozenset({quarter_of(opened_on)})
    if wave["stream"] == "service":
        until = wave["closed_on"] or max(last or opened_on, opened_on)
        return "service", frozenset(quarters_between(opened_on, until))
    return str(wave["stream"]), frozenset()


def rows_if_built(ask: Ask, text: str) -> list[dict[str, Any]]:
    """Rows of a select; none where the build has no such table or column.

    A build without it answers no question about it either.
    """
    try:
        return ask(text)
    except NothingPublishedError:
        return []


def quarter_of(day: date) -> str:
    """The quarter of a day as periods are named.

    >>> quarter_of(date(2026, 8, 1))
    '2026-Q3'
    """
    return f"{day.year}-Q{(day.month + 2) // 3}"


def half_of(quarter: str) -> str:
    """The half-year of a quarter.

    >>> half_of("2026-Q3")
    '2026-H2'
    """
    year, _, number = quarter.partition("-Q")
    return f"{year}-H{(int(number) + 1) // 2}"


def quarters_between(first: date, last: date) -> list[str]:
    """Every quarter that two days and all between them touch."""
    start = first.year * 4 + (first.month - 1) // 3
    end = last.year * 4 + (last.month - 1) // 3
    return [f"{i // 4}-Q{i % 4 + 1}" for i in range(start, end + 1)]


def months_between(first: date, last: date) -> list[date]:
    """First days of every month that two days and all between them touch."""
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1)]


def is_over(period: str, as_of: date | None) -> bool:
    """Whether a quarter or half-year has ended by the last day of the data.

    What is told of one that goes on gives, with what the build before told of it, what
    came in between. Without a last day nothing goes on.

    >>> is_over("2026-Q3", date(2026, 9, 30)), is_over("2026-H2", date(2026, 10, 31))
    (True, False)
    """
    return as_of is None or as_of >= span_of(period)[1] - timedelta(days=1)
