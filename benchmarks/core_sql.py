"""What `benchmarks.polars_core` works out, in SQL on DuckDB: like beside like.

The same raw rows, the same three results and the same columns, into a file as a
build writes one, with the memory and threads of the settings.

    python -m benchmarks.core_sql HOME
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

from warehouse.settings import Settings

CASES = """
create table cases as
with numbered as (
    select
        day,
        sum(is_working::integer) over (
            order by day rows between unbounded preceding and current row
        ) as day_no,
    from raw_db.raw.calendar_day
),

latest as (
    select
        case_code,
        max_by(received_at, extracted_on) as received_at,
        max_by(due_at, extracted_on) as due_at,
        max_by(finished_at, extracted_on) as finished_at,
        max_by(procedure_code, extracted_on) as procedure_code,
        max_by(receiving_unit_code, extracted_on) as receiving_unit_code,
        max_by(status, extracted_on) as status,
        min_by(due_at, extracted_on) filter (due_at is not null) as first_due_at,
        min_by(finished_at, extracted_on) filter (finished_at is not null)
            as first_finished_at,
        count(*) as n_versions,
    from raw_db.raw."case"
    group by case_code
)

select
    latest.*,
    due.day_no as first_due_no,
    finished.day_no as first_finished_no,
    finished.day_no - due.day_no as late_days,
from latest
left join numbered as due on latest.first_due_at::date = due.day
left join numbered as finished on latest.first_finished_at::date = finished.day
"""
MONTHS = """
create table months as
select
    receiving_unit_code,
    date_trunc('month', received_at) as month,
    count(*) as n_cases,
    count_if(late_days > 0) as n_late,
from cases
group by all
"""
LEVELS = """
create table levels as
select wave_code, unit_code, item_code, level, count(*) as n,
from raw_db.raw.answer
group by all
"""


def main() -> None:
    """Runs everything and counts what came out."""
    settings = Settings(home=Path(sys.argv[1]))
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        connection = duckdb.connect(str(Path(folder) / "core.duckdb"))
        connection.execute(f"set memory_limit = '{settings.memory_limit_mb}MiB'")
        connection.execute(f"set threads = {settings.threads}")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
        heights = []
        for name, text in (("cases", CASES), ("months", MONTHS), ("levels", LEVELS)):
            connection.execute(text)
            found = connection.execute(f"select count(*) from {name}").fetchone()
            assert found is not None
            heights.append(str(found[0]))
        connection.close()
    sys.stdout.write(f"{' '.join(heights)}\n")


if __name__ == "__main__":
    main()
