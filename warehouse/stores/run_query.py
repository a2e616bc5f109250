"""Runs SQL for a reader: a cursor of its own, a time limit, plain values.

A connection shared by threads hands out other readers' rows, so each query gets a
cursor of its own; a query that takes too long is interrupted.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb

from warehouse.errors import NothingPublishedError, SlowQueryError
from warehouse.stores.run_sql import run_sql

TIME_LIMIT_SECONDS = 5.0


def rows_of(
    connection: duckdb.DuckDBPyConnection,
    text: str,
    values: Mapping[str, Any],
    *,
    limit: int,
) -> list[dict[str, Any]]:
    """Runs one select and returns its rows by column name.

    Args:
        connection: The published build.
        text: The select.
        values: What it binds; never part of the text.
        limit: Most rows returned.

    Raises:
        SlowQueryError: It ran longer than `TIME_LIMIT_SECONDS`.
        NothingPublishedError: The build has no such relation or column.
    """
    cursor = connection.cursor()
    timer = threading.Timer(TIME_LIMIT_SECONDS, cursor.interrupt)
    timer.start()
    try:
        run_sql(cursor, text, dict(values))
        names = [column[0] for column in cursor.description or ()]
        return [
            dict(zip(names, map(plain, row), strict=True))
            for row in cursor.fetchmany(limit)
        ]
    except duckdb.InterruptException as error:
        rule = f"it ran longer than {TIME_LIMIT_SECONDS:g} s"
        raise SlowQueryError("query", "", rule, "narrow the question") from error
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        rule = "this build has no such part"
        missing = str(error).splitlines()[0]
        raise NothingPublishedError(
            "build", missing, rule, "thanthien build"
        ) from error
    finally:
        timer.cancel()
        cursor.close()


def plain(value: Any) -> Any:
    """A value as who reads it computes with it."""
    # Exact sums are DECIMAL in the build; a page computes with float. What a
    # method could not estimate is NaN there and unknown here.
    if isinstance(value, Decimal):
        return float(value)
    is_unknown = isinstance(value, float) and math.isnan(value)
    return None if is_unknown else value
