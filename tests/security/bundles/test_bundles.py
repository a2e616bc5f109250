"""A bundle carries what the Front released, as it was signed, and nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thanthien
from tests.security.bundles.two_homes import TwoHomes, n_found, two_homes
from tests.security.sealed_home import FILES, FRONT, PASSPHRASE, load
from tests.security.test_sealed_waves import raw, written
from warehouse import audit
from warehouse.custody.changed_rows import waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.front_key import make_key
from warehouse.custody.owners import kept_waves
from warehouse.custody.releases import forged_statements, released_waves
from warehouse.errors import CustodyError, ExitCode
from warehouse.settings import Settings

PLANTED = [f"GS{n:03}" for n in range(30)]
"""Ballots of the wave that waits; the other one's begin with DL."""


def rows(settings: Settings, wave_code: str) -> list[tuple[object, ...]]:
    with raw(settings) as connection:
        return [
            *connection.execute(
                f"select * from raw.answer where wave_code = '{wave_code}' order by all"
            ).fetchall(),
            *connection.execute(
                f"select * from raw.offered where wave_code = '{wave_code}'"
                " order by all"
            ).fetchall(),
        ]


def test_the_province_holds_the_released_wave_and_no_byte_of_the_other(
    released: TwoHomes,
) -> None:
    front, province = released.front, released.province
    assert rows(province, "DL") == rows(front, "DL") != []
    assert rows(province, "GS") == []
    assert n_found(front, PLANTED) == len(PLANTED)
    assert n_found(province, [*PLANTED, "supervision", "handed_out.csv"]) == 0
    assert n_found(province, ["DL001"]) == 1


def test_what_was_taken_is_sealed_released_and_the_fronts(released: TwoHomes) -> None:
    checked = check_waves(released.province)
    assert checked.faults == ()
    assert (checked.key_id, checked.waves) == (released.signer.key_id, ("DL",))
    assert checked.n_rows == 1 + 2 + 6 + 30 + 60
    assert released_waves(released.province) == kept_waves(released.province) == ("DL",)
    assert forged_statements(released.province) == []
    with written(
        released.province,
        "update raw.answer set level = 6 - level where ballot_id = 'DL000'",
    ):
        found = check_waves(released.province)
    assert waves_with(found.faults, found.waves) == ("DL",)


def test_the_same_home_writes_the_same_bytes_without_a_place_or_a_person(
    homes: TwoHomes,
) -> None:
    one, two = homes.bundle("a.bundle"), homes.bundle("b.bundle")
    assert one.read_bytes() == two.read_bytes()
    text = one.read_text(encoding="utf-8")
    for word in (str(homes.front.home), Path.home().name, ".csv", "GS"):
        assert word not in text


def test_the_same_bundle_twice_changes_nothing(homes: TwoHomes) -> None:
    path = homes.bundle("again.bundle")
    n_taken = len(audit.read_records(homes.province, action="bundle_taken"))
    before = homes.province.raw_path.read_bytes()
    done = homes.take(path)
    assert (done.is_known, done.n_rows) == (True, 0)
    assert homes.province.raw_path.read_bytes() == before
    assert len(audit.read_records(homes.province, action="bundle_taken")) == n_taken


def test_rows_that_were_lost_are_put_back(homes: TwoHomes) -> None:
    path = homes.bundle("again.bundle")
    before = rows(homes.province, "DL")
    with raw(homes.province) as connection:
        connection.execute("delete from raw.answer where ballot_id = 'DL003'")
        connection.execute("checkpoint store")
    assert check_waves(homes.province).faults
    done = homes.take(path)
    assert done.is_known
    assert done.n_rows > 0
    assert rows(homes.province, "DL") == before
    assert check_waves(homes.province).faults == ()


def test_a_newer_bundle_brings_the_wave_released_since(homes: TwoHomes) -> None:
    old = homes.bundle("1.bundle")
    homes.release("GS")
    new = homes.bundle("2.bundle")
    homes.take(new)
    assert rows(homes.province, "GS") == rows(homes.front, "GS") != []
    assert rows(homes.province, "DL") == rows(homes.front, "DL")
    assert released_waves(homes.province) == ("DL", "GS")
    assert check_waves(homes.province).faults == ()
    with pytest.raises(CustodyError, match="newest bundle"):
        homes.take(old)


def test_a_new_edition_takes_the_place_of_the_old(homes: TwoHomes) -> None:
    text = FILES["ballots_DL"].replace("DL0", "DM0")
    result = load(
        homes.front, homes.front.home.parent, "ballots_DL", text, homes.signer
    )
    assert result.status == "loaded"
    with pytest.raises(CustodyError, match="other ballots"):
        homes.bundle("early.bundle")
    homes.release("DL")
    before = rows(homes.province, "DL")
    homes.take(homes.bundle("2.bundle"))
    after = rows(homes.province, "DL")
    assert after == rows(homes.front, "DL")
    assert len(after) > len(before)
    assert check_waves(homes.province).faults == ()
    assert released_waves(homes.province) == ("DL",)


def test_another_history_of_releases_is_refused(homes: TwoHomes) -> None:
    forked = replace(homes, province=homes.province)
    kept = homes.front.home.with_name("kept")
    shutil.copytree(homes.front.home, kept)
    homes.release("GS")
    homes.take(homes.bundle("2.bundle"))
    other = replace(forked, front=replace(homes.front, home=kept))
    other.release("DL")
    with pytest.raises(CustodyError, match="says again"):
        homes.take(other.bundle("3.bundle"))


def test_the_first_bundle_needs_the_fronts_paper(
    homes: TwoHomes, tmp_path: Path
) -> None:
    path = homes.bundle("1.bundle")
    fresh = replace(homes, province=Settings(home=tmp_path / "new"))
    other = "ab" * 32
    with pytest.raises(CustodyError, match="wrote down"):
        fresh.take(path, other)
    with pytest.raises(CustodyError, match="64 hex digits"):
        fresh.take(path, "1234")
    assert not fresh.province.raw_path.exists()
    fresh.take(path)
    stranger = two_homes(tmp_path / "stranger")
    with pytest.raises(CustodyError, match="there is none"):
        stranger.bundle("early.bundle")
    stranger.release("DL")
    with pytest.raises(CustodyError, match="registered"):
        replace(homes, signer=stranger.signer).bundle("y.bundle")
    with pytest.raises(CustodyError, match="registered as the Front's"):
        fresh.take(stranger.bundle("x.bundle"))


@pytest.mark.parametrize("name", ["wave_list", "ballots_DL", "ballots_GS"])
def test_nothing_of_the_front_comes_in_by_another_way(
    homes: TwoHomes, name: str
) -> None:
    folder = homes.front.home.parent / "past"
    for signer in (None, homes.signer):
        result = load(homes.province, folder, name, FILES[name] + "\n", signer)
        assert result.status == "refused"
    assert n_found(homes.province, PLANTED) == 0
    new = replace(homes.province, home=homes.front.home.parent / "new")
    with pytest.raises(CustodyError, match="own home"):
        make_key(new, homes.front.home.parent / "past.pem", PASSPHRASE, by=FRONT)


def test_a_home_that_signs_takes_no_bundle_and_one_that_takes_makes_none(
    homes: TwoHomes,
) -> None:
    path = homes.bundle("1.bundle")
    with pytest.raises(CustodyError, match="signed in it"):
        replace(homes, province=homes.front).take(path)
    with pytest.raises(CustodyError, match="by bundle only"):
        replace(homes, front=homes.province).bundle("mine.bundle")


def test_the_commands_write_check_and_take_a_bundle(
    homes: TwoHomes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = homes.front.home.parent / "khoa.pem"
    out, fresh = tmp_path / "1.bundle", tmp_path / "fresh"
    run = CliRunner().invoke

    def at(home: Path) -> None:
        monkeypatch.setenv("THANTHIEN_HOME", str(home))

    at(homes.front.home)
    call = ["wave", "bundle", "--out", str(out), "--sign", str(key)]
    done = run(thanthien.app, call, input=PASSPHRASE + "\n")
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o077 == 0
    at(fresh)
    public = homes.signer.public_key
    done = run(thanthien.app, ["wave", "verify", str(out)])
    assert done.exit_code == 0
    assert public in done.stderr  # nobody here knows the key yet
    assert not fresh.exists()
    done = run(thanthien.app, ["wave", "take", str(out)], input=public + "\n")
    assert done.exit_code == 0, done.output
    done = run(thanthien.app, ["wave", "verify", str(out), "--json"])
    assert json.loads(done.stdout)["faults"] == []
    text = out.read_text(encoding="utf-8")
    out.write_text(text.replace("DL001", "DL999"), encoding="utf-8")
    done = run(thanthien.app, ["wave", "verify", str(out)])
    assert done.exit_code == ExitCode.DAMAGED


@pytest.mark.parametrize("own", ["same_file", "same_words", "other_words"])
def test_questions_shared_with_an_office_must_say_what_is_signed(
    homes: TwoHomes, tmp_path: Path, own: str
) -> None:
    fresh = replace(homes, province=Settings(home=tmp_path / "home"))
    text = FILES["items"] + ("" if own == "same_file" else "\n")
    if own == "other_words":
        text = text.replace("q1,b,1,5", "q1,b,1,10")
    lists = "wave_code,stream,owner,instrument\nPV,service,head,q1\n"
    for name, told in (("wave_list", lists), ("items", text)):
        result = load(fresh.province, tmp_path / "files", name, told, None)
        assert result.status == "loaded"
    path = homes.bundle("1.bundle")
    if own != "other_words":
        fresh.take(path)
        assert check_waves(fresh.province).faults == ()
        return
    with pytest.raises(CustodyError, match="already"):
        fresh.take(path)
    with raw(fresh.province) as connection:
        [n] = connection.execute("select count(*) from raw.answer").fetchall()
    assert n == (0,)
