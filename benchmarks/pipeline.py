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

from benchmarks.stage import Cost, ingest, measure
from ingest.simulation.province import write_province

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
    """Bare SQL, the parts of a full build, the whole of it, and a core in turn."""
    folder = home / "part"
    environment = {"THANTHIEN_HOME": str(home)}
    part = ["-m", "benchmarks.dbt_part", str(home), str(folder)]
    stages = {
        "dbt: SQL models": [*part, "models"],
        "bare SQL": ["-m", "benchmarks.bare_sql", str(home), str(folder)],
        "dbt: + tests": [*part, "tests"],
        "dbt: + statistics": [*part, "statistics"],
        "build --full: + publish": [*CLI, "build", "--full"],
        "core in SQL": ["-m", "benchmarks.core_sql", str(home)],
        "core in polars": ["-m", "benchmarks.polars_core", str(home)],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in stages}
    for _ in range(rounds):
        for name, arguments in stages.items():
            shutil.rmtree(folder, ignore_errors=True)
            costs[name].append(measure(arguments, environment))
    shutil.rmtree(folder, ignore_errors=True)
    return costs


def load(home: Path, n_cases: int, n_ballots: int) -> None:
    """Writes the province if need be, reads its files plainly, then ingests them."""
    files = home / "files"
    if not (files / "truth.json").exists():
        write_province(files, n_cases=n_cases, n_service_ballots=n_ballots)
    (home / "raw.duckdb").unlink(missing_ok=True)
    plain = ["-m", "benchmarks.floor", str(files), str(home / "floor.duckdb")]
    print(measure(plain).as_row("floor: DuckDB reads the text files"))
    cost = ingest(files, home)
    n_source, n_records = rows_in(home)
    note = f"{n_source:,} rows, {n_records:,} records,"
    note += f" {n_source / cost.wall_s:,.0f} rows/s"
    print(cost.as_row("ingest", note))


def tell(costs: dict[str, list[Cost]]) -> None:
    """One line a stage: its middle run, beside bare SQL."""
    bare_wall = statistics.median(cost.wall_s for cost in costs["bare SQL"])
    bare_cpu = statistics.median(cost.cpu_s for cost in costs["bare SQL"])
    for name, found in costs.items():
        middle = sorted(found, key=lambda cost: cost.wall_s)[len(found) // 2]
        wall, cpu = middle.wall_s / bare_wall, middle.cpu_s / bare_cpu
        print(middle.as_row(name, f"{wall:.2f} × bare SQL, {cpu:.2f} × its cpu"))


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--ballots", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--only-builds", action="store_true", help="keep raw as it is")
    asked = parser.parse_args()
    home = asked.home.absolute()
    print("| stage | wall s | cpu s | peak MiB | note |")
    print("|---|---|---|---|---|")
    if not asked.only_builds:
        load(home, asked.cases, asked.ballots)
    tell(transformations(home, asked.rounds))


if __name__ == "__main__":
    main()
