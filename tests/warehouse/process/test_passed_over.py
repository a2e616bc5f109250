"""No step is without effect and without a word: each is told, whoever looks."""

from __future__ import annotations

from itertools import product

import pytest

from tests.warehouse.chain_by_hand import by_hand
from tests.warehouse.process.test_steps import DRAWN
from tests.warehouse.process.walks import WAY, WHO, bring_to, sign_step, step
from warehouse.builds.left_out import Findings
from warehouse.chain import Event
from warehouse.commands.process import process_check
from warehouse.doctor.check_records import check_records
from warehouse.errors import DamagedError
from warehouse.matters import steps
from warehouse.matters.passed_over import PassedOver, counted_events, passed_over
from warehouse.matters.record import ProcessRecord, read_process
from warehouse.matters.steps import ACTIONS, STATES
from warehouse.scope import ROLES
from warehouse.settings import Settings
from warehouse.words import words_of


def _events(*taken: tuple[str, str]) -> tuple[Event, ...]:
    return tuple(
        Event(n, "V00001", "2026-11-02T03:00:00+00:00", *one, "reminders", "u", {})
        for n, one in enumerate(taken, start=1)
    )


def _way(state: str | None) -> list[tuple[str, str]]:
    if state is None:
        return []
    way = WAY["closed"] if state == "forgotten" else WAY[state]
    taken = [("open", "leader"), *((action, WHO[action]) for action in way)]
    return [*taken, ("forget", "retention")] if state == "forgotten" else taken


def test_every_state_role_and_action_is_counted_or_told() -> None:
    """Of all signed steps only those along the drawn arrows reach the figures."""
    n_drawn = 0
    for state, role, action in product(
        (None, *STATES), (*ROLES, "retention", "nobody"), (*ACTIONS, "nothing")
    ):
        events = _events(*_way(state), (action, role))
        record = ProcessRecord(events=events)
        if (state, role, action) in DRAWN:
            n_drawn += 1
            assert counted_events(record) == events
            assert passed_over(record) == ()
        else:
            assert counted_events(record) == ()
            told = PassedOver("V00001", len(events), "no_arrow")
            assert passed_over(record) == (told,)
    assert n_drawn == len(DRAWN)


def test_a_matter_of_arrows_that_are_gone_is_told(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = bring_to(home, "checked").code
    step(home, code, "note_silence", days=60)
    left = tuple(one for one in steps.ARROWS if one.action != "note_silence")
    monkeypatch.setattr(steps, "ARROWS", left)
    record = read_process(home)
    assert counted_events(record) == ()
    assert passed_over(record) == (PassedOver(code, 3, "no_arrow"),)


def test_the_whole_record_taken_out_is_told(home: Settings) -> None:
    bring_to(home, "checked")
    by_hand(home, "delete from process_event", "delete from process_body")
    assert passed_over(read_process(home)) == (PassedOver(None, 0, "chain_broken"),)


def test_doctor_and_check_say_which_matter_and_why(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", str(home.home))
    code = bring_to(home, "flagged").code
    process_check()
    assert list(check_records(home)) == []
    sign_step(home, code, "decide", "leader")
    by_hand(
        home,
        "insert into process_event select 3, 'V9', at, 'sign', 'officer', kind,"
        " unit_key, body_mac, mac, mac from process_event where seq = 1",
    )
    found = [(one.code, one.detail) for one in check_records(home)]
    assert [one for one in found if one[0] != "state_unsealed"] == [
        ("steps_passed_over", f"{code}: no_arrow"),
        ("steps_passed_over", "?: not_signed"),
    ]
    with pytest.raises(DamagedError, match=f"2 {code}: no_arrow, 3"):
        process_check()


def test_build_and_status_say_it_without_a_name() -> None:
    found = Findings(passed_over=(PassedOver("V00001", 2, "no_arrow"),))
    assert not found.is_clean
    [line] = found.as_lines(words_of("vi"))
    assert "V00001, dòng 2 – bước không có trong quy trình" in line
    [line] = Findings(passed_over=(PassedOver(None, 3, "not_signed"),)).as_lines(
        words_of("en")
    )
    assert "no known matter, row 3" in line


def test_a_matter_goes_on_beside_a_step_of_no_arrow(home: Settings) -> None:
    code = bring_to(home, "flagged").code
    sign_step(home, code, "decide", "leader")
    assert step(home, code, "confirm").state == "checked"
