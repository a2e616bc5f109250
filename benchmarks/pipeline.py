"""Files to a published build at full size, beside the floor, bare SQL and polars.

    python -m benchmarks.pipeline --cases 10000000 --ballots 2000000 --home DIR

Stages run one after another as processes of their own; transformations alternate
so that a drift of the machine touches all alike. Quote ratios, not seconds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
from pathlib import Path

import duckdb

from benchmarks.stage import Cost, measure
from ingest.province import write_province

CLI = ["-m", "thanthien"]


def rows_in(settings_home: Path) -> tuple[int, int]:
    """Data rows of all files, and rows of all raw kinds."""
    connection = duckdb.connect()
    connection.execute(f"attach '{settings_home / 'raw.duckdb'}' as raw_db (read_only)")
    found = connection.execute(
        "select (select sum(n_source_rows)::bigint from raw_db.raw.file),"
        " (select sum(n_read)::bigint from raw_db.raw.file_kind)"
    ).fetchone()
    assert found is not None
    return found


def transformations(home: Path, rounds: int) -> dict[str, list[Cost]]:
    """dbt, bare SQL and polars in turn."""
    costs: dict[str, list[Cost]] = {"dbt build": [], "bare SQL": [], "polars": []}
    environment = {"THANTHIEN_HOME": str(home)}
    for _ in range(rounds):
        costs["dbt build"].append(measure([*CLI, "build"], environment))
        shutil.rmtree(home / "bare", ignore_errors=True)
        bare = ["-m", "benchmarks.bare_sql", str(home), str(home / "bare")]
        costs["bare SQL"].append(measure(bare))
        costs["polars"].append(measure(["-m", "benchmarks.polars_core", str(home)]))
    return costs


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--ballots", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    files = asked.home / "files"
    if not (files / "truth.json").exists():
        write_province(files, n_cases=asked.cases, n_service_ballots=asked.ballots)
    (asked.home / "raw.duckdb").unlink(missing_ok=True)
    environment = {"THANTHIEN_HOME": str(asked.home)}
    floor = measure(
        ["-m", "benchmarks.floor", str(files), str(asked.home / "floor.duckdb")]
    )
    ingest = measure([*CLI, "ingest", str(files)], environment)
    n_source, n_records = rows_in(asked.home)
    print("| stage | wall s | cpu s | peak MiB | note |")
    print("|---|---|---|---|---|")
    print(floor.as_row("floor: DuckDB reads the text files"))
    note = f"{n_source:,} rows, {n_records:,} records,"
    note += f" {n_source / ingest.wall_s:,.0f} rows/s"
    print(ingest.as_row("ingest", note))
    costs = transformations(asked.home, asked.rounds)
    bare = statistics.median(cost.wall_s for cost in costs["bare SQL"])
    for name, found in costs.items():
        middle = sorted(found, key=lambda cost: cost.wall_s)[len(found) // 2]
        print(middle.as_row(name, f"{middle.wall_s / bare:.2f} × bare SQL"))


if __name__ == "__main__":
    main()
