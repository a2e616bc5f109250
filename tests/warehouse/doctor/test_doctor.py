"""The doctor finds what is wrong, mends what loses nothing, and leaves a record."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.loading.rebuild import rebuild_raw
from tests.warehouse.builds.small_builds import flip
from tests.warehouse.doctor.doctor_home import make_home
from warehouse import audit
from warehouse.builds.pointer import read_pointer
from warehouse.builds.published import published_build
from warehouse.doctor.check_home import examine
from warehouse.doctor.finding import MENDS, Finding
from warehouse.doctor.mend import Mender
from warehouse.errors import DamagedError, ThanThienError
from warehouse.people.account_rows import Identity
from warehouse.people.accounts import add_account
from warehouse.raw.seal import log_path
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.upkeep.backup import back_up
from warehouse.words import words_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        return make_home(tmp_path_factory.mktemp("made"), patch)


@pytest.fixture
def home(made: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(made.home, tmp_path / "home")
    return Settings(home=tmp_path / "home", lang="en", threads=1)


# Leaves the log of another store, as a copy without it or a killed restore does.
OTHER = """
import duckdb, pathlib, shutil, sys, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "other.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute("create table t as select 1 as n")
    connection.execute("checkpoint")
    connection.execute("insert into t select range from range(5000)")
    shutil.copy(str(path) + ".wal", sys.argv[1])
"""


def mend(settings: Settings, *, yes: bool = True) -> list[Finding]:
    found = examine(settings)
    mender = Mender(
        settings, lambda _: yes, lambda: rebuild_raw(settings), lambda _: False, "test"
    )
    return mender.mend(found)


def codes(settings: Settings) -> list[str]:
    return [finding.code for finding in examine(settings)]


def rows(settings: Settings) -> list[tuple[object, ...]]:
    with open_raw(settings) as connection:
        text = 'select * exclude (_sheet) from raw."case" order by all'
        return connection.execute(text).fetchall()


def test_a_whole_home_has_no_findings(home: Settings) -> None:
    assert examine(home) == []


def _junk(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"junk" * 2000)


def _cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


HARMS: dict[str, Callable[[Path], None]] = {
    "flip": flip,
    "cut": _cut,
    "junk": _junk,
    "missing": Path.unlink,
}


@pytest.mark.parametrize("harm", HARMS)
def test_raw_is_made_anew_from_the_kept_files(home: Settings, harm: str) -> None:
    before = rows(home)
    HARMS[harm](home.raw_path)
    assert codes(home) in (["raw_damaged"], ["raw_unsealed"])
    assert [finding.code for finding in mend(home)] == codes_before(harm, home)
    assert examine(home) == []
    assert rows(home) == before
    assert audit.read_records(home, action="mended", limit=1)


def codes_before(harm: str, home: Settings) -> list[str]:
    return [record.subject for record in audit.read_records(home, action="mended")]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_build_is_set_aside(home: Settings, harm: str) -> None:
    third = read_pointer(home)
    HARMS[harm](home.builds_dir / third.file)
    assert codes(home) == ["build_damaged"]
    assert published_build(home).instead_of == third.build_id
    mend(home)
    assert examine(home) == []
    assert read_pointer(home).sequence == 2
    assert published_build(home).instead_of == ""


@pytest.mark.parametrize("text", ["", "[]", "{", '{"build_id": 3}'])
def test_a_damaged_pointer_is_set_right(home: Settings, text: str) -> None:
    wanted = read_pointer(home)
    home.pointer_path.write_text(text)
    assert codes(home) == ["pointer_damaged"]
    mend(home)
    assert read_pointer(home) == wanted
    assert examine(home) == []


@pytest.mark.parametrize("name", ["state", "audit"])
@pytest.mark.parametrize("harm", ["cut", "junk"])
def test_accounts_and_record_are_set_aside_only_when_allowed(
    home: Settings, name: str, harm: str
) -> None:
    path = home.home / f"{name}.sqlite"
    HARMS[harm](path)
    assert codes(home) == [f"{name}_damaged"]
    assert mend(home, yes=False) == []
    assert path.exists()
    mend(home)
    assert examine(home) == []
    assert list(home.home.glob(f"{name}.sqlite.damaged-*"))


def test_a_log_of_another_store_is_set_aside(home: Settings) -> None:
    before = rows(home)
    subprocess.run([sys.executable, "-c", OTHER, str(log_path(home))], check=True)
    assert codes(home) == ["log_foreign"]
    mend(home)
    assert rows(home) == before
    assert examine(home) == []


def test_leftovers_and_open_doors_are_shown(home: Settings) -> None:
    (home.home / "state.sqlite.partial").write_bytes(b"half")
    (home.builds_dir / "building").mkdir()
    home.home.chmod(0o755)
    home.raw_path.chmod(0o644)
    assert set(codes(home)) == {"open_to_others", "partial"}
    mend(home)
    assert examine(home) == []


def test_a_flipped_bit_is_found_and_no_backup_seals_it(
    home: Settings, tmp_path: Path, is_release: bool
) -> None:
    chance = random.Random(4)
    stores = (home.raw_path, home.builds_dir / read_pointer(home).file)
    whole = {path: path.read_bytes() for path in stores}
    for number in range(200 if is_release else 12):
        path = stores[number % 2]
        flip(path, chance.random(), chance.randrange(8))
        assert {"raw_damaged", "raw_unsealed", "build_damaged"} & set(codes(home))
        with pytest.raises(DamagedError):
            back_up(home, tmp_path / "backups")
        if path != home.raw_path:
            assert published_build(home).path != path
        path.write_bytes(whole[path])
    assert list((tmp_path / "backups").glob("*")) == []
    assert examine(home) == []


def test_a_flipped_bit_of_the_accounts_is_found_and_no_backup_seals_it(
    home: Settings, tmp_path: Path, is_release: bool
) -> None:
    chance = random.Random(5)
    whole = home.state_path.read_bytes()
    for _ in range(100 if is_release else 6):
        flip(home.state_path, chance.random(), chance.randrange(8))
        assert {"state_damaged", "state_unsealed"} & set(codes(home))
        with pytest.raises(DamagedError):
            back_up(home, tmp_path / "backups")
        home.state_path.write_bytes(whole)
    assert examine(home) == []


def test_a_column_that_a_bit_renamed_is_found(home: Settings) -> None:
    """SQLite calls such a store whole: only who asks for the column is refused."""
    content = home.state_path.read_bytes()
    at = content.index(b"sha256", content.index(b"design_statement"))
    home.state_path.write_bytes(content[:at] + b"shA356" + content[at + 6 :])
    assert {"state_damaged", "state_unsealed"} & set(codes(home))


@pytest.mark.parametrize("kind", ["published", "undone"])
def test_a_broken_record_makes_no_sound_build_a_damaged_one(
    home: Settings, kind: str
) -> None:
    whole = home.audit_path.read_bytes()
    at = whole.index(b"build_published")
    home.audit_path.write_bytes(whole[:at] + kind.encode() + whole[at + len(kind) :])
    found = set(codes(home))
    assert found & {"chain_broken", "audit_damaged"}
    assert not found & {"build_damaged", "pointer_damaged"}


@pytest.mark.parametrize("name", ["state", "audit"])
def test_a_store_that_is_gone_is_not_begun_anew_in_silence(
    home: Settings, name: str
) -> None:
    (home.home / f"{name}.sqlite").unlink()
    assert f"{name}_damaged" in codes(home)
    with pytest.raises(ThanThienError, match="must be there"):
        add_account(home, Identity("moi", "x", "committee"), actor="t")
    mend(home)
    assert examine(home) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_finding_has_words(lang: str) -> None:
    words = words_of(lang)
    for code in MENDS:
        assert words(f"doctor.{code}.what")
        assert words(f"doctor.{code}.next")


def test_mending_waits_for_a_load(home: Settings) -> None:
    from warehouse.upkeep.backup import home_locked

    with home_locked(home), pytest.raises(ThanThienError):
        mend(home)
