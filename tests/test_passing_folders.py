"""What a fixture made on disk goes when the fixture does."""

from __future__ import annotations

from pathlib import Path

import pytest

_made: list[Path] = []


@pytest.fixture(scope="class")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home")
    (made / "store.duckdb").write_bytes(b"of a build")
    _made.append(made)
    return made


class TestWhileItIsNeeded:
    def test_it_is_there(self, folder: Path) -> None:
        assert (folder / "store.duckdb").exists()

    def test_it_stays_for_the_next_test(self, folder: Path) -> None:
        assert [folder] == _made


class TestAfterwards:
    def test_it_is_gone(self) -> None:
        assert [path.exists() for path in _made] == [False]

    def test_no_later_one_has_its_name(self, folder: Path) -> None:
        assert folder not in _made[:-1]
