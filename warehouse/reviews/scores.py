"""Scores of units by a province's own scorecard, and how far chance moves them.

What people answered, and how many dossiers and petitions came out well, could have
come out otherwise: those shares have an interval. What an office had to do and did is
counted whole and has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from warehouse.reviews.breakdowns import COUNTED
from warehouse.rules.periods import span_of
from warehouse.rules.rules import own_rules
from warehouse.rules.scorecard import GRADES, SCORECARD, Cuts, cuts_of
from warehouse.rules.tables import SCORED
from warehouse.settings import Settings
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.probability.step_points import (
    chance_of_points,
    chance_of_sums,
    points_at,
)

Row = Mapping[str, Any]
SATISFIED = "satisfied"
BY_CHANCE = (SATISFIED, "late_official", "late_strict", "petitions")
"""Metrics that chance moves; the others are counts of acts, each known."""
_RULE = ("scheme", "name_vi", "name_en", "legal_basis")
_CRITERION = ("criterion", "metric", "weight", "cut_offs")
_GRADE = ("grade", "from_points")


@dataclass(frozen=True)
class Part:
    """One criterion of one unit.

    Attributes:
        criterion: Row of the rules.
        n: What the share is taken of; None where hidden or unknown.
        share: 0 … 1; None where there is none to judge.
        points: None where there is no share.
        low, high: Points at the two ends of the 95 % interval.
        is_hidden: Too few people: the share may not be known.
    """

    criterion: Row
    n: float | None
    share: float | None
    points: float | None
    low: float | None
    high: float | None
    is_hidden: bool


@dataclass(frozen=True)
class Score:
    """All criteria of one unit under one scheme.

    Attributes:
        unit: Name of the unit.
        parts: One per criterion, in the order of the rules.
        total: Sum of the points; None where one criterion has none: never guessed.
        low, high: The sum with each criterion at its least and at its most.
        grade: Name of the grade of `total`, whatever chance does; None without one.
        is_firm: The grade is the same from `low` to `high`.
        p_other: Probability that chance alone gives another grade, 0 … 1.
    """

    unit: str
    parts: tuple[Part, ...]
    total: float | None
    low: float | None
    high: float | None
    grade: Row | None
    is_firm: bool
    p_other: float | None


def scorecard_on(settings: Settings, day: date) -> tuple[dict[str, Any], ...]:
    """Criteria and grades of the province that hold on a day; empty without any.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    return tuple(
        {name: rule.values[name] for name in (*_RULE, *columns)}
        for table, columns in ((SCORECARD, _CRITERION), (GRADES, _GRADE))
        for rule in own_rules(settings, table)
        if rule.first_day <= day <= rule.last_day
    )


def scorecard_of(settings: Settings, period: str) -> tuple[dict[str, Any], ...]:
    """As `scorecard_on` the last day of a period: it is judged by the rules of then.

    Raises:
        RuleError: A file of the province breaks a rule.
        ThanThienError: It is no period.
    """
    return scorecard_on(settings, span_of(period)[1] - timedelta(days=1))


def schemes_of(rules: Iterable[Row]) -> list[str]:
    """Names of the schemes that have criteria, in order."""
    return sorted({row["scheme"] for row in rules if "criterion" in row})


def scores_of(
    units: Sequence[Row], rules: Iterable[Row], scheme: str
) -> tuple[Score, ...]:
    """Scores of the units by one scheme, in the order of the units.

    Args:
        units: Rows of `unit_table` as `units_below` keeps them.
        rules: As of `scorecard_on`.
        scheme: Which of them.
    """
    own = [row for row in rules if row["scheme"] == scheme]
    criteria = [row for row in own if "criterion" in row]
    grades = sorted(
        (row for row in own if "grade" in row),
        key=lambda row: float(row["from_points"]),
    )
    return tuple(_score(unit, criteria, grades) for unit in units)


def expected_changes(scores: Iterable[Score]) -> float:
    """How many graded units chance alone would grade otherwise, on average."""
    return sum(score.p_other or 0.0 for score in scores if score.grade is not None)


def _score(unit: Row, criteria: Sequence[Row], grades: Sequence[Row]) -> Score:
    name = str(unit["unit_name"])
    judged = [_part(unit, criterion) for criterion in criteria]
    parts = tuple(part for part, _ in judged)
    known = [part for part in parts if part.points is not None]
    if len(known) < len(parts):
        return Score(name, parts, None, None, None, None, False, None)
    total, low, high = (
        round(sum(getattr(part, end) for part in known), 9)
        for end in ("points", "low", "high")
    )
    grade = _grade(grades, total)
    is_firm = grade is not None and _grade(grades, low) is _grade(grades, high)
    chances = chance_of_sums(chance for _, chance in judged)
    other = sum(p for s, p in chances.items() if _grade(grades, s) is not grade)
    return Score(
        name, parts, total, low, high, grade, is_firm, other if grade else None
    )


def _part(unit: Row, criterion: Row) -> tuple[Part, dict[float, float]]:
    metric = criterion["metric"]
    x, n, worth, is_hidden = _counts(unit, metric)
    share = unit["share_after"] if metric == SATISFIED else x / n if x and n else x
    if x is None or share is None or not n or not worth:
        return Part(criterion, n, None, None, None, None, is_hidden), {}
    is_up = SCORED[metric] == "up"
    cuts: Cuts = cuts_of(criterion["cut_offs"], metric, float(criterion["weight"]))
    points = points_at(cuts, share, is_up=is_up)
    if metric not in BY_CHANCE:
        return Part(criterion, n, share, points, points, points, False), {points: 1.0}
    _, lo, hi = (float(limit) for limit in wilson_bounds(x, worth))
    low, high = sorted(points_at(cuts, end, is_up=is_up) for end in (lo, hi))
    chance = chance_of_points(cuts, x, worth, is_up=is_up)
    return Part(criterion, n, share, points, low, high, False), chance


def _counts(
    unit: Row, metric: str
) -> tuple[float | None, float | None, float | None, bool]:
    """Those that have it of what all are worth, all, their worth, whether hidden.

    Weighted or clustered ballots are worth fewer; figures frozen before that was kept
    count each as one.
    """
    if metric == SATISFIED:
        n, share = unit["n_after"], unit["share_after"]
        worth = unit.get("n_effective_after", n)
        x = None if share is None or worth is None else share * worth
        return x, n, worth, unit["state"] == "suppressed"
    whole, part = COUNTED[metric]
    n, x = unit[whole], unit[part]
    return x, n, n, n is None or (n > 0 and x is None)


def _grade(grades: Sequence[Row], points: float) -> Row | None:
    reached = [row for row in grades if points >= float(row["from_points"])]
    return reached[-1] if reached else None
