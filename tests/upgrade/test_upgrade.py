"""A home of version 0.1.0 opens, is served, is added to, and keeps every figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from tests.upgrade.home_of_0_1_0 import (
    ACCOUNT,
    BUILD,
    FIGURES,
    N_FIGURES,
    PASSWORD,
    ROWS,
    unpacked,
)
from tests.warehouse.doctor.doctor_home import SPEC, case_file
from warehouse import audit
from warehouse.builds.build import build
from warehouse.builds.open_published import open_published
from warehouse.builds.pointer import read_pointer
from warehouse.builds.status import read_status
from warehouse.doctor.check_home import examine
from warehouse.doctor.finding import NOTICES
from warehouse.errors import NothingPublishedError
from warehouse.people.sign_in import sign_in
from warehouse.raw.store import bring_up_to_date, open_raw
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.restore import restore


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return unpacked(tmp_path)


def raw(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All tables of raw as they are, read without the program."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as store (read_only)")
        names = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
        ).fetchall()
        return {
            name: connection.execute(
                f'select * from store.raw."{name}" order by all'
            ).fetchall()
            for (name,) in names
        }


def published(settings: Settings) -> list[tuple[Any, ...]]:
    with open_published(settings).cursor() as cursor:
        return cursor.execute(FIGURES).fetchall()


def test_raw_keeps_every_row(home: Settings) -> None:
    before = raw(home)
    assert {name: len(rows) for name, rows in before.items() if rows} == ROWS
    bring_up_to_date(home)
    after = raw(home)
    for name, rows in before.items():
        # new columns come last
        width = len(rows[0]) if rows else 0
        assert {row[:width] for row in after[name]} == set(rows)
        assert len(after[name]) == len(rows)
    with open_raw(home) as connection:
        sums = "sum(n_read), sum(n_loaded), sum(n_duplicate), sum(n_refused)"
        [account] = connection.execute(f"select {sums} from raw.file_kind").fetchall()
    assert account == ACCOUNT


def test_people_and_the_record_are_as_they_were(home: Settings) -> None:
    leader = sign_in(home, "lanh.dao", PASSWORD)
    assert leader is not None
    assert leader.unit_code == "91001"
    assert sign_in(home, "mattran", PASSWORD) is not None
    check = audit.verify(home)
    assert check.is_intact
    assert check.n_anchors == 1
    [export] = audit.read_records(home, action="export")
    assert (export.actor, export.subject) == ("lanh.dao", "bảng")


def test_its_build_stands_and_the_next_one_is_asked_for(home: Settings) -> None:
    """Which small numbers it hides it cannot say, so nothing of it is shown."""
    assert read_status(home).damage == ()
    assert len(published(home)) == N_FIGURES
    assert read_pointer(home).build_id == BUILD
    with pytest.raises(NothingPublishedError, match="thanthien build"):
        Reader(home).scope_of_account(user_id="x", role="committee")


def test_the_doctor_finds_nothing_wrong(home: Settings) -> None:
    assert {one.code for one in examine(home)} <= NOTICES


def test_a_build_of_today_keeps_the_figures(home: Settings, tmp_path: Path) -> None:
    before = published(home)
    path = case_file(tmp_path, "moi.csv", range(900_000, 900_050), "01/09/2026")
    spec = tmp_path / "thu.yml"
    spec.write_text(SPEC, encoding="utf-8")
    [result] = load_files([path], spec_path=spec, settings=home, is_simulated=True)
    assert result.kinds["case"].n_loaded == 50
    assert build(home).failures == ()
    after = set(published(home))
    assert [row for row in before if row not in after] == []
    assert {one.code for one in examine(home)} <= NOTICES
    reader = Reader(home)
    scope = reader.scope_of_account(user_id="x", role="committee")
    assert reader.run("units", scope).rows


def test_a_backup_of_it_is_restored_whole(home: Settings, tmp_path: Path) -> None:
    backup = back_up(home, tmp_path / "backups")
    there = Settings(home=tmp_path / "there")
    restore(there, backup.folder)
    assert raw(there) == raw(home)
    assert published(there) == published(home)
