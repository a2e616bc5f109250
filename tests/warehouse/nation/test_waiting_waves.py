"""Of the Front's waves only what it released leaves a province, as it was signed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.security.bundles.two_homes import texts_of
from tests.security.sealed_home import FRONT, load, sealed_home
from tests.warehouse.nation.two_provinces import table_of
from warehouse.custody.figures_digest import NO_FIGURES
from warehouse.custody.front_key import Signer
from warehouse.custody.releases import release_wave
from warehouse.errors import CustodyError
from warehouse.nation.gather import gather
from warehouse.nation.provinces import province_settings
from warehouse.settings import Settings
from warehouse.stores.state import writing

WAVE_KINDS = ("wave", "answer", "offered", "contact")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Signer]:
    return sealed_home(tmp_path_factory.mktemp("province"))


@pytest.fixture
def homes(
    made: tuple[Settings, Signer], tmp_path: Path
) -> tuple[Settings, Settings, Signer]:
    """A province's home with DL and GS of the Front waiting, and a nation's."""
    first, signer = made
    home = Settings(home=tmp_path / "home")
    shutil.copytree(first.home, home.home)
    return home, Settings(home=tmp_path / "nation"), signer


def _release(home: Settings, signer: Signer, code: str) -> None:
    release_wave(
        home,
        code,
        by=FRONT,
        held=(code,),
        signer=signer,
        figures=NO_FIGURES,  # nothing is published here
        build_id="b",
    )


def _waves_here(nation: Settings) -> dict[str, set[str]]:
    raw = province_settings(nation, "79").raw_path
    return {
        kind: {
            str(code)
            for (code,) in table_of(raw, f"select distinct wave_code from raw.{kind}")
        }
        for kind in WAVE_KINDS
    }


def test_before_a_release_nothing_of_a_wave_leaves(
    homes: tuple[Settings, Settings, Signer],
) -> None:
    home, nation, _ = homes
    done = gather(nation, "79", home.home, actor="t")
    assert done.n_waiting == 2
    here = province_settings(nation, "79")
    assert _waves_here(nation) == {
        "wave": {"PV"}, "answer": set(), "offered": set(), "contact": set(),
    }  # fmt: skip
    # neither a ballot, nor an interviewer, nor the name of a file that holds them
    words = ("DL000", "GS000", "DTV", "ballots_DL", "handed_out", "tried", "q1")
    texts = [text for text in texts_of(here) if not text.endswith((".csv", ".yml"))]
    assert [word for word in words if any(word in text for text in texts)] == []


def test_a_released_wave_goes_and_the_other_stays(
    homes: tuple[Settings, Settings, Signer],
) -> None:
    home, nation, signer = homes
    gather(nation, "79", home.home, actor="t")
    _release(home, signer, "DL")
    done = gather(nation, "79", home.home, actor="t")
    assert done.n_waiting == 1
    found = _waves_here(nation)
    assert found == {
        "wave": {"PV", "DL"}, "answer": {"DL"}, "offered": {"DL"}, "contact": {"DL"},
    }  # fmt: skip
    here = province_settings(nation, "79")
    names = [
        name for (name,) in table_of(here.raw_path, "select file_name from raw.file")
    ]
    # files that also hold rows of the other wave come without their names
    assert "handed_out.csv" not in names
    assert sum(name.startswith("front-") for name in names) == 2
    account = "select n_read, n_loaded, n_duplicate, n_refused from raw.file_kind"
    kinds = "select file_sha256 || kind as k, n_loaded from raw.file_kind"
    assert all(r == n and not d + x for r, n, d, x in table_of(here.raw_path, account))
    for kind in WAVE_KINDS:
        [(n_rows,)] = table_of(here.raw_path, f"select count(*) from raw.{kind}")
        told = sum(
            int(n) for key, n in table_of(here.raw_path, kinds) if key[64:] == kind
        )
        assert told == n_rows


def test_ballots_that_came_after_the_release_wait_for_a_new_edition(
    homes: tuple[Settings, Settings, Signer], tmp_path: Path
) -> None:
    home, nation, signer = homes
    _release(home, signer, "DL")
    gather(nation, "79", home.home, actor="t")
    assert _waves_here(nation)["answer"] == {"DL"}
    text = (
        "wave_code,ballot_id,unit_code,answered_on,age_band,a,b\n"
        "DL,DL999,U1,2026-09-01,20,1,1\n"
    )
    load(home, tmp_path / "later", "ballots_later", text, signer)
    gather(nation, "79", home.home, actor="t")
    assert _waves_here(nation)["answer"] == set()
    _release(home, signer, "DL")
    gather(nation, "79", home.home, actor="t")
    assert _waves_here(nation)["answer"] == {"DL"}


def test_a_row_that_somebody_changed_keeps_the_wave_there(
    homes: tuple[Settings, Settings, Signer],
) -> None:
    home, nation, signer = homes
    _release(home, signer, "DL")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.raw_path}' as store")
        connection.execute(
            "update store.raw.answer set level = 5 where ballot_id = 'DL001'"
        )
    (home.home / "raw.seal.json").unlink()
    gather(nation, "79", home.home, actor="t")
    assert _waves_here(nation)["answer"] == set()


def test_a_release_that_nobody_signed_is_refused(
    homes: tuple[Settings, Settings, Signer],
) -> None:
    home, nation, signer = homes
    _release(home, signer, "DL")
    with writing(home) as connection:
        [(body,)] = connection.execute("select body from wave_statement").fetchall()
        forged = str(body).replace('"DL"', '"GS"')
        connection.execute("insert into wave_statement values (2, ?, 'x')", (forged,))
    with pytest.raises(CustodyError, match="signed and on record"):
        gather(nation, "79", home.home, actor="t")
