"""Scores: parts, their range, what chance would change, and what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.warehouse.reviews.walks import take_over_examples
from warehouse.reviews.breakdowns import COUNTED
from warehouse.reviews.scores import (
    SATISFIED,
    Score,
    expected_changes,
    schemes_of,
    scorecard_of,
    scorecard_on,
    scores_of,
)
from warehouse.rules.tables import SCORED
from warehouse.settings import Settings


def rules_of(settings: Settings) -> tuple[dict[str, Any], ...]:
    take_over_examples(settings)
    return scorecard_on(settings, date(2026, 9, 30))


def unit(**of: Any) -> dict[str, Any]:
    """A unit in which everything went well, on many things."""
    counts: dict[str, Any] = {}
    for metric, (whole, part) in COUNTED.items():
        counts |= {whole: 4000, part: 4000 if SCORED[metric] == "up" else 20}
    changes = {"state": "shown", "n_after": 4000, "share_after": 0.97}
    return {"unit_name": "Xã A", **changes, **counts, **of}


def score(rules: tuple[dict[str, Any], ...], **of: Any) -> Score:
    [found] = scores_of([unit(**of)], rules, "example")
    return found


@pytest.fixture
def rules(tmp_path: Any) -> tuple[dict[str, Any], ...]:
    return rules_of(Settings(home=tmp_path))


def test_every_metric_of_the_rules_has_its_counts() -> None:
    assert set(SCORED) == {SATISFIED, *COUNTED}


def test_a_scheme_holds_from_its_day_on(tmp_path: Any) -> None:
    settings = Settings(home=tmp_path)
    assert scorecard_of(settings, "2026-Q3") == ()
    assert schemes_of(rules_of(settings)) == ["example"]
    assert scorecard_of(settings, "2025-12") == ()
    assert scorecard_of(settings, "2026-Q1") == rules_of(settings)


def test_points_are_those_of_the_cut_offs_and_add_up(
    rules: tuple[dict[str, Any], ...],
) -> None:
    good = score(rules)
    assert (good.total, good.low, good.high) == (100, 100, 100)
    assert good.grade is not None
    assert (good.grade["name_vi"], good.is_firm) == ("★★★★", True)
    assert good.p_other == pytest.approx(0, abs=1e-6)
    worse = score(rules, share_after=0.75, n_late_strict=160, n_meetings_kept=2500)
    assert [part.points for part in worse.parts] == [10, 15, 15, 5, 15]
    assert worse.total == 60


def test_what_is_hidden_or_unknown_is_never_guessed(
    rules: tuple[dict[str, Any], ...],
) -> None:
    for of, nth, is_hidden in (
        ({"n_petitions_mature": None, "n_petitions_in_time": None}, 2, True),
        ({"n_petitions_in_time": None}, 2, True),
        ({"n_petitions_mature": 0, "n_petitions_in_time": 0}, 2, False),
        ({"state": "suppressed", "n_after": None, "share_after": None}, 0, True),
        ({"state": "none", "n_after": 0, "share_after": None}, 0, False),
        ({"n_meetings_required": 0, "n_meetings_kept": 0}, 3, False),
    ):
        found = score(rules, **of)
        assert (found.total, found.low, found.high) == (None, None, None)
        assert (found.grade, found.is_firm, found.p_other) == (None, False, None)
        part = found.parts[nth]
        assert (part.points, part.low, part.share) == (None, None, None)
        assert part.is_hidden == is_hidden
        others = [one.points for n, one in enumerate(found.parts) if n != nth]
        assert None not in others


def test_a_grade_stands_only_where_the_whole_interval_agrees(
    rules: tuple[dict[str, Any], ...],
) -> None:
    few = score(rules, share_after=0.9, n_after=40)
    assert few.total == 100
    assert (few.low, few.high) == (80, 100)
    assert not few.is_firm
    assert few.p_other is not None
    assert 0.3 < few.p_other < 0.6
    # ballots that hang together are worth fewer, and say less
    bound = score(rules, share_after=0.93, n_after=400, n_effective_after=100)
    free = score(rules, share_after=0.93, n_after=400, n_effective_after=400)
    assert None not in (bound.p_other, free.p_other)
    assert bound.p_other > free.p_other  # type: ignore[operator]
    # what an office did is counted whole, however little it is
    acts = score(rules, n_meetings_required=4, n_meetings_kept=4)
    assert (acts.low, acts.is_firm) == (100, True)
    # fewer late is better: the upper end of the share is the lower end of the points
    late = score(rules, n_with_due=50, n_late_strict=1)
    assert (late.parts[1].points, late.parts[1].low, late.parts[1].high) == (25, 0, 25)


def test_how_many_would_change_is_what_draws_say(
    rules: tuple[dict[str, Any], ...],
) -> None:
    """True shares drawn anew with a fixed seed, graded by hand."""
    of = {"share_after": 0.81, "n_after": 90, "n_with_due": 120, "n_late_strict": 5}
    found = score(rules, **of)
    rng = np.random.default_rng(2026)
    n = 20_000
    x = 0.81 * 90
    satisfied = rng.beta(x + 0.5, 90 - x + 0.5, n)
    late = rng.beta(5.5, 115.5, n)
    first = np.select([satisfied >= 0.9, satisfied >= 0.8, satisfied >= 0.7],
                      [30, 20, 10], 0)  # fmt: skip
    second = np.select([late <= 0.02, late <= 0.05, late <= 0.1], [25, 15, 5], 0)
    grades = np.searchsorted([80, 90, 95], first + second + 45, side="right")
    assert found.total == 80
    other = float((grades != 1).mean())
    assert found.p_other == pytest.approx(other, abs=0.015)
    assert found.p_other is not None
    hidden = score(rules, n_petitions_in_time=None)
    assert expected_changes([found, found, hidden]) == pytest.approx(2 * found.p_other)


def test_without_grades_there_are_points_alone(
    rules: tuple[dict[str, Any], ...],
) -> None:
    found = score(tuple(row for row in rules if "grade" not in row))
    assert (found.total, found.grade, found.p_other) == (100, None, None)
    assert not found.is_firm
