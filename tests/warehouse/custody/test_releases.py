"""A wave is released by the signature of the Front, and by nothing else."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.small.warehouse import changed
from tests.warehouse.custody.front_desk import FRONT, released_by_front, signer_of
from tests.warehouse.custody.held_home import HELD, OTHER, answers
from tests.warehouse.roles import scope_of
from warehouse import audit
from warehouse.builds.pointer import point_to, read_pointer
from warehouse.custody.front_waves import front_waves, held_waves, release
from warehouse.custody.releases import forged_statements, released_waves
from warehouse.doctor.check_home import examine
from warehouse.doctor.mend import Mender
from warehouse.errors import (
    AccountError,
    CustodyError,
    ThanThienError,
)
from warehouse.people.account_rows import Identity
from warehouse.read import Reader, reader_of
from warehouse.scope import ROLES
from warehouse.settings import Settings


@pytest.mark.parametrize("role", ["committee", "leader"])
def test_a_released_wave_is_read_at_the_next_question(
    home: Settings, role: str
) -> None:
    reader = Reader(home)
    scope = scope_of(reader, role)

    def periods() -> list[str]:
        return [row["period"] for row in reader.run("gap_periods", scope).rows]

    assert periods() == []
    released_by_front(home, OTHER)
    assert periods() == ["2026-Q1"]
    released_by_front(home, HELD)
    assert periods() == ["2026-Q3", "2026-Q1"]
    values = {"map": "today", "item_code": "overall", "period": "2026-Q3"}
    rows = reader.run("gaps_by_unit", scope, **values).rows
    assert {row["unit_key"] for row in rows} <= set(scope.unit_keys)
    assert rows


def test_only_the_front_releases_and_only_what_waits(home: Settings) -> None:
    for role in ROLES:
        if role != "front":
            someone = Identity("x", "x", role)
            with pytest.raises(AccountError):
                release(home, HELD, by=someone, signer=signer_of(home))
    with pytest.raises(AccountError):
        released_by_front(home, "A2026")
    assert released_waves(home) == ()


def test_a_release_is_recorded_or_does_not_happen(home: Settings) -> None:
    released_by_front(home, OTHER)
    [found] = audit.read_records(home, action="release")
    assert (found.actor, found.subject) == ("mattran", OTHER)
    home.audit_path.chmod(0o644)
    with pytest.raises(ThanThienError, match="may read it"):
        released_by_front(home, HELD)
    home.audit_path.chmod(0o600)
    assert released_waves(home) == (OTHER,)


def test_a_release_is_final(home: Settings) -> None:
    released_by_front(home, HELD)
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "delete from wave_statement",
            "update wave_statement set body = 'x'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(statement)


def test_the_list_says_what_waits(home: Settings) -> None:
    assert sorted(held_waves(home)) == sorted([HELD, OTHER, "GS-2026", "SAU-2026"])
    released_by_front(home, HELD)
    waves = {wave.code: wave for wave in front_waves(home)}
    done = waves[HELD].release
    assert done is not None
    assert done.released_by == "mattran"
    assert waves[OTHER].release is None


def test_a_wave_that_is_not_as_signed_is_withheld_from_all(home: Settings) -> None:
    released_by_front(home, OTHER)
    released_by_front(home, HELD)
    before = {role: answers(home, role) for role in ("committee", "front")}
    point_to(home, replace(read_pointer(home), withheld=(HELD,)))
    for role in ("committee", "front"):
        text = str([*answers(home, role).values()])
        assert HELD not in text
        assert HELD in str([*before[role].values()])
        assert OTHER in text


def test_a_row_written_by_hand_releases_nothing(home: Settings) -> None:
    released_by_front(home, OTHER)
    with sqlite3.connect(home.state_path) as connection:
        [(body, signature)] = connection.execute(
            "select body, signature from wave_statement"
        ).fetchall()
        forged = body.replace(OTHER, HELD).replace(':1,"wave', ':2,"wave')
        connection.execute(
            "insert into wave_statement values (2, ?, ?)", (forged, signature)
        )
        own = signer_of(home).sign(forged)  # signed, yet in no record
        connection.execute("insert into wave_statement values (3, ?, ?)", (forged, own))
    assert released_waves(home) == (OTHER,)
    assert forged_statements(home) == [2, 3]


def test_a_release_cut_by_a_crash_is_healed_by_the_next(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record had it already; the store never kept it."""
    released_by_front(home, OTHER)
    real = audit.record

    def record(*args: Any, **named: Any) -> Any:
        real(*args, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", record)
        with pytest.raises(KeyboardInterrupt):
            released_by_front(home, HELD)
    assert released_waves(home) == (OTHER,)
    assert forged_statements(home) == [2]
    time.sleep(1.1)  # a statement names its second
    released_by_front(home, HELD)
    assert released_waves(home) == tuple(sorted((OTHER, HELD)))
    assert forged_statements(home) == []


def test_another_key_releases_nothing(home: Settings, tmp_path: Path) -> None:
    signer_of(home)
    stranger = signer_of(Settings(home=tmp_path / "other"))
    with pytest.raises(CustodyError):
        release(home, HELD, by=FRONT, signer=stranger)
    assert released_waves(home) == ()


def test_other_figures_wait_for_a_new_edition(home: Settings) -> None:
    released_by_front(home, OTHER, HELD)
    before = answers(home, "committee")
    reader_of.cache_clear()  # its connection holds the file
    [path] = home.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            update agg_answer_levels set n_answers = n_answers + 1
            where wave_code = '{HELD}'
            """
        )
    assert HELD not in str([*answers(home, "committee").values()])
    assert HELD in str([*answers(home, "front").values()])
    assert [w.code for w in front_waves(home) if w.is_changed] == [HELD]
    released_by_front(home, HELD)
    waves = {wave.code: wave for wave in front_waves(home)}
    done = waves[HELD].release
    assert done is not None
    assert done.edition == 2
    assert answers(home, "committee").keys() == before.keys()
    assert HELD in str([*answers(home, "committee").values()])


@pytest.mark.parametrize("harm", ["missing", "cut"])
def test_what_the_front_released_stays_so_when_the_record_is_lost(
    home: Settings, harm: str
) -> None:
    released_by_front(home, OTHER)
    with closing(sqlite3.connect(home.state_path)) as store, store:
        forged = "insert into wave_statement values (9, '{}', 'x')"
        store.execute(forged)
    content = home.audit_path.read_bytes()
    home.audit_path.unlink()
    if harm == "cut":
        home.audit_path.write_bytes(content[: len(content) // 2])
    Mender(home, lambda _: True, lambda: False, lambda _: False, "test").mend(
        examine(home)
    )
    assert released_waves(home) == (OTHER,)
    told = audit.read_records(home, action="release")
    assert [(one.subject, one.actor) for one in told] == [(OTHER, "test")]
    assert forged_statements(home) == [2]
