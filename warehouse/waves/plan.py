"""The plan of a wave: what the last one taught, and what the new one will say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from math import isnan
from typing import Any

from warehouse.errors import PlanError
from warehouse.read import Answer
from warehouse.statistics.sampling.plan_terms import Outlook, Stratum, Wanted
from warehouse.statistics.sampling.wave_plan import plan_wave

WINDOW_MONTHS = 3
"""Months whose returned results the build counts for a plan."""
ASSUMED_RESPONSE = 0.8
ASSUMED_SHARE = 0.5
MOST_RESPONSE = 1.0
Row = dict[str, Any]
Ask = Callable[..., Answer]


@dataclass(frozen=True)
class Request:
    """What is asked of a plan.

    Attributes:
        wave_code: The new wave.
        since: The earlier wave it learns from and, for a change, is compared with.
        item_code: The question the sizes are for.
        months: Months of returned results the wave is about.
        response: Valid answers per form, 0..1; None = as in the earlier wave.
        wanted: What the wave must be able to say.
        households: Unit code and households of the list it will be drawn from, by
            code; empty = it asks people whose results were returned.
    """

    wave_code: str
    since: str
    item_code: str = "overall"
    months: int = WINDOW_MONTHS
    response: float | None = None
    wanted: Wanted = field(default_factory=Wanted)
    households: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class UnitPlan:
    """One unit of a plan.

    Attributes:
        unit_key: The unit.
        share: Share satisfied to expect, 0..1.
        response: Valid answers per form, 0..1.
        n_compared: Answers the new ones are compared with; None = none.
        outlook: Forms, answers, and what they will say.
    """

    unit_key: str
    share: float
    response: float
    n_compared: int | None
    outlook: Outlook


@dataclass(frozen=True)
class Plan:
    """A plan before anybody is asked.

    Attributes:
        request: What was asked of it.
        build_id: The build whose figures it rests on.
        data_as_of: Last day of those figures.
        is_simulated: They are invented.
        response_is_from: `set`, `last_wave` or `assumed`.
        units: One per unit with results returned, by unit key.
        left_out: Units without a result returned in the window, or without a household
            in the list: nobody to ask.
        province: All of them together.
    """

    request: Request
    build_id: str
    data_as_of: date | None
    is_simulated: bool
    response_is_from: str
    units: tuple[UnitPlan, ...]
    left_out: tuple[str, ...]
    province: Outlook

    def as_record(self) -> dict[str, Any]:
        """The plan as plain values, for keeping and for programs; nan becomes None."""
        record: dict[str, Any] = _without_nan(asdict(self))
        return record


def make_plan(ask: Ask, request: Request) -> Plan:
    """Plans a wave from the last one's answers, forms, and whom there is to ask.

    Args:
        ask: Answers a registered query as the Front.
        request: What the wave must say.

    Raises:
        PlanError: A setting is out of range, the earlier wave is unknown, nothing was
            returned in the window, or the list has a household of none of the units.
    """
    _check(request)
    waves = {row["wave_code"] for row in ask("waves").rows}
    if request.since not in waves:
        rule = f"one of the waves of the build: {', '.join(sorted(waves))}"
        raise PlanError("since", request.since, rule, "thanthien wave list")
    answer = ask("plan_units", wave_code=request.since, item_code=request.item_code)
    listed = dict(request.households)
    rows = [
        row
        | {
            "n": listed.get(row["unit_key"].partition("@")[0], 0)
            if listed
            else _population(row, request.months)
        }
        for row in answer.rows
    ]
    served = [row for row in rows if row["n"] > 0]
    if not served and listed:
        rule = "a plan needs units whose households are in the list"
        step = "give the list of households with the units' codes or names"
        raise PlanError("units", 0, rule, step)
    if not served:
        rule = "a plan needs units that returned results in the last three months"
        raise PlanError("units", 0, rule, "load the cases, then: thanthien build")
    response, source = _responses(served, request.response)
    share = _shares(served)
    compared = [_compared(row, request.wanted.purpose) for row in served]
    strata = [
        Stratum(row["unit_key"], row["n"], p, rate, n)
        for row, p, rate, n in zip(served, share, response, compared, strict=True)
    ]
    outlooks = plan_wave(strata, request.wanted)
    return Plan(
        request,
        answer.build.build_id,
        answer.build.data_as_of,
        answer.build.is_simulated,
        source,
        tuple(
            UnitPlan(s.key, s.share, s.response, s.n_compared, outlook)
            for s, outlook in zip(strata, outlooks.units, strict=True)
        ),
        tuple(row["unit_key"] for row in rows if row["n"] == 0),
        outlooks.province,
    )


def _check(request: Request) -> None:
    wanted = request.wanted
    limits = (
        ("wanted", wanted.size, 0.005, 0.5),
        ("response", 1 if request.response is None else request.response, 0.05, 1),
        ("design effect", wanted.design_effect, 1.0, 10.0),
        ("minimum", wanted.minimum, 0, 2_000),
        ("months", request.months, 1, 12),
        ("forms", 1 if wanted.forms is None else wanted.forms, 1, 1_000_000),
    )
    for name, value, least, most in limits:
        if not least <= value <= most:
            rule = f"from {least} to {most}"
            raise PlanError(name, value, rule, "give another number")


def _population(row: Row, months: int) -> int:
    return round(float(row["n_returned"] or 0) * months / WINDOW_MONTHS)


def _responses(rows: Sequence[Row], given: float | None) -> tuple[list[float], str]:
    """Answers per form of each unit; units without a count get the province's."""
    if given is not None:
        return [given] * len(rows), "set"
    known = [row for row in rows if _has_rate(row)]
    forms = sum(float(row["n_offered"]) for row in known)
    if not forms:
        return [ASSUMED_RESPONSE] * len(rows), "assumed"
    mean = sum(float(row["n_answers"]) for row in known) / forms
    rates = [
        float(row["n_answers"]) / float(row["n_offered"]) if _has_rate(row) else mean
        for row in rows
    ]
    return [min(MOST_RESPONSE, max(0.05, rate)) for rate in rates], "last_wave"


def _has_rate(row: Row) -> bool:
    """Forms were all counted, and no more answers came than forms went out."""
    n, forms = row["n_answers"], row["n_offered"]
    return bool(row["is_complete"] and n and forms and n <= forms)


def _shares(rows: Sequence[Row]) -> list[float]:
    """Share to expect: the last one drawn in a little, as two answers of each kind
    more would (Agresti and Coull 1998), so that no unit is expected to be certain."""
    known = [row for row in rows if row["n_answers"]]
    n = sum(float(row["n_answers"]) for row in known)
    x = sum(float(row["n_satisfied"] or 0) for row in known)
    mean = (x + 2) / (n + 4) if n else ASSUMED_SHARE
    return [
        round((float(row["n_satisfied"] or 0) + 2) / (float(row["n_answers"]) + 4), 4)
        if row["n_answers"]
        else round(mean, 4)
        for row in rows
    ]


def _compared(row: Row, purpose: str) -> int | None:
    n = row["n_service"] if purpose == "gap" else row["n_answers"]
    return int(n) if n else None


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and isnan(value) else value
