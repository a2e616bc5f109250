"""Which public functions of the statistics a page, model or command can reach."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeGuard

from tests.import_graph import ROOT, modules

PREFIX = "warehouse.statistics."
Place = tuple[str, str]  # module, name


def public_functions() -> set[Place]:
    """Functions of the statistics that other modules may call."""
    return {
        (name, node.name)
        for name in _statistics()
        for node in _tree(modules()[name]).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def reached_functions() -> set[Place]:
    """Names of the statistics that something outside uses, near or far."""
    found = _names_used_outside()
    todo = list(found)
    uses = {name: _uses_by_name(name) for name in _statistics()}
    while todo:
        module, name = todo.pop()
        for place in uses[module].get(name, set()) | uses[module].get("", set()):
            if place not in found:
                found.add(place)
                todo.append(place)
    return found


def _statistics() -> list[str]:
    return [name for name in modules() if name.startswith(PREFIX)]


def _names_used_outside() -> set[Place]:
    paths = [path for name, path in modules().items() if not name.startswith(PREFIX)]
    paths += (ROOT / "dbt_project" / "models").rglob("*.py")
    found: set[Place] = set()
    for path in paths:
        tree = _tree(path)
        for places in _used(tree, _imported(tree)).values():
            found |= places
    return found


def _uses_by_name(module: str) -> dict[str, set[Place]]:
    """Places each top-level name of a module uses; under "" what the module runs."""
    tree = _tree(modules()[module])
    own = {node.name: (module, node.name) for node in tree.body if _is_named(node)}
    return _used(tree, _imported(tree) | own)


def _used(tree: ast.Module, known: dict[str, Place]) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = {}
    for part in tree.body:
        if isinstance(part, ast.Import | ast.ImportFrom):
            continue
        at = part.name if _is_named(part) else ""
        places = found.setdefault(at, set())
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and node.id in known:
                places.add(known[node.id])
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = known.get(node.value.id, ("", ""))
                if module[1] == "" and module[0]:
                    places.add((module[0], node.attr))
    return found


def _imported(tree: ast.Module) -> dict[str, Place]:
    """Names of the statistics a file brings in; a module has no name inside."""
    found: dict[str, Place] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                name = alias.asname or alias.name
                if inner.startswith(PREFIX) and inner in modules():
                    found[name] = (inner, "")
                elif node.module.startswith(PREFIX):
                    found[name] = (node.module, alias.name)
    return found


def _is_named(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
