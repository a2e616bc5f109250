"""Every question a page, an export or a report may ask, registered by name."""

from __future__ import annotations

from warehouse.queries import (
    cases,
    duties,
    groups,
    independent,
    indices,
    letters,
    methods,
    officers,
    petitions,
    process,
    quality,
    reference,
    registers,
    restatements,
    units,
    wave_plans,
)
from warehouse.queries.query import Query
from warehouse.queries.side_by_side import similar_units, unit_table
from warehouse.queries.sql_check import check_query


def _register(*groups: tuple[Query, ...]) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for query in (query for group in groups for query in group):
        check_query(query, taken=queries)
        queries[query.name] = query
    return queries


QUERIES = _register(
    reference.QUERIES,
    methods.QUERIES,
    units.QUERIES,
    groups.QUERIES,
    cases.QUERIES,
    officers.QUERIES,
    independent.QUERIES,
    petitions.QUERIES,
    process.QUERIES,
    quality.QUERIES,
    restatements.QUERIES,
    duties.QUERIES,
    registers.QUERIES,
    letters.QUERIES,
    unit_table.QUERIES,
    similar_units.QUERIES,
    indices.QUERIES,
    wave_plans.QUERIES,
)
