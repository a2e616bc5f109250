"""The record: written by hand has no effect, changed stops all, nothing is lost."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from tests.warehouse.chain_by_hand import by_hand, changed_build, shown_before_a_kill
from tests.warehouse.reviews.conftest import ABOVE, PEOPLE, UNIT
from tests.warehouse.reviews.walks import PERIOD, START, bring_to, step
from warehouse import audit
from warehouse.errors import DamagedError, ReviewError, ThanThienError
from warehouse.read import reader_of
from warehouse.reviews.act import take_step
from warehouse.reviews.check import check_reviews
from warehouse.reviews.due import due_on, standings
from warehouse.reviews.facts import facts_of
from warehouse.reviews.frozen import freeze, thaw
from warehouse.reviews.record import read_reviews
from warehouse.reviews.reviews import code_of
from warehouse.reviews.steps import ACTIONS
from warehouse.reviews.units import units_of
from warehouse.reviews.visible_reviews import (
    changes_of,
    released_review,
    submitted_facts,
)
from warehouse.settings import Settings
from warehouse.stores.state_seal import seal_of

CODE = code_of(UNIT, PERIOD)
N_KILLS, N_KILLS_RELEASE = 1, 40


@pytest.mark.parametrize("action", ACTIONS, ids="by hand: {}".format)
def test_a_row_written_by_hand_is_found_and_has_no_effect(
    home: Settings, action: str
) -> None:
    bring_to(home, "draft")
    by_hand(
        home,
        f"insert into review_event select 2, review, at, '{action}', 'committee', kind,"
        " unit_key, body_mac, mac, mac from review_event where seq = 1",
        "insert into review_body select 2, body from review_body where seq = 1",
    )
    record = read_reviews(home)
    assert record.foreign == (2,)
    assert record.reviews[CODE].state == "draft"
    with pytest.raises(DamagedError, match="signed"):
        check_reviews(home)
    # the review goes on beside it
    assert step(home, "submit").state == "submitted"
    assert read_reviews(home).problem == ""


@pytest.mark.parametrize(
    "change",
    [
        "update review_event set action = 'write' where seq = 2",
        "update review_event set at = '2020-01-01T00:00:00+00:00' where seq = 2",
        'update review_body set body = \'{"actor": "x"}\' where seq = 1',
        "delete from review_event where seq = 1",
        "delete from review_body where seq = 1",
        "delete from review_event where seq > 1",
    ],
)
def test_a_changed_record_stops_all(home: Settings, change: str) -> None:
    bring_to(home, "returned")
    by_hand(home, change)
    assert read_reviews(home).problem
    with pytest.raises((DamagedError, ReviewError)):
        step(home, "write")
    with pytest.raises(DamagedError):
        check_reviews(home)


def test_the_store_itself_refuses_a_change(home: Settings) -> None:
    bring_to(home, "submitted")
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "update review_event set action = 'release'",
            "delete from review_event",
            "update review_body set body = ''",
            "delete from review_body",
            "update review_figures set figures = ''",
            "delete from review_figures",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "update review_figures set figures = replace(figures, '\"n_', '\"m_')",
        "delete from review_figures",
    ],
)
def test_changed_figures_are_refused(home: Settings, change: str) -> None:
    review = bring_to(home, "released")
    assert check_reviews(home) == 4
    by_hand(home, change)
    with pytest.raises(DamagedError, match="those that were submitted"):
        submitted_facts(home, review)
    with pytest.raises(DamagedError):
        check_reviews(home)


def test_an_older_store_gets_the_tables(home: Settings) -> None:
    bring_to(home, "draft")
    by_hand(home, "drop table review_event", "drop table review_body")
    home.audit_path.unlink()
    seal_of(home.audit_path).unlink()
    assert bring_to(home, "submitted").state == "submitted"


def test_every_step_is_in_the_audit_record_or_does_not_happen(home: Settings) -> None:
    bring_to(home, "submitted")
    found = audit.read_records(home, action="review")
    assert [r.detail["step"] for r in found] == ["submit", "write"]
    home.audit_path.chmod(0o644)
    with pytest.raises(ThanThienError, match="may read it"):
        step(home, "return")
    home.audit_path.chmod(0o600)
    assert read_reviews(home).reviews[CODE].state == "submitted"


def test_frozen_figures_stay_and_what_changed_is_listed(own_home: Settings) -> None:
    by = PEOPLE["leader"]
    review = bring_to(own_home, "released")
    then = facts_of(reader_of(own_home), by, "91001", PERIOD)
    frozen = submitted_facts(own_home, review)
    assert frozen == then
    assert frozen is not None
    assert changes_of(own_home, frozen, by) == []
    where = f"map = 'today' and unit_key = '{UNIT}' and month = '2026-10-01'"
    with changed_build(own_home) as connection:
        connection.sql(
            f"update agg_unit_months set n_received = n_received + 7 where {where}"
        )
    assert submitted_facts(own_home, review) == then
    found = changes_of(own_home, frozen, by)
    old = then.months[-1]["n_received"]
    assert found is not None
    assert [(c.table, c.figure, c.old, c.new) for c in found] == [
        ("months", "n_received", old, old + 7)
    ]
    with changed_build(own_home) as connection:
        connection.sql(f"delete from agg_unit_duties where unit_key = '{UNIT}'")
    gone = changes_of(own_home, frozen, by) or []
    gone = [one for one in gone if one.table == "duties"]
    assert {one.figure for one in gone} == then.duties[0].keys() - {
        "map", "unit_key", "month",
    }  # fmt: skip
    assert all(one.new is None for one in gone)
    assert submitted_facts(own_home, review) == then


def test_facts_go_through_text_unchanged(home: Settings) -> None:
    for period in ("2026-10", "2026-Q4", "2026"):
        facts = facts_of(reader_of(home), PEOPLE["leader"], "91001", period)
        digest, text = freeze(facts)
        assert thaw(text) == facts
        assert freeze(thaw(text)) == (digest, text)


def test_a_resubmission_freezes_anew_and_keeps_the_old(own_home: Settings) -> None:
    first = bring_to(own_home, "returned").submission
    where = f"map = 'today' and unit_key = '{UNIT}' and month = '2026-10-01'"
    with changed_build(own_home) as connection:
        connection.sql(f"update agg_unit_months set n_received = 1 where {where}")
    step(own_home, "write")
    second = step(own_home, "submit").submission
    assert first
    assert second
    assert first.said("figures") != second.said("figures")
    assert check_reviews(own_home) == 5


def test_a_released_review_is_found_by_who_covers_the_unit(home: Settings) -> None:
    bring_to(home, "submitted")

    def found(who: str) -> bool:
        args = (read_reviews(home), PEOPLE[who], "91001", PERIOD)
        return released_review(home, *args) is not None

    assert not found("committee")
    step(home, "confirm")
    step(home, "release")
    assert found("committee")
    assert found("leader")
    assert released_review(home, read_reviews(home), ABOVE, "91001", PERIOD)
    other = (read_reviews(home), PEOPLE["leader"], "91002", PERIOD)
    assert released_review(home, *other) is None


def test_due_late_and_missing_by_a_dated_rule(home: Settings) -> None:
    assert due_on(home, "2026-10").isoformat() == "2026-11-10"
    assert due_on(home, "2026-Q3").isoformat() == "2026-10-15"
    assert due_on(home, "2026-H1").isoformat() == "2026-07-20"
    assert due_on(home, "2025").isoformat() == "2026-01-30"
    home.rules_dir.mkdir()
    (home.rules_dir / "thresholds.csv").write_text(
        "threshold,value,unit,valid_from,valid_to,name_vi,name_en,source\n"
        "review_month_days,5,days,2026-10-15,,,,QĐ 1\n",
        encoding="utf-8",
    )
    assert due_on(home, "2026-09").isoformat() == "2026-10-10"
    assert due_on(home, "2026-10").isoformat() == "2026-11-05"

    def time_of(day: int, who: str = "committee", period: str = PERIOD) -> str:
        today = (START + timedelta(days=day)).date()
        units = units_of(home, PEOPLE[who])
        reviews = read_reviews(home).reviews
        rows = standings(home, list(units), reviews, period, today)
        [one] = [row for row in rows if row.unit["unit_key"] == UNIT]
        return one.time

    assert time_of(3) == "coming"
    assert time_of(4) == "missing"
    assert time_of(9, period="2019-05") == "not_yet"
    bring_to(home, "draft")
    assert time_of(4) == "missing"
    step(home, "submit", days=3)
    step(home, "return", days=20)
    assert time_of(30) == "in_time"  # the first submission counts
    step(home, "write", period="2026-09", days=20)
    assert time_of(30, period="2026-09") == "missing"


_WRITER = """
import sys
from pathlib import Path
from tests.warehouse.reviews.walks import step
from warehouse.settings import Settings
home = Settings(home=Path(sys.argv[1]))
n = 0
while True:
    for action in ("write", "submit", "return"):
        step(home, action)
        n += 1
        print(n, flush=True)
"""


def test_a_kill_at_any_moment_loses_no_step(
    home: Settings, pytestconfig: pytest.Config
) -> None:
    is_long = pytestconfig.getoption("--release")
    kept = 0
    for nth in range(N_KILLS_RELEASE if is_long else N_KILLS):
        shown = shown_before_a_kill(_WRITER, home, after_s=0.003 * nth)
        record = read_reviews(home)
        assert record.problem == ""
        assert record.foreign == ()
        # every step that was said to be done is there, and every figure with it
        assert check_reviews(home) >= kept + shown
        [review] = record.reviews.values()
        assert len(review.steps) == len(record.events)
        while step_back := {"draft": "submit", "submitted": "return"}.get(review.state):
            review = step(home, step_back)
        kept = len(review.steps)


def test_a_step_of_nobody_is_refused(home: Settings) -> None:
    bring_to(home, "submitted")
    with pytest.raises(ReviewError):
        take_step(home, UNIT, PERIOD, "release", by=ABOVE)
