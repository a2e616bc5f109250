"""Homes filled from the small inputs, each loaded and built once for all tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.loading.load import load_files
from warehouse.builds.build import BuildResult, build
from warehouse.settings import Settings

FOLDER = Path(__file__).parent
Load = tuple[Sequence[str], str | None]


class BuiltHome:
    """A home with one published build.

    Attributes:
        settings: The home.
        result: What the build said.
    """

    def __init__(
        self,
        home: Path,
        loads: Sequence[Load],
        written: Sequence[tuple[Path, Path]] = (),
    ) -> None:
        """Loads each group of files, by its spec or by their headings, and builds.

        Args:
            home: Where.
            loads: Patterns of files beside this one, and the spec or None.
            written: Other files, each with its spec.
        """
        self.settings = Settings(home=home)
        for patterns, spec in loads:
            paths = [path for p in patterns for path in sorted(FOLDER.glob(p))]
            load_files(
                paths,
                spec_path=FOLDER / spec if spec else None,
                settings=self.settings,
            )
        for path, spec_path in written:
            load_files([path], spec_path=spec_path, settings=self.settings)
        self.result: BuildResult = build(self.settings)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Answers of the published build."""
        assert self.result.path is not None
        with duckdb.connect(str(self.result.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()
