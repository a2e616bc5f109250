"""Which module of the packages imports which, read from their text.

An import counts wherever it stands: in a function, or for types alone.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "warehouse", "dashboard")
Graph = dict[str, frozenset[str]]


@cache
def modules() -> dict[str, Path]:
    """File of each module, the front door included."""
    found = {"thanthien": ROOT / "thanthien.py"}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def graph() -> Graph:
    """Modules each module imports, itself left out."""
    return {name: imports_of(path) - {name} for name, path in modules().items()}


def imports_of(path: Path) -> frozenset[str]:
    """Own modules a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules() else node.module)
    return frozenset(found & modules().keys())


def circles(edges: Graph) -> list[list[str]]:
    """Groups of modules that reach one another (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_ones: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        open_ones.append(name)
        for other in sorted(edges[name]):
            if other not in index:
                visit(other)
            if other in open_ones:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            at = open_ones.index(name)
            group = open_ones[at:]
            del open_ones[at:]
            if len(group) > 1:
                found.append(sorted(group))

    for name in edges:
        if name not in index:
            visit(name)
    return found


def room_of(name: str) -> str:
    """`package/room`; a file at the front of a package belongs to no room: ""."""
    parts = modules()[name].relative_to(ROOT).parts
    return "/".join(parts[:2]) if len(parts) > 2 else ""


def reached(starts: frozenset[str]) -> set[str]:
    """Modules that the starting ones import, near or far, and they themselves."""
    todo, found = list(starts), set(starts)
    while todo:
        for other in graph()[todo.pop()] - found:
            found.add(other)
            todo.append(other)
    return found
