"""Builds follow one another as published; a damaged one is passed over."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.warehouse.builds.small_builds import flip, publish_one
from warehouse.builds.pointer import newest_whole, read_pointer
from warehouse.builds.published import published_build
from warehouse.builds.status import read_status
from warehouse.errors import DamagedError, ExitCode
from warehouse.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(home=tmp_path / "home")
    for number in (1, 2, 3):
        publish_one(settings, number, monkeypatch)
    return settings


@pytest.mark.parametrize("days", [-1, -365, 365, 0])
def test_a_clock_that_jumps_loses_no_build(
    home: Settings, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    before = read_pointer(home)
    fresh = publish_one(home, 4, monkeypatch, days=days)
    after = publish_one(home, 5, monkeypatch)
    assert (before.sequence, fresh.sequence, after.sequence) == (3, 4, 5)
    assert published_build(home).build_id == after.build_id
    left = {path.name for path in home.builds_dir.glob("*.duckdb")}
    assert left == {before.file, fresh.file, after.file}
    assert len(list(home.builds_dir.glob("warehouse-*.json"))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '{"build_id": 1}',
        '{"build_id": "x", "file": "../x"}',
        "\x00\x01",
        '{"build_id": null, "file": [], "size_bytes": "9"}',
    ],
)
def test_a_damaged_pointer_is_read_from_the_card(home: Settings, text: str) -> None:
    wanted = read_pointer(home)
    home.pointer_path.write_text(text, encoding="utf-8")
    assert read_pointer(home) == wanted
    assert published_build(home).build_id == wanted.build_id
    assert home.pointer_path.name in read_status(home).damage
    home.pointer_path.unlink()
    assert published_build(home).build_id == wanted.build_id


def test_a_key_of_a_newer_version_does_no_harm(home: Settings) -> None:
    facts = json.loads(home.pointer_path.read_text(encoding="utf-8"))
    home.pointer_path.write_text(json.dumps(facts | {"later": 1}), encoding="utf-8")
    assert published_build(home).build_id == facts["build_id"]
    assert read_status(home).damage == ()


def test_a_damaged_build_gives_way_to_the_one_before(home: Settings) -> None:
    third = read_pointer(home)
    flip(home.builds_dir / third.file)
    found = published_build(home)
    assert found.build_id != third.build_id
    assert found.instead_of == third.build_id
    assert read_status(home).damage == (third.file,)
    flip(found.path)
    first = newest_whole(home)
    assert first.sequence == 1
    (home.builds_dir / first.file).unlink()
    with pytest.raises(DamagedError) as refusal:
        published_build(home)
    assert refusal.value.exit_code == ExitCode.DAMAGED


def test_a_build_changed_under_its_old_time_is_not_served(home: Settings) -> None:
    third = published_build(home)
    facts = third.path.stat()
    flip(third.path)
    os.utime(third.path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert published_build(home).instead_of == third.build_id


def test_a_home_of_an_earlier_version_keeps_its_build(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for card in home.builds_dir.glob("warehouse-*.json"):
        card.unlink()
    # nor did its record name builds
    for path in home.home.glob("audit.*"):
        path.unlink()
    facts = json.loads(home.pointer_path.read_text(encoding="utf-8"))
    del facts["sequence"], facts["kept_sha256"]
    home.pointer_path.write_text(json.dumps(facts), encoding="utf-8")
    fresh = publish_one(home, 4, monkeypatch, days=-1)
    flip(home.builds_dir / fresh.file)
    assert published_build(home).build_id == facts["build_id"]
