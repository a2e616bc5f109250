"""Official indices are asked by scope, and shares of few ballots are not shown."""

from __future__ import annotations

import pytest

from tests.dashboard.small.warehouse import key
from warehouse.read import Reader
from warehouse.scope import Scope

HOME, NEXT = key("91001"), key("91002")
QUARTER = {"map": "today", "period_type": "quarter"}


@pytest.fixture
def committee(reader: Reader) -> Scope:
    return reader.scope_of_account(user_id="b", role="committee")


def test_official_points_say_how_many_were_silent(
    reader: Reader, committee: Scope
) -> None:
    shown = reader.run("index_decision_766", committee, unit_key=HOME, **QUARTER).rows
    assert [row["period"] for row in shown] == ["2026-Q2", "2026-Q3"]
    assert shown[0]["share_silent"] == pytest.approx(0.78)
    assert shown[0]["share_cases_satisfied"] == pytest.approx(0.94, abs=0.011)
    assert shown[0]["score"] == pytest.approx(16.2)


def test_points_made_from_three_ballots_are_kept_back(
    reader: Reader, committee: Scope
) -> None:
    shown = reader.run("index_decision_766", committee, unit_key=NEXT, **QUARTER).rows
    for row in shown:
        assert row["share_cases_satisfied"] is None
        assert row["share_silent"] is None
        assert row["score"] is None
        assert row["share_feedback_on_time"] == pytest.approx(0.9)


def test_votes_are_shown_in_tens_and_feedback_exactly(
    reader: Reader, committee: Scope
) -> None:
    [row, _] = reader.run(
        "index_decision_766", committee, unit_key=HOME, **QUARTER
    ).rows
    assert (row["n_voiced"], row["n_feedback"]) == (90, 20)


def test_months_of_the_official_index_are_not_asked(
    reader: Reader, committee: Scope
) -> None:
    asked = {"map": "today", "period_type": "month"}
    assert (
        reader.run("index_decision_766", committee, unit_key=HOME, **asked).rows == []
    )


def test_fifteen_points_are_excellent_on_every_form(
    reader: Reader, committee: Scope
) -> None:
    shown = reader.run("index_circular_01", committee, unit_key=HOME, **QUARTER).rows
    assert {(float(row["score"]), row["grade"]) for row in shown} == {
        (15.0, "excellent")
    }


def test_a_leader_reads_no_other_unit(reader: Reader) -> None:
    leader = reader.scope_of_account(user_id="l", role="leader", unit_code="91001")
    asked = {"map": "today", "period": "2026-Q3"}
    own = reader.run("index_circular_01_parts", leader, unit_key=HOME, **asked).rows
    assert len(own) == 9
    other = reader.run("index_circular_01_parts", leader, unit_key=NEXT, **asked).rows
    assert other == []
    assert reader.run("index_sipas", leader, map="today", unit_key=NEXT).rows == []
    assert reader.run("targets", leader, unit_key=NEXT, period="2026").rows == []


def test_the_sample_stands_beside_what_was_asked_for(
    reader: Reader, committee: Scope
) -> None:
    rows = reader.run("index_sipas", committee, map="today", unit_key=HOME).rows
    [row] = [row for row in rows if row["criterion_code"] == "overall"]
    assert (row["n_people"], row["n_required"]) == (430, 370)
    assert row["is_sample_enough"]


def test_print_outs_and_coverage_are_for_those_who_keep_the_data(
    reader: Reader,
) -> None:
    steward = reader.scope_of_account(user_id="s", role="steward")
    rows = reader.run("monthly_reports", steward).rows
    assert {row["n_differ"] for row in rows} == {1}
    assert len(reader.run("unit_coverage", steward, unit_key=HOME).rows) == 1
