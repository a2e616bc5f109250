"""A small simulated province, built once, and built again with rows spoilt."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.simulation.province import write_province
from ingest.spec.read_spec import shipped_specs
from tests.dirty.batches import OF_ALL_UNITS
from tests.dirty.fates import Clean, Outcome, account_of, fates, flags_of
from tests.dirty.figures import Figures, changed, figures_of, n_compared
from tests.dirty.reading import read
from tests.dirty.source_table import read_table, trim
from tests.dirty.spoilings import Sort, Spoiling, sorts_of
from tests.dirty.store import Lines, forget, lines_of, refused_lines
from tests.dirty.units import Units
from tests.warehouse.builds.built_models import built_models
from warehouse.builds.build import build
from warehouse.custody.held_files import held_files
from warehouse.settings import Settings

NEEDED = ("+agg_*", "+fct_*", "+dq_flags", "+dq_row_accounting", "+dim_officers")
"""Models of the clean province that the spoilt ones are held against."""
OPEN = """
    select count(*) from (
        select row_kind from dq_row_accounting
        group by row_kind having sum(n_rows) <> max(n_read)
    )
"""
"""Kinds of raw rows whose account of a build does not close."""


@dataclass(frozen=True)
class Trial:
    """One build with spoilt rows.

    Attributes:
        outcomes: What became of each.
        is_published: A build was published.
        failures: Why not.
        n_open: Kinds whose row accounting does not close.
        misread: Files with a row that was read otherwise, though it was not spoilt.
        changed: Tables and units without a spoilt row whose figures changed.
        n_units: Units without a spoilt row; 0 where the rows are about all units.
        is_said: `build` says a line for each fate and does not call itself clean.
    """

    outcomes: tuple[Outcome, ...]
    is_published: bool
    failures: tuple[Any, ...] = ()
    n_open: int = 0
    misread: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    n_units: int = 0
    is_said: bool = False


class DirtyProvince:
    """The clean province in a home of its own, and copies of it with dirt.

    Attributes:
        sorts: All ways to spoil it, file by file.
        units: Its units.
    """

    def __init__(self, folder: Path) -> None:
        """Writes, loads and builds the clean province."""
        self.folder = folder
        files = _few(write_province(folder / "files", n_cases=1_000).files)
        for path in files:
            if path.suffix == ".csv" and not re.match(r"\d\d_", path.name):
                trim(path)
        self.home = Settings(home=folder / "clean")
        results = load_files(files, settings=self.home)
        self.sha = {r.file_name: r.sha256 for r in results}
        self.lines: Lines = {
            r.file_name: lines_of(self.home.raw_path, r.sha256) for r in results
        }
        published = built_models(self.home, *NEEDED)
        self.figures: Figures = figures_of(published)
        self.units = Units(published)
        self.clean = Clean(
            self.units,
            flags_of(published),
            account_of(published),
            frozenset((r.file_name, n.code) for r in results for n in r.notices),
            {r.file_name: _n_duplicate(r) for r in results},
        )
        self.sorts = _sorts(files, results)

    def build_with(self, batch: Sequence[Spoiling]) -> Trial:
        """Builds the province with these spoilt, those of one file next to another."""
        settings = self._copied_home()
        loaded = self._load(settings, batch)
        result = build(settings)
        if not result.is_published or result.path is None:
            return Trial((), False, result.failures)
        outcomes = fates(
            batch, loaded, raw=settings.raw_path, published=result.path,
            clean=self.clean,
        )  # fmt: skip
        spoilt = _spoilt_lines(batch)
        refused = refused_lines(settings.raw_path, loaded)
        misread = {
            name
            for name, file in loaded.items()
            if _is_misread(
                self.lines[name],
                lines_of(settings.raw_path, file.sha256),
                spoilt[name] | refused[name],
            )
        }
        touched = self.units.touched(
            unit
            for one in batch
            for cells in self._cells(one, refused)
            for unit in self.units.of(cells)
        )
        is_of_all = any(one.sort.kind.name in OF_ALL_UNITS for one in batch)
        after = self.figures if is_of_all else figures_of(result.path)
        fate_lines = read(
            result.path,
            "select count(distinct (row_kind, fate)) from dq_unplaced"
            # the Front's own waves and files are its own to read
            " where wave_code is null"
            " and (file_key is null or not list_contains(?, file_key))",
            sorted(held_files(settings)),
        )
        return Trial(
            outcomes,
            is_published=True,
            n_open=read(result.path, OPEN)[0][0],
            misread=frozenset(misread),
            changed=changed(self.figures, after, touched),
            n_units=0 if is_of_all else n_compared(self.figures, touched),
            is_said=len(result.findings.left_out) == fate_lines[0][0]
            and not result.findings.is_clean,
        )

    def _copied_home(self) -> Settings:
        home = self.folder / "dirty"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        shutil.copyfile(self.home.raw_path, home / "raw.duckdb")
        for name in ("dbt/target", "secret.key"):
            here = self.home.home / name
            if here.is_dir():
                shutil.copytree(here, home / name)
            elif here.exists():
                shutil.copy(here, home / name)
        return Settings(home=home)

    def _load(
        self, settings: Settings, batch: Sequence[Spoiling]
    ) -> dict[str, FileResult]:
        drops = settings.home / "drops"
        drops.mkdir()
        shutil.copy(self.folder / "files" / "MO_PHONG.txt", drops)
        by_file = defaultdict(list)
        for one in batch:
            by_file[one.sort.table.path.name].append(one)
        forget(settings.raw_path, [self.sha[name] for name in by_file])
        for name, some in by_file.items():
            _write(drops / name, some)
        results = load_files([drops / name for name in by_file], settings=settings)
        return {result.file_name: result for result in results}

    def _cells(
        self, one: Spoiling, refused: dict[str, set[int]]
    ) -> list[Sequence[Any]]:
        """What the row says, and rows refused because of what stands in it."""
        table = one.sort.table
        others = refused[table.path.name]
        lines = [row for row in range(len(table.rows)) if table.line(row) in others]
        return [one.cells(), *(table.rows[row] for row in lines)]


def _few(files: Sequence[Path]) -> list[Path]:
    """The last of files that differ by their day alone."""
    return list({re.sub(r"[\d_.\-]+|Q\d|H\d", "", p.name): p for p in files}.values())


def _n_duplicate(result: FileResult) -> int:
    return sum(counts.n_duplicate for counts in result.kinds.values())


def _sorts(files: Sequence[Path], results: Sequence[FileResult]) -> list[Sort]:
    specs = {spec.name: spec for spec in shipped_specs()}
    found: list[Sort] = []
    seen: set[str] = set()
    # the last of its sort: a row of an earlier list is given again by the later
    for path, result in reversed(list(zip(files, results, strict=True))):
        spec = specs.get(result.spec_name or "")
        if spec is None or spec.name in seen:
            continue
        table = read_table(path, spec)
        if table is not None:
            seen.add(spec.name)
            found += sorts_of(table, spec)
    return found


def _write(path: Path, some: Sequence[Spoiling]) -> None:
    names = {one.sort.name for one in some}
    some[0].sort.table.write(
        path,
        {(one.row, one.sort.place): one.value for one in some if one.sort.column},
        doubled=[one.row for one in some if one.sort.name == "doubled_row"],
        encoding="utf-16" if "other_encoding" in names else "utf-8",
    )


def _spoilt_lines(batch: Sequence[Spoiling]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for one in batch:
        if one.sort.column:
            found[one.sort.table.path.name].add(one.line)
    return found


def _is_misread(
    before: set[tuple[int, str]], after: set[tuple[int, str]], spoilt: set[int]
) -> bool:
    """Whether a row that was not spoilt is another now, or is missing.

    A row that stood twice is known by its second line where the first is spoilt.
    """
    known, found = {row for _, row in before}, {row for _, row in after}
    kept = {row for line, row in before if line not in spoilt}
    now = {row for line, row in after if line not in spoilt}
    return not (kept <= found and now <= known)
