"""Files under other names, in another order or twice change nothing."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingest.loading.load import load_files
from tests.ingest.spec.loaded_province import SEED, Loaded
from tests.warehouse.builds.built_models import built_models
from tests.warehouse.builds.mart_digest import digests
from warehouse.raw.kinds import KINDS
from warehouse.settings import Settings

# These tell of the loading itself: names and times of files, lines in them.
ABOUT_LOADING = {
    "main.dim_build",
    "main.dq_loads",
    "main.dq_notices",
    "main.dq_unplaced",
}


def test_loading_again_under_other_names_changes_nothing(
    loaded: Loaded, raw: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    before = _sizes(raw)
    raw.execute("use memory")
    raw.execute("detach raw_db")
    chosen = loaded.summary.files
    (tmp_path / "MO_PHONG.txt").write_text("x")
    copies = [tmp_path / f"khac_{i}{path.suffix}" for i, path in enumerate(chosen)]
    for path, copy in zip(chosen, copies, strict=True):
        shutil.copy(path, copy)
    results = load_files(copies[::-1], settings=loaded.settings)
    assert {result.status for result in results} == {"already_loaded"}
    raw.execute(f"attach '{loaded.settings.raw_path}' as raw_db (read_only)")
    raw.execute("use raw_db.raw")
    assert _sizes(raw) == before


def test_renamed_shuffled_and_twice_gives_the_same_raw_and_marts(
    loaded: Loaded, tmp_path: Path, is_release: bool
) -> None:
    """A new home gets every file under another name, in another order, twice.

    Marts of all these files are compared for a release; those of a few unruly ones,
    in any order, always (`tests/warehouse/builds/test_load_order.py`).
    """
    first, other = Settings(home=tmp_path / "first"), Settings(home=tmp_path / "home")
    shutil.copytree(loaded.settings.home, first.home)
    again = _renamed(loaded.summary.files, tmp_path / "renamed")
    random.Random(SEED).shuffle(again)
    load_files(again, settings=other)
    load_files(loaded.summary.files, settings=other)
    ours, theirs = _raw_rows(first), _raw_rows(other)
    assert [kind for kind in KINDS if ours[kind] != theirs[kind]] == []
    if not is_release:
        return
    one, two = (digests(built_models(home)) for home in (first, other))
    differ = {name for name in one | two if one.get(name) != two.get(name)}
    assert differ - ABOUT_LOADING == set()


def _renamed(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies whose names keep only the parts that a spec reads."""
    folder.mkdir()
    (folder / "MO_PHONG.txt").write_text("x")
    copies = [folder / f"{n} {path.name}" for n, path in enumerate(files)]
    for path, copy in zip(files, copies, strict=True):
        shutil.copy(path, copy)
    return copies


def _raw_rows(settings: Settings) -> dict[str, Counter[str]]:
    """All rows by kind, without the file that brought them first."""
    rows = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
        for kind in KINDS.values():
            columns = ", ".join(f'"{column.name}"' for column in kind.columns)
            found = connection.execute(
                "select cast(t as varchar) from ("
                f'select {columns}, _row_md5 from raw_db.raw."{kind.name}") as t'
            ).fetchall()
            rows[kind.name] = Counter(text for (text,) in found)
    return rows


def _sizes(raw: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {
        kind: raw.sql(f'select count(*) from raw_db.raw."{kind}"').fetchall()[0][0]
        for kind in KINDS
    }
