"""The core transformations in polars, from the same raw rows.

Latest version of each case, its first promise and finish, lateness against the
promise on the working-day calendar, unit months, and answers by level. It does
less than the dbt build (no maps, no ancestors, no officer cells, no tests);
`benchmarks.core_sql` does the same on DuckDB.

    python -m benchmarks.polars_core HOME
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import polars as pl

from warehouse.settings import Settings


def raw_tables(settings: Settings) -> dict[str, pl.LazyFrame]:
    """Raw rows as polars frames."""
    connection = duckdb.connect()
    connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
    wanted = {
        "case": "case_code, received_at, due_at, finished_at, extracted_on,"
        " procedure_code, receiving_unit_code, status",
        "calendar_day": "day, is_working",
        "answer": "wave_code, unit_code, item_code, level",
        "procedure": "procedure_code, limit_working_days",
    }
    found = {}
    for kind, columns in wanted.items():
        rows = connection.sql(f'select {columns} from raw_db.raw."{kind}"')
        found[kind] = pl.DataFrame(rows.to_arrow_table()).lazy()
    return found


def lateness(cases: pl.LazyFrame, calendar: pl.LazyFrame) -> pl.LazyFrame:
    """Latest version of each case with working days past its first promise."""
    latest = cases.sort("extracted_on").group_by("case_code").agg(
        pl.all().last(),
        pl.col("due_at").drop_nulls().first().alias("first_due_at"),
        pl.col("finished_at").drop_nulls().first().alias("first_finished_at"),
        pl.len().alias("n_versions"),
    )  # fmt: skip
    numbered = calendar.sort("day").with_columns(
        pl.col("is_working").cast(pl.Int32).cum_sum().alias("day_no")
    )
    for column in ("first_due_at", "first_finished_at"):
        days = numbered.select(
            pl.col("day").alias(f"{column}_day"), pl.col("day_no").alias(f"{column}_no")
        )
        latest = latest.with_columns(
            pl.col(column).cast(pl.Date).alias(f"{column}_day")
        ).join(days, on=f"{column}_day", how="left")
    return latest.with_columns(
        (pl.col("first_finished_at_no") - pl.col("first_due_at_no")).alias("late_days")
    )


def main() -> None:
    """Runs everything and counts what came out."""
    raw = raw_tables(Settings(home=Path(sys.argv[1])))
    cases = lateness(raw["case"], raw["calendar_day"]).collect()
    months = cases.group_by(
        "receiving_unit_code", pl.col("received_at").dt.truncate("1mo")
    ).agg(pl.len(), (pl.col("late_days") > 0).sum())
    levels = (
        raw["answer"].group_by("wave_code", "unit_code", "item_code", "level").len()
    ).collect()
    sys.stdout.write(f"{cases.height} {months.height} {levels.height}\n")


if __name__ == "__main__":
    main()
