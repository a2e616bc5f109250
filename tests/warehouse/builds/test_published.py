"""Readers follow the pointer to the published build, and only into its folder."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.dashboard.small.warehouse import write_build
from tests.warehouse.roles import scope_of
from warehouse import read
from warehouse.builds import recorded
from warehouse.builds.pointer import pointer_in
from warehouse.builds.published import Build
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.open_build import open_build
from warehouse.read import Reader
from warehouse.settings import Settings
from warehouse.stores.kept_reading import SETTLED_NS


def test_nothing_published_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError):
        Reader(Settings(home=tmp_path)).build()
    pointer = tmp_path / "builds" / "current.json"
    pointer.parent.mkdir()
    pointer.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedError):
        Reader(Settings(home=tmp_path)).build()


def test_it_follows_the_pointer_and_keeps_the_old_build(tmp_path: Path) -> None:
    write_build(tmp_path, build_id="one")
    reader = Reader(Settings(home=tmp_path))
    scope = scope_of(reader, "front")
    assert reader.run("units", scope).build.build_id == "one"
    write_build(tmp_path, build_id="two")
    assert reader.run("units", scope).build.build_id == "two"
    pointer = tmp_path / "builds" / "current.json"
    entry = json.loads(pointer.read_text(encoding="utf-8"))
    broken = tmp_path / "builds" / "broken.duckdb"
    broken.write_bytes(b"no database")
    entry |= {"build_id": "three", "file": broken.name}
    pointer.write_text(json.dumps(entry), encoding="utf-8")
    assert reader.run("units", scope).build.build_id == "two"
    pointer.unlink()
    assert reader.run("units", scope).build.build_id == "two"


def test_nobody_waits_while_a_new_build_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_build(tmp_path, build_id="one")
    reader = Reader(Settings(home=tmp_path))
    assert reader.build().build_id == "one"
    begun, may_end = Event(), Event()
    really = open_build

    def slowly(build: Build) -> Any:
        begun.set()
        assert may_end.wait(60)
        return really(build)

    monkeypatch.setattr(read, "open_build", slowly)
    write_build(tmp_path, build_id="two")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(reader.build)
        assert begun.wait(60)
        assert pool.submit(reader.build).result(60).build_id == "one"
        may_end.set()
        assert first.result(60).build_id == "two"
    assert reader.build().build_id == "two"


def test_a_pointer_cannot_lead_out_of_the_builds_folder(tmp_path: Path) -> None:
    write_build(tmp_path, build_id="one")
    pointer = tmp_path / "builds" / "current.json"
    entry = json.loads(pointer.read_text(encoding="utf-8"))
    (tmp_path / "elsewhere.duckdb").write_bytes(b"")
    entry["file"] = "../elsewhere.duckdb"
    pointer.write_text(json.dumps(entry), encoding="utf-8")
    with pytest.raises(DamagedError):
        Reader(Settings(home=tmp_path)).build()


def test_a_record_written_a_moment_ago_is_looked_into_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # two writes within one tick of the clock leave the same times and size
    write_build(tmp_path, build_id="one")
    settings = Settings(home=tmp_path)
    card = pointer_in(settings.pointer_path)
    answers = iter((False, True))
    monkeypatch.setattr(recorded, "_look", lambda *_: next(answers))
    settings.audit_path.write_bytes(b"a record")
    assert not recorded.is_recorded(settings, card)
    time.sleep(2 * SETTLED_NS / 1e9)
    assert recorded.is_recorded(settings, card)
    assert recorded.is_recorded(settings, card), "at rest it is not read again"
