"""A wave while people are asked: where it will end, and what it will then say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, isnan
from typing import Any

from warehouse.read import Answer
from warehouse.statistics.probability.distributions import NAN
from warehouse.statistics.sampling.detectable import Detectable, smallest_seen
from warehouse.statistics.sampling.fieldwork import (
    Forecast,
    Progress,
    forecast_answers,
)
from warehouse.statistics.sampling.plan_terms import Wanted

Row = Mapping[str, Any]
Ask = Callable[..., Answer]
COUNTS = ("n_asked", "n_answered", "n_refused", "n_lost", "n_waiting")


@dataclass(frozen=True)
class Basis:
    """What is known of a unit from the plan, or from the last wave.

    Attributes:
        share: Share satisfied to expect, 0..1; nan if nothing is known.
        n_compared: Answers the new ones are compared with; None = none.
        n_forms: Forms drawn; None where no plan is kept.
        n_promised: Answers the plan promised, or the fewest that are compared.
    """

    share: float
    n_compared: int | None
    n_forms: int | None
    n_promised: int


@dataclass(frozen=True)
class UnitFieldwork:
    """Asking in one unit, or in all.

    Attributes:
        unit_key: The unit; empty for all.
        counts: `COUNTS` of it.
        progress: How asking goes.
        forecast: Answers at the end.
        n_promised: Answers it must reach.
        seen: Smallest changes that many answers will see; None where the answers
            they are compared with are not known.
    """

    unit_key: str
    counts: dict[str, int]
    progress: Progress
    forecast: Forecast
    n_promised: int
    seen: Detectable | None

    @property
    def n_missing(self) -> int:
        """Answers it will lack."""
        return max(0, self.n_promised - self.forecast.n_answers)

    @property
    def n_open(self) -> int:
        """Forms drawn whose end is not known: to be tried, or tried again."""
        return self.progress.n_waiting + (self.progress.n_unasked or 0)

    @property
    def n_more_forms(self) -> int:
        """Forms of a second draw that would bring what it will lack.

        Where a list was drawn, answers that its open forms would still bring are to
        be asked for first, by more days or more people.
        """
        response = self.response
        reach = float(self.forecast.n_answers)
        if self.progress.n_unasked is not None:
            reach = max(reach, self.progress.n_answered + self.n_open * response)
        lacking = self.n_promised - reach
        return ceil(lacking / response) if lacking >= 1 else 0

    @property
    def response(self) -> float:
        """Answers per form, drawn in a little to what the plan expects, or to half."""
        progress = self.progress
        if progress.n_unasked is None:
            return progress.response
        n_forms = self.counts["n_asked"] + progress.n_unasked
        expected = min(1.0, self.n_promised / n_forms) if n_forms else 0.5
        return (progress.n_answered + 4 * expected) / (progress.n_settled + 4)


@dataclass(frozen=True)
class Fieldwork:
    """A wave while people are asked.

    Attributes:
        has_plan: A plan of it is kept.
        as_of: Last day that is known of: of the data, or of the book of attempts.
        days_left: Days until it closes; 0 once it has; None if it has no last day.
        units: One per unit where somebody was asked or should have been.
        whole: All of them.
    """

    has_plan: bool
    as_of: date | None
    days_left: int | None
    units: tuple[UnitFieldwork, ...]
    whole: UnitFieldwork

    @property
    def more_forms(self) -> dict[str, int]:
        """Unit key → forms of a second draw, of units that will lack answers."""
        return {
            unit.unit_key: unit.n_more_forms for unit in self.units if unit.n_more_forms
        }


def make_fieldwork(
    ask: Ask,
    wave_code: str,
    *,
    opened_on: date | None,
    closed_on: date | None,
    plan: Mapping[str, Any] | None,
    since: str | None,
    drawn: Mapping[str, int] | None = None,
    more: Mapping[str, int] | None = None,
) -> Fieldwork:
    """How a wave goes, unit by unit.

    Args:
        ask: Answers a registered query as the Front.
        wave_code: The wave.
        opened_on, closed_on: Its days, as far as they are known.
        plan: Its kept plan as plain values.
        since: The wave before it, for the change it will see where no plan is kept.
        drawn: Unit key → forms of its first draw, where that is kept: a unit with
            fewer results than the plan has forms was drawn whole.
        more: Unit key → forms of its second draw.
    """
    answer = ask("fieldwork_units", wave_code=wave_code)
    rows = {row["unit_key"]: row for row in answer.rows}
    wanted = Wanted(**plan["request"]["wanted"]) if plan else Wanted()
    known = (
        _planned(plan, drawn or {}, more or {}) if plan else _learnt(ask, since, wanted)
    )
    today = _known_until(answer.rows, answer.build.data_as_of)
    days = _days(answer.rows, opened_on, closed_on, today)
    units = sorted({*rows, *(known if plan else ())})
    found = [
        _unit(key, rows.get(key, {}), known.get(key), wanted, days) for key in units
    ]
    whole = _whole(found, [known[key] for key in units if key in known], wanted, days)
    return Fieldwork(plan is not None, today, days[1], tuple(found), whole)


def _known_until(rows: Sequence[Row], data_as_of: date | None) -> date | None:
    """Exports of dossiers come once a month; the book says how far asking has come."""
    asked = [row["last_on"] for row in rows if row["last_on"] is not None]
    return max([*asked, *([data_as_of] if data_as_of else [])], default=None)


def _planned(
    plan: Mapping[str, Any], drawn: Mapping[str, int], more: Mapping[str, int]
) -> dict[str, Basis]:
    return {
        key: Basis(
            float(unit["share"]),
            unit["n_compared"],
            drawn.get(key, unit["outlook"]["n_forms"]) + more.get(key, 0),
            unit["outlook"]["n_answers"],
        )
        for unit in plan["units"]
        if (key := unit["unit_key"])
    }


def _learnt(ask: Ask, since: str | None, wanted: Wanted) -> dict[str, Basis]:
    """Of waves without a plan: the last wave's answers, and the fewest compared."""
    if since is None:
        return {}
    found = ask("plan_units", wave_code=since, item_code="overall").rows
    return {
        row["unit_key"]: Basis(
            (row["n_satisfied"] + 2) / (row["n_answers"] + 4),
            int(row["n_answers"]),
            None,
            wanted.minimum,
        )
        for row in found
        if row["n_answers"] and row["n_satisfied"] is not None
    }


def _days(
    rows: Sequence[Row], opened: date | None, closed: date | None, today: date | None
) -> tuple[int, int | None]:
    """Days gone and days left on the last day that is known of."""
    first = opened or min((row["first_on"] for row in rows), default=None)
    if today is None or first is None:
        return 1, None
    last = today if closed is None else min(today, closed)
    left = None if closed is None else max(0, (closed - today).days)
    return max(1, (last - first).days + 1), left


def _unit(
    key: str,
    row: Row,
    basis: Basis | None,
    wanted: Wanted,
    days: tuple[int, int | None],
) -> UnitFieldwork:
    counts = {name: int(row.get(name) or 0) for name in COUNTS}
    forms = None if basis is None else basis.n_forms
    unasked = None if forms is None else max(0, forms - counts["n_asked"])
    progress = _progress(counts, unasked, days)
    forecast = forecast_answers(progress)
    seen = None
    if basis is not None:
        seen = _seen(basis.share, basis.n_compared, forecast.n_answers, wanted)
    promised = wanted.minimum if basis is None else basis.n_promised
    return UnitFieldwork(key, counts, progress, forecast, promised, seen)


def _whole(
    units: Sequence[UnitFieldwork],
    known: Sequence[Basis],
    wanted: Wanted,
    days: tuple[int, int | None],
) -> UnitFieldwork:
    counts = {name: sum(unit.counts[name] for unit in units) for name in COUNTS}
    unasked = [unit.progress.n_unasked for unit in units]
    whole = None if None in unasked else sum(n for n in unasked if n is not None)
    progress = _progress(counts, whole, days)
    ends = [unit.forecast for unit in units]
    spread = sum((end.high - end.low) ** 2 for end in ends) ** 0.5 / 2
    middle = sum(end.n_answers for end in ends)
    forecast = Forecast(middle, round(middle - spread), round(middle + spread))
    compared = sum(basis.n_compared or 0 for basis in known)
    seen = None
    # answers of all units are not held against those of the few that may be read
    if compared and len(known) == len(units):
        share = sum(b.share * (b.n_compared or 0) for b in known) / compared
        seen = _seen(share, compared, middle, wanted)
    promised = sum(unit.n_promised for unit in units)
    return UnitFieldwork("", counts, progress, forecast, promised, seen)


def _progress(
    counts: Mapping[str, int], unasked: int | None, days: tuple[int, int | None]
) -> Progress:
    settled = counts["n_answered"] + counts["n_refused"] + counts["n_lost"]
    return Progress(
        counts["n_answered"],
        settled,
        counts["n_waiting"],
        unasked,
        days[0],
        days[1] or 0,
    )


def _seen(share: float, before: int | None, after: int, wanted: Wanted) -> Detectable:
    """Smallest changes seen; without earlier answers, by a later wave of its size."""
    effect = wanted.design_effect
    n_before = after if before is None else before
    if isnan(share):
        return Detectable(NAN, NAN)
    return smallest_seen(
        share,
        floor(n_before / effect),
        floor(after / effect),
        wanted.power,
        wanted.conf,
    )
