"""What is imported is declared: pip installs it on purpose, not by the way."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = {"ingest", "warehouse", "dashboard", "thanthien"}
PACKAGES = (*sorted(OWN - {"thanthien"}), "dbt_project/models")


def _declared(group: str | None = None) -> set[str]:
    """What every installation has, or what an optional group adds to it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["optional-dependencies"]
    lines = groups[group] if group else project["dependencies"]
    names = (re.match(r"[\w.-]+", line) for line in lines)
    return {_one_spelling(name[0]) for name in names if name}


def _one_spelling(name: str) -> str:
    """Package indexes take `-`, `_` and `.` for the same sign."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported() -> dict[str, str]:
    """Top-level name of each third-party import → a file that has it."""
    found: dict[str, str] = {}
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    for path in [ROOT / "thanthien.py", *paths]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found[name.split(".")[0]] = str(path.relative_to(ROOT))
    strangers = found.keys() - sys.stdlib_module_names - OWN
    return {name: found[name] for name in sorted(strangers)}


def test_every_import_is_a_declared_dependency() -> None:
    offers = packages_distributions()
    declared = _declared() | _declared("spark")
    undeclared = {
        name: path
        for name, path in _imported().items()
        if not set(map(_one_spelling, offers.get(name, [name]))) & declared
    }
    assert undeclared == {}


def test_every_dependency_is_locked_with_a_hash() -> None:
    groups = {"requirements.lock": None, "requirements-spark.lock": "spark"}
    groups["requirements-forms.lock"] = "forms"
    for lock in (*groups, "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8").lower()
        pinned = set(re.findall(r"^([\w.-]+)==\S+ \\\n\s+--hash=", text, re.M))
        if lock in groups:
            assert _declared(groups[lock]) - pinned == set()
        assert pinned
