"""The committee's counts, measures outside the process, and who is counted together."""

from __future__ import annotations

from datetime import date, timedelta

from tests.warehouse.chain_by_hand import changed_build
from tests.warehouse.process.conftest import LOW, NEXT_LEADER, PEOPLE
from tests.warehouse.process.walks import START, bring_to, step
from warehouse.matters.record import read_process
from warehouse.process.act import open_matter
from warehouse.process.counts import UnitCounts, _together, counts_by_unit, total_of
from warehouse.process.evidence import Measure
from warehouse.process.outside import outside_the_process
from warehouse.process.queue import outside_of
from warehouse.settings import Settings

TODAY = START.date()
UNIT = "91001@2025-07-01"


def counts(settings: Settings, today: date = TODAY) -> UnitCounts:
    return total_of(counts_by_unit(settings, today))


def test_waiting_evidence_is_flagged_too(home: Settings) -> None:
    found = counts(home)
    assert (found.n_flagged, found.n_waiting, found.n_open) == (2, 2, 0)
    open_matter(home, LOW, by=NEXT_LEADER, now=START)
    found = counts(home)
    assert (found.n_flagged, found.n_waiting, found.n_open) == (2, 1, 1)


def test_in_time_is_informed_within_the_term(home: Settings) -> None:
    code = bring_to(home, "decided").code
    late = TODAY + timedelta(days=46)
    assert (counts(home).n_in_time, counts(home).n_late) == (0, 0)
    assert counts(home, late).n_late == 1
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


def test_one_decision_covers_one_measure_and_none_before_it(home: Settings) -> None:
    bring_to(home, "informed")
    matters = read_process(home).matters.values()
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)]
    measures = [Measure("CB001", UNIT, day) for day in days]
    measures.append(Measure("CB005", UNIT, days[1]))
    found = outside_the_process(measures, matters, since=date(2020, 1, 1))
    assert [(m.officer_code, m.given_on) for m in found] == [
        ("CB001", days[0]),
        ("CB005", days[1]),
        ("CB001", days[2]),
    ]
    assert outside_the_process(measures, matters, since=days[2]) == [measures[2]]


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
