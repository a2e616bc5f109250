"""Going back to the build before: one step, in the record, nothing lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.builds.pointer import Pointer, point_to, read_pointer, write_card
from warehouse.builds.undo import build_before, undo_build
from warehouse.errors import BuildError
from warehouse.settings import Settings


def published(settings: Settings, sequence: int) -> Pointer:
    """A build with its card, published."""
    content = f"build {sequence}".encode()
    settings.builds_dir.mkdir(exist_ok=True)
    path = settings.builds_dir / f"warehouse-b{sequence}.duckdb"
    path.write_bytes(content)
    pointer = Pointer(
        build_id=f"b{sequence}",
        file=path.name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        published_at="2026-11-01T00:00:00+00:00",
        is_simulated=False,
        data_as_of=None,
        raw_max_loaded_at=None,
        sequence=sequence,
    )
    write_card(settings, pointer)
    point_to(settings, pointer)
    return pointer


def test_the_build_before_is_published_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    first, second = published(settings, 1), published(settings, 2)
    assert undo_build(settings, by="chi") == first
    assert read_pointer(settings) == first
    [record] = audit.read_records(settings)
    assert (record.actor, record.action, record.subject) == (
        "chi",
        "build_undone",
        "b1",
    )
    assert record.detail == {"instead_of": second.build_id}
    with pytest.raises(BuildError):
        undo_build(settings, by="chi")
    assert read_pointer(settings) == first


def test_a_damaged_build_is_passed_over(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    first, second = published(settings, 1), published(settings, 2)
    published(settings, 3)
    (settings.builds_dir / second.file).write_bytes(b"damaged")
    assert build_before(settings) == first
