"""Of a wave that waits nobody but the Front learns names, numbers or times of files."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import thanthien
from tests.security.sealed_home import FILES, FRONT, PASSPHRASE, load
from tests.warehouse.custody.held_home import HELD
from tests.warehouse.roles import scope_of
from warehouse.builds.status import read_status
from warehouse.builds.waiting_waves import write_waiting_waves
from warehouse.custody.front_key import make_key, open_key
from warehouse.custody.held_files import held_files, note_files
from warehouse.custody.owners import Listed, record_owners
from warehouse.errors import ScopeError
from warehouse.people.accounts import add_account
from warehouse.queries import QUERIES
from warehouse.queries.query import Query
from warehouse.read import Reader
from warehouse.scope import ROLES
from warehouse.settings import Settings

OF_THE_WAVE = ("handed_out.csv", "ballots_DL.csv", "ballots_GS.csv")
OWN = (
    "wave_code,ballot_id,unit_code,answered_on,age_band,a,b\n"
    "PV,p1,U1,2026-09-01,20,9,1\n"
)


@pytest.fixture(scope="module", params=["before_the_key", "signed"])
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Settings]:
    """A home with an office's files, and the same after the Front loaded its own."""
    folder = tmp_path_factory.mktemp("held")
    before, after = Settings(home=folder / "a"), Settings(home=folder / "b")
    assert load(before, folder / "own", "ballots_PV", OWN, None).n_refused == 1
    shutil.copytree(before.home, after.home)
    signer = None
    if request.param == "signed":
        make_key(after, folder / "k.pem", PASSPHRASE, by=FRONT)
        signer = open_key(folder / "k.pem", PASSPHRASE)
    for name, text in FILES.items():
        assert load(after, folder / "f", name, text, signer).status == "loaded"
    wrong = FILES["ballots_DL"].replace("DL0", "DM0").replace(",5,", ",9,")
    assert load(after, folder / "g", "ballots_wrong", wrong, signer).n_refused
    return before, after


def said(
    home: Path, monkeypatch: pytest.MonkeyPatch, *call: str, answer: str = ""
) -> str:
    monkeypatch.setenv("THANTHIEN_HOME", str(home))
    done = CliRunner().invoke(thanthien.app, call, input=answer)
    return done.output + done.stderr


COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("refused",),
    ("refused", "--json"),
    ("refused", "--file", "ballots_wrong.csv"),
    ("doctor",),
    ("wave", "verify"),
    ("wave", "verify", "--json"),
    ("wave", "list"),
    ("audit", "verify"),
    ("rules", "list"),
    ("user", "list"),
    ("session", "list"),
    ("process", "list"),
)


@pytest.mark.parametrize("call", COMMANDS, ids=" ".join)
def test_a_command_names_no_file_and_no_number_of_it(
    loaded: tuple[Settings, Settings],
    call: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = said(loaded[1].home, monkeypatch, *call)
    text = text.replace(str(loaded[1].home), "")
    for word in (*OF_THE_WAVE, "ballots_wrong", "DL001", "120", "128", "136"):
        assert word not in text, text


def test_a_home_with_loaded_files_alone_misses_no_secret(
    loaded: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "secret.key" not in said(loaded[0].home, monkeypatch, "doctor")


def test_the_status_is_that_of_the_other_files(
    loaded: tuple[Settings, Settings],
) -> None:
    before, after = map(read_status, loaded)
    lists = len({"wave_list", "items"})
    assert after.n_files == (before.n_files or 0) + lists
    assert after.n_refused == before.n_refused == 1
    assert after.n_files_refused == before.n_files_refused


def test_the_front_reads_what_was_refused_of_its_own(
    loaded: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = loaded[1]
    password = "mật khẩu thử nghiệm 1"
    add_account(home, FRONT, password=password, must_change_password=False, actor="t")
    call = ("refused", "--user", FRONT.user_name)
    text = said(home.home, monkeypatch, *call, answer=f"{password}\n")
    assert "ballots_wrong.csv" in text
    assert "ballots_wrong.csv" not in said(home.home, monkeypatch, "refused")


def test_a_backup_counts_only_what_everybody_may_know_of(
    loaded: tuple[Settings, Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = loaded
    lists = len({"wave_list", "items"})
    for home, n_files in ((before, 1), (after, 1 + lists)):
        to = tmp_path / home.home.name
        text = said(home.home, monkeypatch, "backup", str(to))
        [folder] = to.iterdir()
        said_of_it = text.replace("\n", "").replace(str(folder), "")
        assert re.findall(r"\d+", said_of_it) == [str(n_files)], text


@pytest.mark.parametrize("role", ROLES)
def test_no_query_of_another_role_speaks_of_such_a_file(
    home: Settings, role: str
) -> None:
    reader = Reader(home, {"f": Query("f", "load", "select * from dq_loads")})
    loads = reader.run("f", scope_of(reader, "front")).rows
    sha = min(str(row["file_sha256"]) for row in loads)
    of_it = {str(row["file_name"]) for row in loads if row["file_sha256"] == sha}
    record_owners(home, [Listed(HELD, "front", "independent", "list")])
    told = _files_told(home, role)
    note_files(home, [(sha, HELD)])
    assert held_files(home) == {sha}
    assert _files_told(home, role) == (told if role == FRONT.role else told - of_it)


def test_a_build_hears_which_waves_wait(tmp_path: Path) -> None:
    home, scratch = Settings(home=tmp_path), tmp_path / "scratch.duckdb"
    lines = [
        Listed(HELD, "front", "independent", "list"),
        Listed("TRUOC", "front", "before", "list"),
        Listed("PV", "committee", "service", "list"),
    ]
    record_owners(home, lines)
    duckdb.connect(str(scratch)).close()
    write_waiting_waves(home, scratch)
    with duckdb.connect(str(scratch)) as connection:
        found = connection.sql("from custody.waiting_waves").fetchall()
    assert {code for (code,) in found} == {HELD, "TRUOC"}


def _files_told(home: Settings, role: str) -> set[str]:
    """Names of files in the answers to all queries that need no parameter."""
    reader = Reader(home)
    found = set()
    for name, query in QUERIES.items():
        if query.params:
            continue
        with suppress(ScopeError):
            rows = reader.run(name, scope_of(reader, role)).rows
            found |= {str(row["file_name"]) for row in rows if "file_name" in row}
    return found
