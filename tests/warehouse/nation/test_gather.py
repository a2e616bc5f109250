"""Gathering takes what a province may show, once, and changes nothing there."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.nation.two_provinces import (
    ONE,
    OTHER,
    TwoProvinces,
    homes_in,
    table_of,
    two_provinces,
)
from tests.warehouse.raw_rows import write_raw
from warehouse import audit
from warehouse.errors import BusyError, DamagedError, DiskError, ThanThienError
from warehouse.nation import gather as gathering
from warehouse.nation.provinces import known_provinces
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings
from warehouse.stores.state import writing

LEDGER = ("file", "file_kind", "delivery", "notice")
LATER = datetime(2026, 10, 5, 8, 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("provinces")
    two_provinces(folder)
    return folder


@pytest.fixture
def provinces(made: Path, tmp_path: Path) -> TwoProvinces:
    shutil.copytree(made, tmp_path / "made")
    return homes_in(tmp_path / "made")


def _content(settings: Settings) -> dict[str, str]:
    return {
        path.relative_to(settings.home).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(settings.home.rglob("*"))
        if path.is_file()
    }


def _rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: table_of(settings.raw_path, f'select * from raw."{name}"')
        for name in (*KINDS, *LEDGER)
    }


def test_all_that_a_province_may_show_comes_row_for_row(
    provinces: TwoProvinces,
) -> None:
    for code in (ONE, OTHER):
        before = _content(provinces.homes[code])
        done = provinces.gather(code)
        assert (done.n_files, done.n_changed, done.n_waiting) == (1, 1, 0)
        assert _content(provinces.homes[code]) == before
        assert _rows(provinces.inside(code)) == _rows(provinces.homes[code])
    assert set(known_provinces(provinces.nation)) == {ONE, OTHER}
    told = audit.read_records(provinces.nation, action="province_gathered")
    assert {record.subject for record in told} == {ONE, OTHER}


def test_again_only_what_is_new_is_written(provinces: TwoProvinces) -> None:
    provinces.gather(ONE)
    here = provinces.inside(ONE)
    before = here.raw_path.read_bytes()
    assert provinces.gather(ONE).n_changed == 0
    rows = {"case": [{**_a_case(), "case_code": "H-NEW"}]}
    home = provinces.homes[ONE]
    write_raw(home.raw_path, rows, file_name="new.csv", loaded_at=LATER)
    done = provinces.gather(ONE)
    assert (done.n_files, done.n_changed, done.n_gone) == (2, 1, 0)
    assert _rows(here) == _rows(home)
    assert here.raw_path.read_bytes() != before


def _a_case() -> dict[str, object]:
    day = datetime(2026, 9, 1, 8, 0)
    return {
        "received_at": day,
        "receiving_unit_code": "C1",
        "extracted_on": day.date(),
    }


def test_what_was_corrected_emptied_or_withdrawn_there_is_so_here(
    provinces: TwoProvinces,
) -> None:
    home = provinces.homes[ONE]
    rows = {"case": [{**_a_case(), "case_code": "H-NEW"}]}
    write_raw(home.raw_path, rows, file_name="new.csv", loaded_at=LATER)
    provinces.gather(ONE)
    kept = provinces.inside(ONE).builds_dir / "kept-1.duckdb"
    kept.parent.mkdir()
    kept.touch()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.raw_path}' as store")
        # as retention empties: the same file, the same day, other rows
        connection.execute('update store.raw."case" set officer_code = null')
        for table, column in (
            ("case", "_file_sha256"), ("file", "file_sha256"),
            ("file_kind", "file_sha256"),
        ):  # fmt: skip
            connection.execute(
                f'delete from store.raw."{table}"'
                f" where {column} = (select file_sha256 from store.raw.file"
                " where file_name = 'new.csv')"
                if table != "file"
                else "delete from store.raw.file where file_name = 'new.csv'"
            )
    done = provinces.gather(ONE)
    assert (done.n_files, done.n_changed, done.n_gone) == (1, 1, 1)
    assert _rows(provinces.inside(ONE))["case"] == _rows(home)["case"]
    assert not kept.exists()  # a daily build must not go on from rows that changed


def test_a_home_is_one_province_and_stays_it(
    provinces: TwoProvinces, tmp_path: Path
) -> None:
    provinces.gather(ONE)
    one = provinces.homes[ONE].home
    with pytest.raises(ThanThienError, match="gathered as the province 79"):
        gathering.gather(provinces.nation, OTHER, one, actor="t")
    other = provinces.homes[OTHER].home
    with pytest.raises(ThanThienError, match="was gathered from"):
        gathering.gather(provinces.nation, ONE, other, actor="t")
    moved = one.rename(tmp_path / "moved")
    gathering.gather(provinces.nation, ONE, moved, actor="t", is_moved=True)
    assert known_provinces(provinces.nation)[ONE].source == str(moved)


def test_a_lost_note_of_one_province_stops_no_other(provinces: TwoProvinces) -> None:
    for code in (ONE, OTHER):
        provinces.gather(code)
    (provinces.inside(ONE).home / "gathered.json").write_text("{", encoding="utf-8")
    assert provinces.gather(OTHER).n_changed == 0
    assert known_provinces(provinces.nation)[ONE].source == ""
    provinces.gather(ONE)  # named with its home, it is known again
    home = provinces.homes[ONE].home
    assert known_provinces(provinces.nation)[ONE].source == str(home)


def _damage(home: Settings) -> None:
    content = bytearray(home.raw_path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    home.raw_path.write_bytes(content)


def _forget_a_column(home: Settings) -> None:
    _change(home, 'alter table store.raw."case" drop column officer_code')


def _add_a_column(home: Settings) -> None:
    _change(home, 'alter table store.raw."case" add column of_tomorrow varchar')


def _lose_a_table(home: Settings) -> None:
    with writing(home) as connection:
        connection.execute("drop table wave_file")


def _change(home: Settings, text: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.raw_path}' as store")
        connection.execute(text)


def _take_away(home: Settings) -> None:
    home.raw_path.unlink()


def _cut_a_restore(home: Settings) -> None:
    (home.home / "restoring.json").touch()


@pytest.mark.parametrize(
    ("spoil", "refusal", "says"),
    [
        (_damage, DamagedError, "as it was written"),
        (_forget_a_column, ThanThienError, "earlier version"),
        (_lose_a_table, ThanThienError, "earlier version"),
        (_add_a_column, DamagedError, "newer version"),
        (_take_away, DiskError, "has loaded files"),
        (_cut_a_restore, DamagedError, "cut short"),
    ],
)
def test_a_home_that_cannot_be_taken_as_it_is_is_refused(
    provinces: TwoProvinces,
    spoil: Callable[[Settings], None],
    refusal: type[ThanThienError],
    says: str,
) -> None:
    provinces.gather(ONE)
    before = _rows(provinces.inside(ONE))
    home = provinces.homes[ONE]
    spoil(home)
    spoilt = _content(home)
    with pytest.raises(refusal, match=says):
        provinces.gather(ONE)
    assert _content(home) == spoilt
    assert _rows(provinces.inside(ONE)) == before


def test_while_a_province_loads_it_is_not_gathered(provinces: TwoProvinces) -> None:
    home = provinces.homes[ONE]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.raw_path}' as store")
        with pytest.raises((BusyError, ThanThienError)):
            provinces.gather(ONE)


def test_real_and_simulated_provinces_do_not_mix(
    provinces: TwoProvinces, tmp_path: Path
) -> None:
    provinces.gather(ONE)
    real = Settings(home=tmp_path / "real")
    write_raw(real.raw_path, {"case": []}, is_simulated=False)
    with pytest.raises(ThanThienError, match="never of one nation"):
        gathering.gather(provinces.nation, "02", real.home, actor="t")


@pytest.mark.parametrize("code", ["", "../x", "7 9", "79:1", "a" * 13])
def test_a_code_is_plain(provinces: TwoProvinces, code: str) -> None:
    home = provinces.homes[ONE].home
    with pytest.raises(ThanThienError, match="1 to 12"):
        gathering.gather(provinces.nation, code, home, actor="t")


def test_a_provinces_home_is_no_nations(provinces: TwoProvinces) -> None:
    home = provinces.homes[ONE]
    with pytest.raises(ThanThienError, match="no files of its own"):
        gathering.gather(home, OTHER, provinces.homes[OTHER].home, actor="t")


@pytest.mark.parametrize("moment", ["rows_in", "committed"])
def test_a_stop_leaves_the_rows_of_before_or_all(
    provinces: TwoProvinces, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    provinces.gather(ONE)
    home, here = provinces.homes[ONE], provinces.inside(ONE)
    before = _rows(here)
    rows = {"case": [{**_a_case(), "case_code": "H-NEW"}]}
    write_raw(home.raw_path, rows, file_name="new.csv", loaded_at=LATER)

    def stop(name: str) -> None:
        if name == moment:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gathering, "crash_point", stop)
        with pytest.raises(KeyboardInterrupt):
            provinces.gather(ONE)
    assert _rows(here) == (before if moment == "rows_in" else _rows(home))
    provinces.gather(ONE)
    assert _rows(here) == _rows(home)
