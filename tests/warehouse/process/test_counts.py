"""The committee's counts, measures outside the process, and who is counted together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.process.conftest import LOW, NEXT_LEADER, PEOPLE
from tests.warehouse.process.walks import START, bring_to, step
from warehouse.matters.matters import Matter
from warehouse.matters.record import read_process
from warehouse.matters.steps import DECISIONS
from warehouse.process.act import open_matter
from warehouse.process.counts import UnitCounts, _together, counts_by_unit, total_of
from warehouse.process.deadlines import terms_on
from warehouse.process.evidence import Evidence, Measure, evidence_now
from warehouse.process.forget import forget_old
from warehouse.process.openings import waiting
from warehouse.process.outside import outside_the_process
from warehouse.process.queue import outside_of
from warehouse.settings import Settings

TODAY = START.date()
UNIT = "91001@2025-07-01"
TERM = 90


def counts(settings: Settings, today: date = TODAY) -> UnitCounts:
    return total_of(counts_by_unit(settings, today))


def test_waiting_evidence_is_flagged_too(home: Settings) -> None:
    found = counts(home)
    assert (found.n_flagged, found.n_waiting, found.n_open) == (2, 2, 0)
    open_matter(home, LOW, by=NEXT_LEADER, now=START)
    found = counts(home)
    assert (found.n_flagged, found.n_waiting, found.n_open) == (2, 1, 1)


@pytest.mark.parametrize(
    ("period_type", "period", "since"),
    [
        ("day", "2026-06-23", date(2026, 6, 23)),
        ("month", "2026-12", date(2027, 1, 1)),
        ("quarter", "2026-Q3", date(2026, 10, 1)),
        ("half", "2026-H2", date(2027, 1, 1)),
        ("year", "2026", date(2027, 1, 1)),
    ],
)
def test_evidence_waits_from_the_end_of_its_period(
    period_type: str, period: str, since: date
) -> None:
    one = Evidence("lateness", "CB001", UNIT, period_type, period, is_latest=True)
    assert one.since == since


def test_what_nobody_opens_is_late_from_its_own_day(home: Settings) -> None:
    found = waiting(evidence_now(home), [])
    last = min(one.since for one in found) + timedelta(days=45)
    days = (last, last + timedelta(days=1))
    assert [counts(home, day).n_waiting_late for day in days] == [0, 1]
    assert counts(home, last + timedelta(days=999)).n_waiting_late == len(found)
    assert counts(home, last + timedelta(days=999)).n_late == 0


def test_in_time_is_informed_within_the_term(home: Settings) -> None:
    code = bring_to(home, "decided").code
    late = TODAY + timedelta(days=46)
    assert (counts(home).n_in_time, counts(home).n_late) == (0, 0)
    assert (counts(home, late).n_late, counts(home, late).n_waiting_late) == (1, 1)
    step(home, code, "sign", days=45)
    found = counts(home, late)
    assert (found.n_in_time, found.n_late, found.n_open) == (1, 0, 1)


def test_a_withdrawn_flag_leaves_a_trace(home: Settings) -> None:
    bring_to(home, "withdrawn")
    found = counts(home)
    assert (found.n_withdrawn, found.n_open, found.n_flagged) == (1, 0, 2)


def test_a_measure_in_a_register_alone_is_outside(home: Settings) -> None:
    """A file of measures makes none regular, the day after the decision or not."""
    code = bring_to(home, "heard").code
    measured_on = TODAY + timedelta(days=2)
    with changed_build(home) as connection:
        connection.sql(
            "insert into fct_reminders by name select * replace"
            f" ('measure' as kind, date '{measured_on}' as given_on)"
            " from fct_reminders limit 1"
        )
    step(home, code, "decide")
    late = TODAY + timedelta(days=5)
    [found] = outside_of(home, PEOPLE["leader"], late)
    assert (found.officer_code, found.given_on) == ("CB001", measured_on)
    assert counts(home, late).n_outside == 1
    step(home, code, "sign", days=1)
    assert outside_of(home, PEOPLE["leader"], late) == []
    assert counts(home, late).n_outside == 0


def test_a_measure_about_somebody_posted_nowhere_is_counted_with_the_province(
    home: Settings,
) -> None:
    measured_on = TODAY + timedelta(days=2)
    with changed_build(home) as connection:
        connection.sql(
            "insert into fct_reminders by name select * replace"
            f" ('measure' as kind, date '{measured_on}' as given_on, 'CB999' as"
            " officer_code, null as unit_key, (select unit_key from dim_units"
            " where unit_level = 'province') as answering_unit_key)"
            " from fct_reminders limit 1"
        )
    found = counts(home, TODAY + timedelta(days=5))
    assert (found.n_outside, found.n_unposted) == (1, 1)
    # told by name to nobody but who leads the province
    assert outside_of(home, PEOPLE["leader"], TODAY + timedelta(days=5)) == []


def test_one_decision_covers_one_measure_and_none_before_it(home: Settings) -> None:
    bring_to(home, "informed")
    matters = read_process(home).matters.values()
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)]
    measures = [Measure("CB001", UNIT, day) for day in days]
    measures.append(Measure("CB005", UNIT, days[1]))
    found = outside(measures, matters)
    assert [(m.officer_code, m.given_on) for m in found] == [
        ("CB001", days[0]),
        ("CB005", days[1]),
        ("CB001", days[2]),
    ]
    assert outside(measures, matters, since=days[2]) == [measures[2]]


def outside(
    measures: list[Measure], matters: Iterable[Matter], since: date = date(2020, 1, 1)
) -> list[Measure]:
    return outside_the_process(
        measures, matters, since=since, term_days=lambda opened_on: TERM
    )


@pytest.mark.parametrize(("after_days", "n_outside"), [(TERM, 0), (TERM + 1, 1)])
def test_a_decision_covers_no_measure_of_years_later(
    home: Settings, after_days: int, n_outside: int
) -> None:
    bring_to(home, "informed")
    matters = read_process(home).matters.values()
    day = TODAY + timedelta(days=after_days)
    assert len(outside([Measure("CB001", UNIT, day)], matters)) == n_outside


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_a_decided_measure_or_transfer_covers_one(
    home: Settings, decision: str
) -> None:
    code = bring_to(home, "heard").code
    step(home, code, "decide", decision=decision)
    step(home, code, "sign")
    matters = read_process(home).matters.values()
    is_covered = outside([Measure("CB001", UNIT, TODAY)], matters) == []
    assert is_covered == (decision in ("measure", "transfer"))


def test_a_measure_whose_matter_was_forgotten_is_not_called_outside(
    home: Settings,
) -> None:
    bring_to(home, "closed")
    measured_on = TODAY + timedelta(days=TERM)
    with changed_build(home) as connection:
        connection.sql(
            "insert into fct_reminders by name select * replace"
            f" ('measure' as kind, date '{measured_on}' as given_on)"
            " from fct_reminders limit 1"
        )
    kept_to = TODAY + timedelta(days=terms_on(home, TODAY)["keep"])
    for day in (kept_to, kept_to + timedelta(days=1)):
        at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        n = forget_old(home, now=int(at.timestamp()), is_trial=False)
        assert n == (day > kept_to)
        assert counts(home, day).n_outside == 0
        assert outside_of(home, PEOPLE["leader"], day) == []


def test_one_matter_covers_one_measure_however_often_it_was_decided(
    home: Settings,
) -> None:
    code = bring_to(home, "informed").code
    for action in ("appeal", "confirm", "reply", "decide", "sign"):
        step(home, code, action, days=20)
    matters = read_process(home).matters.values()
    days = [TODAY + timedelta(days=n) for n in (5, 10, 25)]
    measures = [Measure("CB001", UNIT, day) for day in days]
    # each alone is covered, by the decision before the appeal or the one after it
    first, again, last = measures
    assert [outside([one], matters) for one in (first, again, last)] == [[], [], []]
    assert outside(measures, matters) == [again, last]


def test_a_decision_that_an_appeal_set_aside_covers_nothing_after_it(
    home: Settings,
) -> None:
    code = bring_to(home, "informed").code
    step(home, code, "appeal", days=20)
    step(home, code, "withdraw", days=22)
    matters = read_process(home).matters.values()
    during, after = (TODAY + timedelta(days=n) for n in (19, 23))
    assert outside([Measure("CB001", UNIT, during)], matters) == []
    measure = Measure("CB001", UNIT, after)
    assert outside([measure], matters) == [measure]


def test_units_with_few_officers_stand_together() -> None:
    units = [
        UnitCounts(("a",), n_officers=4, n_flagged=1),
        UnitCounts(("b",), n_officers=9),
        UnitCounts(("c",), n_officers=6, n_flagged=2),
    ]
    assert _together(units) == [
        UnitCounts(("b",), n_officers=9),
        UnitCounts(("a", "c"), n_officers=10, n_flagged=3),
    ]
    assert _together(units[1:]) == units[1:]


def test_counts_name_no_officer(home: Settings) -> None:
    bring_to(home, "closed")
    assert "CB0" not in repr(counts_by_unit(home, TODAY))
