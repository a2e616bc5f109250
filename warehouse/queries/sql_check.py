"""Refuses, when it is registered, a query that could read past a scope.

DuckDB parses the text; the tree may hold one select, bare names of published
relations or own CTEs, and plain functions. No schema, no table function, no file,
no parameter the caller did not declare.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

import duckdb

from warehouse.errors import ScopeError
from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding.small_numbers import COUNTED, SmallNumbers
from warehouse.queries.query import Query
from warehouse.queries.relations import RELATIONS
from warehouse.rights import SUBJECTS

RESERVED_PARAMS = frozenset(
    {
        "unit_keys",
        "officer_code",
        "kept_waves",
        "released_waves",
        "withheld_waves",
        "held_files",
    }
)
# Bound by the reader too, to the last day the build speaks of.
OFFERED_PARAMS = frozenset({"data_as_of"})
# A free date cuts groups nobody looked at; work items are no people.
_FREE_DATES = frozenset({"case"})
_NAMES_ONLY = frozenset(("dim_units", "dim_officers"))
PARAM_KINDS = ("text", "date", "integer")
_FORBIDDEN_PREFIXES = ("pragma", "duckdb_", "read_", "current_", "query", "parquet_")
_FORBIDDEN_FUNCTIONS = frozenset(
    ("getvariable", "getenv", "glob", "in_search_path", "nextval", "currval")
)


def check_query(query: Query, *, taken: Collection[str] = ()) -> None:
    """Checks one query before it may ever run.

    Raises:
        ScopeError: The query breaks a rule; the message says which.
    """
    if query.name in taken:
        raise _refusal(query, "the name is taken")
    if query.subject not in SUBJECTS:
        raise _refusal(query, f"its subject {query.subject} is unknown")
    if not 0 < query.row_cap <= 20_000:
        raise _refusal(query, "its row cap is not between 1 and 20000")
    names = relations_of(query)
    _check_params(query)
    is_free = query.subject in ("reference", "load") or names <= _NAMES_ONLY
    if query.small is None and not is_free:
        raise _refusal(query, "it counts people and needs a small-number rule")
    if query.small is not None:
        for part in (query.small, *query.small.more):
            _check_declared(query, part)
    if query.pool is not None:
        _check_pool(query)


def _check_declared(query: Query, rule: SmallNumbers) -> None:
    """What the query counts, and with which other figures it is hidden together."""
    if rule.counts and rule.of not in COUNTED and not rule.of_column:
        raise _refusal(query, f"it does not say what {rule.counts[0]} counts")
    if rule.lattice and rule.lattice not in LATTICES:
        raise _refusal(query, f"its lattice {rule.lattice} is unknown")
    is_declared = rule.of == "acts" or rule.is_alone or rule.lattice
    if rule.counts and not is_declared:
        raise _refusal(query, f"{rule.counts[0]} has no lattice and is not alone")


def _check_pool(query: Query) -> None:
    """A query that reads units of others says whose group, and what it hides."""
    if query.small is None or query.params.get("unit_key") != "text":
        raise _refusal(query, "it pools units and needs $unit_key and a rule of hiding")


def relations_of(query: Query) -> set[str]:
    """Returns the published relations a query reads.

    Raises:
        ScopeError: It names anything else.
    """
    root = _parse(query)["statements"][0]["node"]
    own: set[str] = set()
    names: set[str] = set()
    # In order, so that a CTE cannot name a later one and reach a table behind it.
    for entry in root.pop("cte_map", {}).get("map") or []:
        names |= _names_in(query, entry["value"], own)
        own.add(str(entry["key"]).lower())
    if shadows := own & RELATIONS.keys():
        raise _refusal(query, f"its CTE {sorted(shadows)} hides a relation")
    return names | _names_in(query, root, own)


def relations_in(query: Query) -> frozenset[str]:
    """Returns the relations a query reads, as `relations_of`; parsed once per text."""
    return _relations_of(query.name, query.sql)


@lru_cache(maxsize=256)
def _relations_of(name: str, sql: str) -> frozenset[str]:
    return frozenset(relations_of(Query(name, "reference", sql)))


def _names_in(query: Query, tree: object, own: set[str]) -> set[str]:
    names = set()
    for node in _walk(tree):
        kind = node.get("type")
        if kind in ("TABLE_FUNCTION", "SHOW_REF"):
            raise _refusal(query, "it calls a table function")
        if (node.get("cte_map") or {}).get("map"):
            raise _refusal(query, "it has a CTE below the top")
        if node.get("class") == "FUNCTION":
            _check_function(query, node)
        if kind == "BASE_TABLE":
            names.add(_bare_name(query, node))
    if unknown := names - own - RELATIONS.keys():
        raise _refusal(query, f"it reads {sorted(unknown)}, which is not published")
    return names - own


def _parse(query: Query) -> dict[str, Any]:
    text = _serialized(query.sql)
    tree: dict[str, Any] = json.loads(text)
    if tree.get("error"):
        raise _refusal(query, f"it is no select: {tree.get('error_message')}")
    if len(tree["statements"]) != 1:
        raise _refusal(query, "it holds more than one statement")
    return tree


@lru_cache(maxsize=512)
def _serialized(sql: str) -> str:
    parsed = _parser().sql("select json_serialize_sql($sql)", params={"sql": sql})
    return str(parsed.fetchall()[0][0])


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    # Registration runs at import, in one thread; nothing is stored in it.
    return duckdb.connect()


def _walk(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)


def _bare_name(query: Query, node: dict[str, Any]) -> str:
    if node.get("schema_name") or node.get("catalog_name") or node.get("at_clause"):
        raise _refusal(query, "it names a schema or a catalog")
    return str(node["table_name"]).lower()


def _check_function(query: Query, node: dict[str, Any]) -> None:
    name = str(node.get("function_name", "")).lower()
    if name in _FORBIDDEN_FUNCTIONS or name.startswith(_FORBIDDEN_PREFIXES):
        raise _refusal(query, f"it calls {name}")


def _check_params(query: Query) -> None:
    nodes = _walk(_parse(query))
    used = {str(n["identifier"]) for n in nodes if n.get("class") == "PARAMETER"}
    used -= OFFERED_PARAMS
    if reserved := (used | set(query.params)) & (RESERVED_PARAMS | OFFERED_PARAMS):
        raise _refusal(query, f"{sorted(reserved)} is bound by the reader alone")
    if used != set(query.params):
        raise _refusal(
            query, f"it uses {sorted(used)}, declares {sorted(query.params)}"
        )
    for name, kind in query.params.items():
        if kind not in PARAM_KINDS:
            raise _refusal(query, f"parameter {name} has the unknown kind {kind}")
        if kind == "date" and query.subject not in _FREE_DATES:
            raise _refusal(query, f"parameter {name} is a free date")


def _refusal(query: Query, rule: str) -> ScopeError:
    return ScopeError("query", query.name, rule, "correct the query's text")
