"""A backup that somebody wrote into is refused, or what it puts back is found out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.security.sealed_home import sealed_home
from tests.security.stores.committee_reads import committee, some_at_each_run
from tests.warehouse.chain_by_hand import unguarded
from tests.warehouse.custody.held_home import write_held
from warehouse import audit
from warehouse.builds.pointer import compare_again, pointer_in
from warehouse.builds.publish import build_lock, publish
from warehouse.builds.recorded import card_digest
from warehouse.custody.check_waves import check_waves
from warehouse.custody.releases import forged_statements
from warehouse.doctor.check_builds import check_builds
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256
from warehouse.upkeep.backup import back_up
from warehouse.upkeep.backup_manifest import MANIFEST, read_manifest, write_text_of
from warehouse.upkeep.restore import restore

Write = Callable[[Path], None]


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Path]:
    """A home with signed rows and a published build, and its backup."""
    folder = tmp_path_factory.mktemp("backed_up")
    settings, _ = sealed_home(folder)
    write_held(folder / "small")
    [built] = (folder / "small" / "builds").glob("*.duckdb")
    with build_lock(settings):
        publish(settings, built, is_full=True, why="asked", project_sha256="")
    return settings, back_up(settings, folder / "backups").folder


def sealed_anew(folder: Path) -> None:
    """Writes the digests of the files as they are now into the manifest."""
    manifest = read_manifest(folder)
    files = {name: content_sha256(folder / name) for name in manifest.files}
    text = write_text_of(replace(manifest, files=files))
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def byte_of(name: str) -> Write:
    def write(folder: Path) -> None:
        path = next(folder.glob(name))
        path.chmod(0o600)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)

    return write


def gone(name: str) -> Write:
    return lambda folder: next(folder.glob(name)).unlink()


def manifest_says(**facts: Any) -> Write:
    """The manifest by hand, without its digest being made anew."""

    def write(folder: Path) -> None:
        path = folder / MANIFEST
        said = json.loads(path.read_text("utf-8")) | facts
        path.write_text(json.dumps(said), encoding="utf-8")

    return write


def raw(text: str) -> Write:
    def write(folder: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{folder / 'raw.duckdb'}' as store")
            connection.execute(text)
            connection.execute("checkpoint store")
        (folder / "raw.seal.json").unlink(missing_ok=True)
        manifest = read_manifest(folder)
        files = {n: d for n, d in manifest.files.items() if n != "raw.seal.json"}
        kept = write_text_of(replace(manifest, files=files))
        (folder / MANIFEST).write_text(kept, encoding="utf-8")
        sealed_anew(folder)

    return write


def sqlite(name: str, text: str) -> Write:
    def write(folder: Path) -> None:
        with unguarded(folder / name) as connection:
            connection.execute(text)
        sealed_anew(folder)

    return write


def build(text: str, *, is_recorded: bool = False) -> Write:
    """The build with its card, the pointer and the manifest, so that all fit."""

    def write(folder: Path) -> None:
        [path] = (folder / "builds").glob("*.duckdb")
        path.chmod(0o600)
        with duckdb.connect(str(path)) as connection:
            connection.sql(text)
            connection.sql("checkpoint")
        pointer = replace(
            pointer_in(folder / "builds" / "current.json"),
            size_bytes=path.stat().st_size,
            sha256=content_sha256(path),
        )
        for one in folder.glob("builds/*.json"):
            one.write_text(json.dumps(vars(pointer)), encoding="utf-8")
        if is_recorded:
            detail = json.dumps({"card": card_digest(pointer)})
            with unguarded(folder / "audit.sqlite") as connection:
                connection.execute(
                    "update record set detail = ? where action = 'build_published'",
                    (detail,),
                )
        sealed_anew(folder)

    return write


WRITES: dict[str, Write] = {
    "byte of raw": byte_of("raw.duckdb"),
    "byte of state": byte_of("state.sqlite"),
    "byte of the record": byte_of("audit.sqlite"),
    "byte of the build": byte_of("builds/*.duckdb"),
    "byte of a source": byte_of("sources/*"),
    "byte of the manifest": byte_of(MANIFEST),
    "state gone": gone("state.sqlite"),
    "build gone": gone("builds/*.duckdb"),
    "fewer files": manifest_says(files={}),
    "another number": manifest_says(number=99),
    "an answer": raw("update store.raw.answer set level = 1 where level = 4"),
    "a ballot less": raw("delete from store.raw.answer where ballot_id = 'DL007'"),
    "another owner": raw("update store.raw.wave set owner = 'committee'"),
    "forms": raw("update store.raw.offered set n_offered = n_offered - 9"),
    "owner on record": sqlite(
        "state.sqlite", "update wave_custody set owner = 'committee'"
    ),
    "a batch less": sqlite("state.sqlite", "delete from wave_batch where sequence = 6"),
    "another key": sqlite(
        "state.sqlite", "update front_key set public_key = '" + "ab" * 32 + "'"
    ),
    "a release": sqlite(
        "state.sqlite", "insert into wave_statement values (1, '{}', 'ab')"
    ),
    "record cut": sqlite("audit.sqlite", "delete from record where seq = 3"),
    "figures": build("update agg_answer_levels set n_answers = n_answers + 40"),
    "shares": build("update stat_before_after set share_after = 0.99"),
    "shares and record": build(
        "update stat_before_after set share_after = 0.99", is_recorded=True
    ),
}


@pytest.mark.parametrize("name", some_at_each_run(WRITES))
def test_a_write_into_a_backup_is_refused_or_named(
    backed_up: tuple[Settings, Path], tmp_path: Path, name: str
) -> None:
    home, backup = backed_up
    before = committee(home)
    written = tmp_path / "backups" / backup.name
    shutil.copytree(backup, written)
    WRITES[name](written)
    there = Settings(home=tmp_path / "home")
    try:
        restore(there, written)
    except ThanThienError:
        return
    # the secret is kept apart and put back by hand
    shutil.copy2(home.home / "secret.key", there.home / "secret.key")
    compare_again()
    with suppress(ThanThienError):  # a damaged build is read by nobody
        assert committee(there) == before
    assert (
        check_waves(there).faults
        or forged_statements(there)
        or any(True for _ in check_builds(there))
        or not audit.verify(there).is_intact
    ), name


def test_a_backup_nobody_wrote_into_is_as_the_home(
    backed_up: tuple[Settings, Path], tmp_path: Path
) -> None:
    home, backup = backed_up
    there = Settings(home=tmp_path / "home")
    restore(there, backup)
    shutil.copy2(home.home / "secret.key", there.home / "secret.key")
    assert committee(there) == committee(home)
    assert not check_waves(there).faults
    assert not list(check_builds(there))
    assert audit.verify(there).is_intact
