"""What a build takes over of the record: steps and days, no officer and no word."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.warehouse.chain_by_hand import by_hand
from tests.warehouse.process.conftest import LOW, NEXT_LEADER
from tests.warehouse.process.walks import START, bring_to, sign_step, step
from warehouse.builds.process_snapshot import write_process_snapshot
from warehouse.matters.record import read_process
from warehouse.process.act import open_matter
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


def passed_over_in(scratch: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(scratch), read_only=True) as connection:
        text = "select matter_code, seq, why from process.passed_over order by all"
        return sorted(connection.sql(text).fetchall(), key=lambda row: row[1])


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


def test_a_changed_record_tells_nothing_but_that(
    home: Settings, tmp_path: Path
) -> None:
    code = bring_to(home, "closed").code
    by_hand(home, "update process_event set action = 'withdraw' where seq = 2")
    scratch = tmp_path / "scratch.duckdb"
    assert taken_over(home, scratch) == []
    found = [(code, 1, "chain_broken"), (code, 2, "not_signed")]
    assert passed_over_in(scratch) == found


def test_a_signed_step_of_no_arrow_leaves_its_matter_out(
    home: Settings, tmp_path: Path
) -> None:
    """A later program may draw other arrows; what another key wrote is signed too."""
    code = bring_to(home, "flagged").code
    other = open_matter(home, LOW, by=NEXT_LEADER, now=START).code
    sign_step(home, code, "decide", "leader")
    step(home, code, "confirm")
    scratch = tmp_path / "scratch.duckdb"
    assert {row["matter_code"] for row in taken_over(home, scratch)} == {other}
    assert passed_over_in(scratch) == [(code, 3, "no_arrow")]


def test_a_row_of_a_foreign_hand_is_told_and_its_matter_goes_on(
    home: Settings, tmp_path: Path
) -> None:
    code = bring_to(home, "flagged").code
    for seq, named in ((2, "matter"), (3, "'Nguyễn Văn A'")):
        by_hand(
            home,
            f"insert into process_event select {seq}, {named}, at, 'decide', 'leader',"
            " kind, unit_key, body_mac, mac, mac from process_event where seq = 1",
        )
    step(home, code, "confirm")
    scratch = tmp_path / "scratch.duckdb"
    rows = taken_over(home, scratch)
    assert [row["action"] for row in rows] == ["open", "confirm"]
    # a name that somebody wrote for a number is nobody's to read
    found = [(code, 2, "not_signed"), (None, 3, "not_signed")]
    assert passed_over_in(scratch) == found


def test_the_published_build_is_what_is_read(home: Settings) -> None:
    assert snapshot_now(home) == Snapshot(2, 1, 1, 12.0)
