"""Whoever writes into the state or the record shows the committee nothing new."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.security.stores.committee_reads import committee, some_at_each_run
from tests.warehouse.chain_by_hand import unguarded
from tests.warehouse.custody.held_home import HELD, OTHER
from warehouse import audit
from warehouse.custody.check_waves import check_waves
from warehouse.custody.releases import forged_statements
from warehouse.settings import Settings

FORGED = f"replace(replace(body, '{OTHER}', '{HELD}'), 'sequence\":1', 'sequence\":2')"
IN_STATE = (
    f"insert into wave_statement select 2, {FORGED}, signature from wave_statement",
    "insert into wave_statement select 2, body, signature from wave_statement",
    f"update wave_statement set body = replace(body, '{OTHER}', '{HELD}')",
    "update wave_statement set signature = 'ab'",
    "update wave_statement set sequence = 7",
    "delete from wave_statement",
    "update wave_statement set body = replace(body, 'figures\":\"', 'figures\":\"0')",
    "delete from front_key",
    "update front_key set public_key = '" + "cd" * 32 + "'",
    "update front_key set key_id = 'x'",
    "update front_key set is_demo = 1",
    "delete from wave_custody",
    "update wave_custody set owner = 'committee', stream = 'service'",
    f"update wave_custody set wave_code = 'x' where wave_code = '{HELD}'",
    "insert into wave_custody values ('A2026', 'committee', 'service', '', '')",
    "delete from wave_file",
    "delete from wave_figures",
    "insert into wave_figures values ('ab', 'x q 5.00 9')",
    "insert into wave_salt values ('ab', 'cd', null)",
    "insert into wave_batch values (1, '{}', 'ab')",
)
IN_RECORD = (
    "delete from record where action = 'release'",
    "delete from record where action = 'build_published'",
    "delete from record where action = 'front_key_made'",
    "update record set subject = 'x' where action = 'release'",
    f"update record set subject = '{HELD}' where action = 'release'",
    "update record set detail = '{}' where action = 'build_published'",
    "update record set detail = '{}' where action = 'release'",
    "update record set mac = 'ab'",
    "update record set seq = seq + 1000",
    "delete from record",
)


@pytest.mark.parametrize("text", some_at_each_run((*IN_STATE, *IN_RECORD), every=6))
def test_the_committee_reads_nothing_more(home: Settings, text: str) -> None:
    with closing(sqlite3.connect(home.state_path)) as connection:
        for code in (HELD, OTHER):
            row = (code, "front", "independent", "", "2026-09-01")
            connection.execute("insert into wave_custody values (?, ?, ?, ?, ?)", row)
        connection.commit()
    before = committee(home)
    assert not check_waves(home).faults
    assert not forged_statements(home)
    assert audit.verify(home).is_intact
    path = home.state_path if text in IN_STATE else home.audit_path
    with unguarded(path) as connection:
        connection.execute(text)
    after = committee(home)
    known = {repr(row) for rows in before[1] for row in rows}
    assert {repr(row) for rows in after[1] for row in rows} <= known
    if after != before:
        assert (
            check_waves(home).faults
            or forged_statements(home)
            or not audit.verify(home).is_intact
        )
