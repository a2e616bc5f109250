"""The table of questions, functions and modules in the docs names what there is."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEADING = "| Question | Functions | Module |"


def _rows() -> list[tuple[list[str], list[str]]]:
    """Functions and modules of each row of the tables of questions."""
    found = []
    lines = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8").splitlines()
    is_table = False
    for line in lines:
        is_table = line == HEADING or (is_table and line.startswith("|"))
        if is_table and line != HEADING and not line.startswith("|---"):
            _, _, functions, modules, _ = line.split("|")
            found.append(
                tuple(re.findall("`([^`]+)`", x) for x in (functions, modules))
            )
    return found  # type: ignore[return-value]


def _public(module: str) -> set[str]:
    path = ROOT / "warehouse" / "statistics" / f"{module}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def test_there_are_tables() -> None:
    assert len(_rows()) > 20


@pytest.mark.parametrize(("functions", "modules"), _rows(), ids=str)
def test_each_function_stands_in_a_named_module(
    functions: list[str], modules: list[str]
) -> None:
    names = {module: _public(module) for module in modules}
    everything = set[str]().union(*names.values())
    assert [f for f in functions if not any(fnmatch(n, f) for n in everything)] == []
    idle = [
        module
        for module, own in names.items()
        if not any(fnmatch(n, f) for n in own for f in functions)
    ]
    assert idle == []
