"""What a build takes over of the record: steps and days, no officer and no word."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.warehouse.chain_by_hand import by_hand
from tests.warehouse.process.walks import bring_to, step
from warehouse.builds.process_snapshot import write_process_snapshot
from warehouse.process.record import read_process
from warehouse.process.snapshot import Snapshot, snapshot_now
from warehouse.settings import Settings


def taken_over(home: Settings, scratch: Path) -> list[dict[str, object]]:
    duckdb.connect(str(scratch)).close()
    before = home.state_path.read_bytes()
    write_process_snapshot(home, scratch)
    # a build reads the store and never writes it
    assert home.state_path.read_bytes() == before
    with duckdb.connect(str(scratch), read_only=True) as connection:
        found = connection.sql("select * from process.steps order by seq")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_steps_and_days_go_over_and_nobody(home: Settings, tmp_path: Path) -> None:
    code = bring_to(home, "heard").code
    step(home, code, "decide", days=3)
    step(home, code, "sign", days=5)
    rows = taken_over(home, tmp_path / "scratch.duckdb")
    matter = read_process(home).matters[code]
    assert [(r["matter_code"], r["action"], r["taken_on"]) for r in rows] == [
        (code, one.event.action, one.event.day) for one in matter.steps
    ]
    assert {r["unit_key"] for r in rows} == {matter.unit_key}
    said = [one.event.said("decision") or None for one in matter.steps]
    assert [r["decision"] for r in rows] == said
    assert "CB001" not in str(rows)
    assert "Đã trao đổi" not in str(rows)


def test_a_changed_record_tells_nothing(home: Settings, tmp_path: Path) -> None:
    bring_to(home, "closed")
    by_hand(home, "update process_event set action = 'withdraw' where seq = 2")
    assert taken_over(home, tmp_path / "scratch.duckdb") == []


def test_the_published_build_is_what_is_read(home: Settings) -> None:
    assert snapshot_now(home) == Snapshot(2, 1, 1, 12.0)
