"""A new kind takes the files that `docs/adding_a_kind.md` lists, and no other."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.raw.toy_kind import FILE, FILE_NAME, add_toy_kind
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows

ROOT = Path(__file__).parents[3]
PARTS = ("ingest", "warehouse", "dashboard", "dbt_project", "docs", "thanthien.py")
MAX_FILES = 10
# Loads the file, builds what the kind's rows reach, prints what a page calls them.
USE = """
import sys
from pathlib import Path
from dashboard.words import words_of
from ingest.loading.load import load_files
from warehouse.builds.transform import run
from warehouse.settings import Settings
home, file = map(Path, sys.argv[1:])
settings = Settings(home=home)
(result,) = load_files([file], settings=settings)
assert result.status == "loaded", result.reason
outcome = run(settings, database=home / "w.duckdb", scratch=home / "s.duckdb",
    arguments=["build", "--select", "+int_list_fates", "+fct_open_days",
    "--exclude-resource-type", "unit_test", "test"])
assert outcome.failures == (), outcome.failures
print(words_of("vi")("kinds.open_day"))
print(words_of("vi")("flag_rules.open_day_unit_unresolved"))
print(words_of("vi")("raw_columns.n_visitors"))
"""


def listed_files() -> list[str]:
    """The files of the table, as patterns below the project."""
    page = (ROOT / "docs" / "adding_a_kind.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)`", page, flags=re.M)
    return [re.sub(r"<\w+>", "*", row) for row in rows]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without tests, and without what builds leave behind."""
    root = tmp_path_factory.mktemp("copy")
    leave = shutil.ignore_patterns("__pycache__", "target", "logs", ".user.yml")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=leave)
        else:
            shutil.copy(ROOT / part, root / part)
    return root


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def python(root: Path, *arguments: str) -> str:
    """What a Python of its own prints, with the copy's packages alone."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_kind_touches_the_listed_files_alone(copy: Path, tmp_path: Path) -> None:
    before = contents(copy)
    add_toy_kind(copy)
    after = contents(copy)
    touched = {name for name in after if before.get(name) != after[name]}
    patterns = listed_files()
    assert len(patterns) == len(touched) == MAX_FILES
    assert [n for n in touched if not any(fnmatch(n, p) for p in patterns)] == []

    python(copy, "docs/generate.py")
    made = {n for n, text in contents(copy).items() if after.get(n) != text}
    assert made == {
        "dbt_project/models/staging/_raw_kinds.yml",
        "docs/raw_kinds.md",
        "docs/privacy.vi.md",
        "docs/spec.md",
        "docs/raw_kinds.vi.md",
        "docs/spec.vi.md",
    }

    home = tmp_path / "home"
    write_raw(home / "raw.duckdb", all_rows(), is_simulated=False)
    (tmp_path / FILE_NAME).write_text(FILE, encoding="utf-8")
    said = python(copy, "-c", USE, str(home), str(tmp_path / FILE_NAME))
    assert said.splitlines()[-3:] == [
        "Ngày mở cửa",
        "Ngày mở cửa: mã đơn vị không tra được",
        "Số khách",
    ]
    with duckdb.connect(str(home / "w.duckdb"), read_only=True) as built:
        days = built.sql(
            "select unit_key, day(opened_on), n_visitors from fct_open_days order by 2"
        ).fetchall()
    with duckdb.connect(str(home / "s.duckdb"), read_only=True) as scratch:
        fates = scratch.sql(
            "select fate, n_rows from intermediate.int_list_fates"
            " where row_kind = 'open_day' order by fate"
        ).fetchall()
    assert [(key, day) for key, day, _ in days] == [
        ("C1@2025-07-01", 15),
        ("C1@2025-07-01", 16),
    ]
    assert fates == [("counted", 2), ("superseded", 1), ("unit_unresolved", 1)]
