"""The record: written by hand has no effect, changed stops all, nothing is lost."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from tests.warehouse.chain_by_hand import by_hand, changed_build, shown_before_a_kill
from tests.warehouse.process.conftest import LOW, NEXT_LEADER, PEOPLE, REMINDED
from tests.warehouse.process.walks import START, bring_to, step
from warehouse import audit
from warehouse.errors import DamagedError, ProcessError, ThanThienError
from warehouse.matters.record import read_process
from warehouse.process.act import open_matter
from warehouse.process.evidence import evidence_now
from warehouse.process.forget import forget_old
from warehouse.process.queue import queue_of, to_open
from warehouse.settings import Settings
from warehouse.stores.state_seal import seal_of

N_KILLS, N_KILLS_RELEASE = 3, 40


@pytest.mark.parametrize(
    "action", ["confirm", "reply", "decide", "sign", "close", "forget"]
)
def test_a_row_written_by_hand_is_found_and_has_no_effect(
    home: Settings, action: str
) -> None:
    code = bring_to(home, "flagged").code
    by_hand(
        home,
        f"insert into process_event select 2, matter, at, '{action}', 'leader', kind,"
        " unit_key, body_mac, mac, mac from process_event where seq = 1",
        "insert into process_body select 2, body from process_body where seq = 1",
    )
    record = read_process(home)
    assert record.foreign == (2,)
    assert record.matters[code].state == "flagged"
    # the matter goes on beside it
    assert step(home, code, "confirm").state == "checked"
    assert read_process(home).problem == ""


@pytest.mark.parametrize(
    "change",
    [
        "update process_event set action = 'withdraw' where seq = 2",
        "update process_event set at = '2020-01-01T00:00:00+00:00' where seq = 2",
        'update process_body set body = \'{"actor": "x"}\' where seq = 3',
        "delete from process_event where seq = 2",
        "delete from process_body where seq = 3",
        "update process_event set seq = seq + 100 where seq = 2",
        "delete from process_event where seq > 2",
    ],
)
def test_a_changed_record_stops_all(home: Settings, change: str) -> None:
    code = bring_to(home, "informed").code
    by_hand(home, change)
    assert read_process(home).problem
    for action in ("close", "appeal"):
        with pytest.raises((DamagedError, ProcessError)):
            step(home, code, action)
    with pytest.raises(DamagedError):
        open_matter(home, LOW, by=NEXT_LEADER)


def test_the_store_itself_refuses_a_change(home: Settings) -> None:
    bring_to(home, "checked")
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "update process_event set action = 'decide'",
            "delete from process_event",
            "update process_body set body = ''",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(statement)


def test_an_older_store_gets_the_tables(home: Settings) -> None:
    bring_to(home, "flagged")
    by_hand(home, "drop table process_event", "drop table process_body")
    home.audit_path.unlink()
    seal_of(home.audit_path).unlink()
    assert bring_to(home, "checked").state == "checked"


def test_every_step_is_in_the_audit_record_or_does_not_happen(home: Settings) -> None:
    code = bring_to(home, "checked").code
    found = audit.read_records(home, action="process")
    assert [r.detail["step"] for r in found] == ["confirm", "open"]
    assert {r.subject for r in found} == {code}
    assert "CB001" not in str(found)
    home.audit_path.chmod(0o644)
    with pytest.raises(ThanThienError, match="may read it"):
        step(home, code, "reply")
    home.audit_path.chmod(0o600)
    assert read_process(home).matters[code].state == "checked"


def test_evidence_opens_once_and_not_beside_an_open_matter(home: Settings) -> None:
    leader = PEOPLE["leader"]
    assert [one.name for one in to_open(home, leader)] == [REMINDED]
    bring_to(home, "closed")
    assert to_open(home, leader) == []
    with pytest.raises(ProcessError, match="opens once"):
        open_matter(home, REMINDED, by=leader)
    for stale in ("reminders/CB001/day/2026-05-04", "lateness/CB001/year/2026", ""):
        with pytest.raises(ProcessError):
            open_matter(home, stale, by=leader)


def test_an_unreleased_wave_opens_nothing(home: Settings) -> None:
    assert LOW in {one.name for one in evidence_now(home)}
    with changed_build(home) as connection:
        connection.sql(
            "insert into dim_waves by name select 'DL-2026-Q3' as wave_code,"
            " 'independent' as stream, 'front' as owner,"
            " date '2026-09-01' as opened_on, date '2026-09-02' as closed_on"
        )
    assert LOW not in {one.name for one in evidence_now(home)}
    with pytest.raises(ProcessError):
        open_matter(home, LOW, by=NEXT_LEADER)


def test_evidence_in_doubt_opens_nothing_and_is_not_confirmed(home: Settings) -> None:
    """A doubt takes the tier away; what was opened before can only be withdrawn."""
    code = open_matter(home, LOW, by=NEXT_LEADER, now=START).code
    with changed_build(home) as connection:
        connection.sql("update stat_officer_periods set tier = 'look'")
    with pytest.raises(ProcessError, match="no longer holds"):
        step(home, code, "confirm")
    assert step(home, code, "withdraw").state == "withdrawn"
    assert to_open(home, NEXT_LEADER) == []


def test_figures_about_too_few_open_nothing(home: Settings) -> None:
    with changed_build(home) as connection:
        connection.sql("update stat_officer_periods set n = 9 where period = '2026-Q3'")
    assert LOW not in {one.name for one in evidence_now(home)}


def test_each_sees_what_is_theirs(home: Settings) -> None:
    code = bring_to(home, "flagged").code
    today = START.date()

    def seen(who: str) -> list[str]:
        return [entry.matter.code for entry in queue_of(home, PEOPLE[who], today)]

    assert seen("officer") == []
    step(home, code, "confirm")
    step(home, code, "reply")
    for who in ("leader", "steward", "officer"):
        assert seen(who) == [code]
    assert seen("committee") == seen("front") == []
    [entry] = queue_of(home, PEOPLE["steward"], today)
    assert entry.matter.officer_code == ""
    assert "CB001" not in repr(entry)
    assert "Đã trao đổi" not in repr(entry)


def test_closed_matters_are_forgotten_when_their_time_is_over(home: Settings) -> None:
    code = bring_to(home, "closed").code
    soon = int((START + timedelta(days=1826)).timestamp())
    later = int((START + timedelta(days=1828)).timestamp())
    assert forget_old(home, now=soon, is_trial=False) == 0
    assert forget_old(home, now=later, is_trial=True) == 1
    assert read_process(home).matters[code].state == "closed"
    assert forget_old(home, now=later, is_trial=False) == 1
    record = read_process(home)
    assert record.problem == ""
    matter = record.matters[code]
    assert (matter.state, matter.officer_code) == ("forgotten", "")
    assert b"CB001" not in home.state_path.read_bytes()
    # its evidence is forgotten too, but the chain goes on
    assert open_matter(home, LOW, by=NEXT_LEADER).state == "flagged"


_WRITER = """
import sys
from tests.warehouse.process.walks import START, step
from warehouse.matters.record import read_process
from warehouse.settings import Settings
from pathlib import Path
home = Settings(home=Path(sys.argv[1]))
while True:
    [code] = read_process(home).matters
    for action in ("confirm", "reply", "decide", "sign", "appeal"):
        try:
            matter = step(home, code, action)
        except Exception as error:
            if "no arrow" not in str(error):
                raise
            continue
        print(len(matter.steps), flush=True)
"""


def test_a_kill_at_any_moment_loses_no_step(
    home: Settings, pytestconfig: pytest.Config
) -> None:
    bring_to(home, "flagged")
    is_long = pytestconfig.getoption("--release")
    for nth in range(N_KILLS_RELEASE if is_long else N_KILLS):
        shown = shown_before_a_kill(_WRITER, home, after_s=0.003 * nth)
        record = read_process(home)
        [matter] = record.matters.values()
        assert record.problem == ""
        assert record.foreign == ()
        assert len(matter.steps) >= shown
        assert len(matter.steps) == len(record.events)
