"""Imports point one way: ingest → warehouse ← dashboard; the door stands outside.

A break here means a newcomer can no longer guess where a thing lives.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "warehouse": {"ingest", "dashboard", "thanthien", "streamlit", "plotly"},
    "ingest": {"dashboard", "thanthien", "streamlit", "plotly"},
    "dashboard": {"ingest", "thanthien"},
    "dbt_project": {"ingest", "dashboard", "thanthien", "streamlit"},
}
PURE_STATISTICS = {"numpy", "scipy", "warehouse"}


def _imports(path: Path) -> set[str]:
    """Top-level names a file imports, wherever in the file the import stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_imports_point_one_way(package: str) -> None:
    breaks = {
        str(path.relative_to(ROOT)): sorted(_imports(path) & FORBIDDEN[package])
        for path in _files(package)
        if _imports(path) & FORBIDDEN[package]
    }
    assert breaks == {}


def test_statistics_use_numpy_and_scipy_only() -> None:
    """Frames stay in the room of the frames, which none of the others enters."""
    allowed = PURE_STATISTICS | set(sys.stdlib_module_names)
    strangers = {}
    for path in _files("warehouse/statistics"):
        in_frames = "frames" in path.parts
        strange = _imports(path) - allowed - ({"pandas"} if in_frames else set())
        if not in_frames and "warehouse.statistics.frames" in path.read_text("utf-8"):
            strange.add("warehouse.statistics.frames")
        if strange:
            strangers[path.name] = sorted(strange)
    assert strangers == {}


def test_statistics_modules_are_short() -> None:
    long = {
        path.name: n
        for path in _files("warehouse/statistics")
        if (n := len(path.read_text(encoding="utf-8").splitlines())) >= 300
    }
    assert long == {}


def test_statistics_functions_are_short() -> None:
    long = {}
    for path in _files("warehouse/statistics"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                n = (node.end_lineno or node.lineno) - node.lineno + 1
                if n >= 40:
                    long[f"{path.name}:{node.name}"] = n
    assert long == {}


# The reading thread hands whatever stopped it to the loader, which raises it again.
# One raises the error again in another thread; the other is the last to catch
# anything, so that a reader gets words and the log gets the trace.
BROAD_WITH_REASON = {"ingest/loading/prefetch.py", "dashboard/failures.py"}


def test_files_are_attached_in_one_place() -> None:
    """A folder may hold an apostrophe, as M'Drắk does; one function minds that."""
    own = [
        path.relative_to(ROOT).as_posix()
        for package in ("ingest", "warehouse", "dashboard")
        for path in _files(package)
        if re.search(r"""attach ('|")\{""", path.read_text(encoding="utf-8"))
    ]
    assert own == ["warehouse/stores/read_through.py"]


MODELS = ROOT / "dbt_project" / "models"


def test_dbt_models_are_short() -> None:
    """A Python model reads and calls; what it computes has types and tests."""
    most = {".sql": 150, ".py": 80}
    long = {
        path.name: n
        for path in MODELS.rglob("*")
        if (n := _n_lines(path) if path.suffix in most else 0)
        > most.get(path.suffix, n)
    }
    assert long == {}


def test_each_python_model_calls_the_frame_of_its_name() -> None:
    strays = [
        path.stem
        for path in MODELS.rglob("*.py")
        if f"frames.{path.stem.removeprefix('stat_')} import" not in path.read_text()
    ]
    assert strays == []


def _n_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_broad_except() -> None:
    broad = []
    for package in (*FORBIDDEN, "thanthien.py"):
        paths = [ROOT / package] if package.endswith(".py") else _files(package)
        for path in paths:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ExceptHandler) and (
                    node.type is None
                    or (
                        isinstance(node.type, ast.Name)
                        and node.type.id in ("Exception", "BaseException")
                    )
                ):
                    broad.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert [
        place for place in broad if place.split(":")[0] not in BROAD_WITH_REASON
    ] == []


def test_a_product_of_matrices_is_never_split_among_threads() -> None:
    """NumPy reads this once, when it is first imported."""
    shown = "import os, sys, thanthien; print(os.environ['OPENBLAS_NUM_THREADS'], "
    shown += "'numpy' in sys.modules)"
    environment = {k: v for k, v in os.environ.items() if "OPENBLAS" not in k}
    answer = subprocess.run(
        [sys.executable, "-c", shown],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["1", "False"]
