"""Limits beside hidden months: what the shown months alone give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from warehouse.hiding.limits_of_shown import limits_of_shown
from warehouse.statistics.series.control_charts import p_prime_chart, xmr_chart

SHARES = [0.8, 0.7, 0.9, 0.75, 0.85, 0.8, 0.7, 0.9, 0.75, 0.85, 0.8, 0.7, 0.2, 0.8]
HIDDEN = (3, 7)


def months(measure: str, start: date | None = None) -> list[dict[str, Any]]:
    return [
        {
            "measure": measure,
            "month": date(2026 + i // 12, i % 12 + 1, 1),
            "n": None if i in HIDDEN else 100 + i,
            "n_effective": None if i in HIDDEN else 100.0 + i,
            "value": None if i in HIDDEN else share,
            "model_start_date": start,
            "centre": 0.5,
            "lower_limit": 0.4,
            "upper_limit": 0.6,
            "signal": "run_above",
            "is_provisional": False,
        }
        for i, share in enumerate(SHARES)
    ]


def test_a_share_gets_the_chart_of_its_shown_months() -> None:
    rows = months("satisfied_share")
    limits_of_shown(rows)
    shown = [row for i, row in enumerate(rows) if i not in HIDDEN]
    n = [row["n"] for row in shown]
    chart = p_prime_chart([row["value"] * row["n"] for row in shown], n)
    assert [row["centre"] for row in shown] == pytest.approx([chart.center] * 12)
    assert [row["lower_limit"] for row in shown] == pytest.approx(chart.lcl.tolist())
    assert [row["upper_limit"] for row in shown] == pytest.approx(chart.ucl.tolist())
    assert [row["signal"] for row in shown][-2] == "below_limit"
    for i in HIDDEN:
        assert [rows[i][name] for name in ("centre", "lower_limit", "signal")] == [
            None,
            None,
            None,
        ]


def test_what_was_shown_of_hidden_months_changes_nothing() -> None:
    one, other = months("satisfied_share"), months("satisfied_share")
    for row in other:
        row.update(centre=0.9, lower_limit=0.1, upper_limit=0.95, signal=None)
    limits_of_shown(one)
    limits_of_shown(other)
    assert one == other


def test_the_start_of_the_model_begins_limits_of_its_own() -> None:
    rows = months("satisfied_share", date(2026, 9, 1))
    limits_of_shown(rows)
    shown = [row for i, row in enumerate(rows) if i not in HIDDEN]
    for of in (slice(0, 6), slice(6, 12)):
        part = shown[of]
        n = [row["n"] for row in part]
        chart = p_prime_chart([row["value"] * row["n"] for row in part], n)
        assert [row["centre"] for row in part] == pytest.approx([chart.center] * 6)
        assert all(row["is_provisional"] for row in part)


def test_a_rate_gets_the_chart_of_its_shown_months() -> None:
    rows = months("petitions_per_1000")
    for row in rows:
        row["value"] = row["value"] and 1000 * row["value"]
    limits_of_shown(rows)
    chart = xmr_chart([row["value"] for row in rows if row["value"] is not None])
    assert rows[0]["centre"] == pytest.approx(chart.center)
    assert rows[0]["upper_limit"] == pytest.approx(chart.upl)


@pytest.mark.parametrize("n_shown", [0, 1])
def test_too_few_shown_months_have_no_limits(n_shown: int) -> None:
    rows = months("satisfied_share")[3 : 4 + n_shown]
    limits_of_shown(rows)
    assert {row["lower_limit"] for row in rows} == {None}


def test_a_shown_month_of_few_people_keeps_its_wide_limits() -> None:
    wide, plain = months("satisfied_share"), months("satisfied_share")
    shown = next(i for i in range(len(wide)) if i not in HIDDEN)
    wide[shown]["n_effective"] = 10.0
    for rows in (wide, plain):
        limits_of_shown(rows)
    assert wide[shown]["lower_limit"] < plain[shown]["lower_limit"] - 0.1
