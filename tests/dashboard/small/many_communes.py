"""More communes in a small build: as many as a group of similar ones needs."""

from __future__ import annotations

import duckdb

from tests.dashboard.small.units import key

N_MORE = 14
MODEL = "91003"


def added(i: int) -> str:
    """Unit key of the i-th commune added."""
    return f"92{i:03}@2025-07-01"


def add_communes(connection: duckdb.DuckDBPyConnection, n: int = N_MORE) -> None:
    """Adds `n` communes with the figures of one there is, a little apart in shares.

    Args:
        connection: A build to write to.
        n: How many; with them come the four there are.
    """
    like = key(MODEL)
    for i in range(1, n + 1):
        connection.sql(
            f"""
            insert into dim_units by name
            select * replace (
                '{added(i)}' as unit_key, '92{i:03}' as unit_code,
                'Xã Lập {i}' as unit_name
            ) from dim_units where unit_key = '{like}'
            """
        )
        connection.sql(
            f"""
            insert into stat_before_after by name
            select * replace (
                '{added(i)}' as unit_key, '92{i:03}' as unit_code,
                share_after - {i / 100} as share_after,
                share_diff - {i / 100} as share_diff
            ) from stat_before_after where unit_key = '{like}'
            """
        )
        connection.sql(
            f"""
            insert into agg_unit_months by name
            select * replace ('{added(i)}' as unit_key)
            from agg_unit_months where unit_key = '{like}' and map = 'today'
            """
        )
