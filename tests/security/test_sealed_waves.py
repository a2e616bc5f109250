"""Every single change to what the Front signed is found, and its wave is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

import thanthien
from tests.security.sealed_home import FILES, load, sealed_home
from tests.warehouse.chain_by_hand import by_hand
from warehouse.custody.batches import read_chain
from warehouse.custody.changed_rows import Fault, waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.front_key import Signer
from warehouse.custody.owners import owners
from warehouse.errors import ExitCode
from warehouse.settings import Settings

RANDOM = Random(14)
CHANGES = (
    ("answer", "level", "6 - level + if(level = 3, 1, 0)"),
    ("answer", "unit_code", "'U9'"),
    ("answer", "ballot_id", "ballot_id || 'x'"),
    ("answer", "item_code", "if(item_code = 'a', 'b', 'a')"),
    ("answer", "no_answer_reason", "'blank'"),
    ("answer", "weight", "3"),
    ("answer", "answered_on", "answered_on - 1"),
    ("answer", "age_band", "age_band || '0'"),
    ("answer", "officer_code", "'CB1'"),
    ("answer", "wave_code", "if(wave_code = 'DL', 'GS', 'DL')"),
    ("offered", "n_offered", "n_offered - 1"),
    ("offered", "day", "day + 1"),
    ("offered", "unit_code", "'U9'"),
    ("contact", "outcome", "'refused'"),
    ("contact", "interviewer_code", "'DTV9'"),
    ("contact", "asked_at", "asked_at + interval 1 hour"),
    ("item", "scale_max", "10"),
    ("item", "is_reversed", "true"),
    ("wave", "owner", "'committee'"),
    ("wave", "opened_on", "date '2020-01-01'"),
    ("wave", "stream", "'service'"),
    ("wave", "planned_n", "5"),
    ("wave", "instrument", "'q9'"),
)
OF_FRONT = {
    "item": "instrument = 'q1'",
    "wave": "wave_code in ('DL', 'GS')",
    "answer": "true",
    "offered": "true",
    "contact": "true",
}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Signer]:
    return sealed_home(tmp_path_factory.mktemp("sealed"))


@contextmanager
def raw(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Raw in the hands of somebody who writes past the program."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as store")
        connection.execute("use store")
        yield connection


@contextmanager
def written(settings: Settings, *texts: str) -> Iterator[None]:
    """Writes straight into raw, and puts it back as it was."""
    kept = settings.home.parent / "raw.kept"
    shutil.copyfile(settings.raw_path, kept)
    try:
        with raw(settings) as connection:
            for text in texts:
                connection.execute(text)
            connection.execute("checkpoint store")
        yield
    finally:
        shutil.copyfile(kept, settings.raw_path)


def faults(settings: Settings) -> tuple[Fault, ...]:
    return check_waves(settings).faults


def a_row(settings: Settings, kind: str) -> tuple[int, Any]:
    with raw(settings) as connection:
        found = connection.execute(
            f'select rowid from raw."{kind}" where {OF_FRONT[kind]} order by 1'
        ).fetchall()
        [rowid] = RANDOM.choice(found)
        column = "instrument" if kind == "item" else "wave_code"
        [of] = connection.execute(
            f'select {column} from raw."{kind}" where rowid = {rowid}'
        ).fetchall()[0]
    return rowid, of


def test_what_is_as_signed_has_no_fault(sealed: tuple[Settings, Signer]) -> None:
    found = check_waves(sealed[0])
    assert found.faults == ()
    assert found.waves == ("DL", "GS")
    assert (found.n_batches, found.n_rows) == (6, 2 + 2 + 12 + 60 + 120)


def test_every_single_change_is_named(
    sealed: tuple[Settings, Signer], is_release: bool
) -> None:
    settings, _ = sealed
    for n in range(200 if is_release else len(CHANGES)):
        kind, column, value = CHANGES[n % len(CHANGES)]
        rowid, of = a_row(settings, kind)
        text = f'update raw."{kind}" set {column} = {value} where rowid = {rowid}'
        with written(settings, text):
            found = faults(settings)
        assert found, text
        named = waves_with(found, ("DL", "GS"))
        assert set(named) >= ({"DL", "GS"} if kind == "item" else {of}), text


def test_every_cut_and_every_addition_is_named(
    sealed: tuple[Settings, Signer], is_release: bool
) -> None:
    settings, _ = sealed
    kinds = list(OF_FRONT)
    for n in range(50 if is_release else 8):
        kind = kinds[n % len(kinds)]
        rowid, _ = a_row(settings, kind)
        with written(settings, f'delete from raw."{kind}" where rowid = {rowid}'):
            assert {f.what for f in faults(settings)} & {"dropped"}, kind
        text = (
            f'insert into raw."{kind}" select * replace (_line + 500 as _line)'
            f' from raw."{kind}" where rowid = {rowid}'
        )
        with written(settings, text):
            assert {f.what for f in faults(settings)} == {"added"} | (
                {"emptied"} if kind == "answer" else set()
            ), kind


def test_every_reordering_is_named(
    sealed: tuple[Settings, Signer], is_release: bool
) -> None:
    settings, _ = sealed
    for n in range(50 if is_release else 4):
        kind = ("answer", "offered")[n % 2]
        with raw(settings) as connection:
            found = connection.execute(
                f'select rowid, _line, _file_sha256 from raw."{kind}" order by all'
            ).fetchall()
        first = RANDOM.choice(found)
        others = [r for r in found if r[2] == first[2] and r[1] != first[1]]
        second = RANDOM.choice(others)
        with written(
            settings,
            f'update raw."{kind}" set _line = {second[1]} where rowid = {first[0]}',
            f'update raw."{kind}" set _line = {first[1]} where rowid = {second[0]}',
        ):
            whats = {f.what for f in faults(settings)}
        assert "moved" in whats, whats


def test_a_row_in_a_file_of_somebody_else_is_an_addition(
    sealed: tuple[Settings, Signer],
) -> None:
    settings, _ = sealed
    for kind in OF_FRONT:
        rowid, _ = a_row(settings, kind)
        text = (
            f"insert into raw.\"{kind}\" select * replace ('{'f' * 64}' as"
            f' _file_sha256) from raw."{kind}" where rowid = {rowid}'
        )
        with written(settings, text):
            assert [f.what for f in faults(settings)][:1] == ["added"], kind


@contextmanager
def state_written(settings: Settings, *texts: str) -> Iterator[None]:
    """Writes straight into the store of the state, its guards taken off."""
    kept = settings.home.parent / "state.kept"
    with closing(sqlite3.connect(settings.state_path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    shutil.copyfile(settings.state_path, kept)
    try:
        by_hand(settings, *texts)
        yield
    finally:
        for name in ("-wal", "-shm"):
            Path(f"{settings.state_path}{name}").unlink(missing_ok=True)
        shutil.copyfile(kept, settings.state_path)


STATE_WRITES = {
    "delete from wave_batch where sequence = 6": "cut",
    "delete from wave_batch where sequence = 1": "chain",
    "delete from wave_batch where sequence = 3": "chain",
    "delete from wave_batch": "cut",
    "update wave_batch set signature = 'ab' where sequence = 2": "chain",
    "update wave_batch set sequence = 9 where sequence = 5": "chain",
    "update wave_batch set body = replace(body, 'DL', 'GS')": "chain",
    "update wave_batch set body = replace(body, 'n_rows\":2', 'n_rows\":3')": "chain",
    "update wave_batch set body = '{}' where sequence = 5": "chain",
    "update wave_custody set owner = 'committee'": "owner",
    "update wave_custody set stream = 'service' where wave_code = 'DL'": "owner",
    "delete from wave_custody where wave_code = 'GS'": "owner",
    "delete from wave_custody": "owner",
    "delete from wave_batch where sequence in (2, 4)": "chain",
    "insert into wave_batch select 7, body, signature from wave_batch"
    " where sequence = 6": "chain",
    "update wave_custody set wave_code = 'DL2' where wave_code = 'DL'": "owner",
    "delete from front_key": "key",
    "update front_key set public_key = '" + "ab" * 32 + "'": "key",
    "update front_key set key_id = 'x'": "chain",
    "delete from wave_salt": "emptied",
    "update wave_salt set salt = 'x'": "emptied",
}


@pytest.mark.parametrize("text", STATE_WRITES)
def test_every_write_into_the_record_is_named(
    sealed: tuple[Settings, Signer], text: str
) -> None:
    settings, _ = sealed
    with state_written(settings, text):
        assert STATE_WRITES[text] in {f.what for f in faults(settings)}


def test_the_kept_text_of_rows_only_names_them(
    sealed: tuple[Settings, Signer],
) -> None:
    settings, _ = sealed
    with state_written(settings, "update wave_rows set rows = x'00'"):
        assert faults(settings) == ()
        with written(settings, "update raw.answer set level = 1 where level = 2"):
            assert {f.what for f in faults(settings)} == {"changed"}


def test_another_key_in_its_place_is_found_by_the_fronts_own_paper(
    sealed: tuple[Settings, Signer],
) -> None:
    settings, signer = sealed
    assert check_waves(settings, public_key=signer.public_key).faults == ()
    stranger = "ab" * 31 + "cd"
    with state_written(settings, f"update front_key set public_key = '{stranger}'"):
        found = check_waves(settings, public_key=signer.public_key).faults
    assert "key" in {f.what for f in found}


FORGED = (
    "DL,independent,committee,q1\n",
    "DL,service,front,q1\n",
    "DL,independent,front,q1\nDL,independent,head,q1\n",
    "GS,supervision,head,q1\n",
    "dl,independent,committee,q1\n",
    "D L,independent,committee,q1\n",
    "D\u200bL,independent,committee,q1\n",
    "\u202eLD,independent,committee,q1\n",
    "\u0414L,independent,committee,q1\n",
    "D1,independent,committee,q1\n",
    "DI,independent,committee,q1\n",
    "G5,supervision,front,q1\n",
    "DL,independent,front,q2\n",
    "NEW,independent,front,q1\n",
    "DL,before,committee,q1\n",
    "GS,after,front,q1\n",
    "GS,supervision,committee,q1\nNEW2,service,head,q2\n",
    "D-L,independent,committee,q1\n",
    "\u00d0L,independent,committee,q1\n",
    "DL,independent,front,\n",
)


@pytest.mark.parametrize("lines", FORGED)
def test_no_forged_list_takes_a_wave_over(
    sealed: tuple[Settings, Signer], tmp_path: Path, lines: str
) -> None:
    settings, _ = sealed
    before = owners(settings)
    text = FILES["wave_list"].splitlines()[0] + "\n" + lines
    result = load(settings, tmp_path, "wave_forged", text, None)
    assert result.status == "refused"
    assert owners(settings) == before
    assert faults(settings) == ()
    assert len(read_chain(settings).batches) == 6


def test_verify_names_what_is_wrong_and_fails(
    sealed: tuple[Settings, Signer], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _ = sealed
    monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
    sound = CliRunner().invoke(thanthien.app, ["wave", "verify"])
    assert sound.exit_code == 0, sound.output
    with state_written(settings, "insert into wave_statement values (1, '{}', 'ab')"):
        run = CliRunner().invoke(thanthien.app, ["wave", "verify", "--json"])
    assert run.exit_code == ExitCode.DAMAGED
    assert '"release"' in run.output
