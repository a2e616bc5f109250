"""A home of its own for each test, filled from a spec and a text written in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from warehouse.errors import SpecError
from warehouse.settings import Settings


class Desk:
    """A data steward's desk: specs and files go in, raw is looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(home=folder / "home")

    def file(self, name: str, content: str | bytes) -> Path:
        """Writes a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def load(
        self, spec: str, content: str | bytes, name: str = "tep.csv"
    ) -> FileResult:
        """Loads one file by a spec."""
        return self.load_path(self.file(name, content), spec)

    def keep_spec(self, name: str, spec: str) -> None:
        """Puts a spec among those of the home, by which files are found."""
        folder = self.settings.home / "specs"
        folder.mkdir(parents=True, exist_ok=True)
        head = f"spec: {name}\ntitle: {{vi: Thử, en: Test}}\n"
        (folder / f"{name}.yml").write_text(head + spec, encoding="utf-8")

    def load_path(self, path: Path, spec: str) -> FileResult:
        """Loads a file that is there already."""
        head = "spec: thu\ntitle: {vi: Thử, en: Test}\n"
        spec_path = self.file("thu.yml", head + spec)
        (result,) = load_files([path], spec_path=spec_path, settings=self.settings)
        return result

    def refusal_of(self, spec: str, old: str, new: str, content: str) -> SpecError:
        """How a spec is refused in which `old` stands once as `new`."""
        assert old in spec
        with pytest.raises(SpecError) as refused:
            self.load(spec.replace(old, new, 1), content)
        return refused.value

    def raw(self, sql: str) -> list[tuple[Any, ...]]:
        """Asks raw."""
        with duckdb.connect() as connection:
            path = self.settings.raw_path
            connection.execute(f"attach '{path}' as store (read_only)")
            connection.execute("use store")
            return connection.execute(sql).fetchall()

    def refused(self) -> list[tuple[Any, ...]]:
        """Line, column, value and rule of what was refused."""
        return self.raw(
            "select line, column_name, value, rule from raw.refused order by all"
        )

    def counts(self) -> list[tuple[Any, ...]]:
        """Kind, read, loaded, duplicate, refused of all files."""
        return self.raw(
            "select * exclude (file_sha256) from raw.file_kind order by all"
        )

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of raw without provenance, and without times."""
        tables = self.raw(
            "select table_name from duckdb_tables() where schema_name = 'raw' "
            "and table_name not in "
            "('file', 'file_kind', 'refused', 'withdrawn', 'delivery', 'notice',"
            " 'mended_row')"
        )
        return {
            name: self.raw(
                f'select * exclude (_file_sha256, _sheet, _line) from raw."{name}" '
                "order by all"
            )
            for (name,) in tables
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def make_desk(tmp_path: Path) -> Callable[[str], Desk]:
    """More desks, by name."""
    return lambda name: Desk(tmp_path / name)
