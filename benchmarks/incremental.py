"""A day's files on a large base: the daily build beside the full build.

    python -m benchmarks.incremental --cases 10000000 --ballots 2000000 --home DIR

Each round adds one day of dossiers, steps and ballots to raw, builds it as a daily
build and then in full, so that a drift of the machine touches both alike, and
compares every published table. Quote ratios, not seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.stage import Cost, ingest, measure
from ingest.simulation.province import write_province
from warehouse.raw.store import open_raw
from warehouse.settings import Settings

CLI = ["-m", "thanthien"]
N_CASES_A_DAY = 30_000
N_BALLOTS_A_DAY = 6_000

# Half of a day are later exports of earlier dossiers, half are new ones.
_NEWEST = """
create or replace temp table newest as
select * from raw.case
where extracted_on = (select max(extracted_on) from raw.case)
order by _row_md5 limit {half}
"""
_CASES = """
insert into raw.case by name
select * replace (
    coalesce(finished_at, due_at, received_at) as finished_at,
    'returned' as status, extracted_on + 1 as extracted_on,
    '{day}' as _file_sha256, _row_md5 + {number} as _row_md5
) from newest
union all by name
select * replace (
    case_code || '-{day}' as case_code, received_at + interval 1 day as received_at,
    extracted_on + 1 as extracted_on,
    '{day}' as _file_sha256, _row_md5 - {number} as _row_md5
) from newest
"""
_STEPS = """
insert into raw.case_step by name
select case_code || '-{day}' as case_code, '1' as step, officer_code,
    receiving_unit_code as unit_code, received_at as started_at,
    received_at + interval 2 hour as ended_at, false as is_paused,
    '{day}' as _file_sha256, '' as _sheet, 1 as _line, _row_md5 + {number} as _row_md5
from newest
"""
_ANSWERS = """
insert into raw.answer by name
with ballots as (
    select wave_code, ballot_id from raw.answer
    where wave_code = (
        select max(wave_code) from raw.wave where stream = 'service'
    )
    group by wave_code, ballot_id order by min(_row_md5) limit {n_ballots}
)
select a.* replace (
    a.ballot_id || '-{day}' as ballot_id,
    '{day}' as _file_sha256, a._row_md5 + {number} as _row_md5
)
from raw.answer as a semi join ballots as b
on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
"""


@dataclass(frozen=True)
class Build:
    """One build as measured.

    Attributes:
        kind: `daily` or `full`.
        cost: Of the whole command.
        nodes: Seconds by model or test, as dbt reports them.
        path: The published file.
    """

    kind: str
    cost: Cost
    nodes: dict[str, float]
    path: Path


def add_day(settings: Settings, number: int) -> None:
    """Adds one day's rows to raw as one file, in one transaction."""
    day = f"day{number}"
    facts = {
        "day": day,
        "number": number,
        "half": N_CASES_A_DAY // 2,
        "n_ballots": N_BALLOTS_A_DAY,
    }
    with open_raw(settings, is_read_only=False) as connection:
        connection.execute("begin")
        for statement in (_NEWEST, _CASES, _STEPS, _ANSWERS):
            connection.execute(statement.format(**facts))
        [latest] = connection.execute("select max(loaded_at) from raw.file").fetchall()
        loaded_at: datetime = latest[0] + timedelta(days=1)
        connection.execute(
            "insert into raw.file select ?, ?, 0, 'benchmark', null, 'loaded', null,"
            " bool_or(is_simulated), ?, ?, 0 from raw.file",
            [day, f"{day}.csv", loaded_at, N_CASES_A_DAY],
        )
        for kind in ("case", "case_step", "answer"):
            connection.execute(
                f"insert into raw.file_kind select ?, ?, count(*), count(*), 0, 0"
                f' from raw."{kind}" where _file_sha256 = ?',
                [day, kind, day],
            )
        connection.execute("commit")


def build(settings: Settings, *, is_full: bool) -> Build:
    """Runs one build as a process of its own.

    Raises:
        SystemExit: It was not of the kind asked for.
    """
    arguments = [*CLI, "build", *(["--full"] if is_full else [])]
    cost = measure(arguments, {"THANTHIEN_HOME": str(settings.home)})
    pointer = json.loads(settings.pointer_path.read_text(encoding="utf-8"))
    if pointer["is_full"] != is_full:
        raise SystemExit(f"a full build for the reason {pointer['why']}")
    target = settings.home / "dbt" / "target" / "run_results.json"
    results = json.loads(target.read_text(encoding="utf-8"))["results"]
    nodes = {row["unique_id"].split(".")[2]: row["execution_time"] for row in results}
    path = settings.builds_dir / pointer["file"]
    return Build("full" if is_full else "daily", cost, nodes, path)


def unequal(one: Path, other: Path) -> Iterator[str]:
    """Names of tables whose rows differ, found by sums of row hashes."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            "select distinct schema_name, table_name from duckdb_tables()"
        ).fetchall()
        for schema, table in sorted(tables):
            sums = [
                connection.execute(
                    f'select count(*), sum(hash(t)) from {name}."{schema}"."{table}" t'
                ).fetchall()
                for name in ("one", "other")
            ]
            if sums[0] != sums[1]:
                yield f"{schema}.{table}"


def tell(rounds: list[tuple[Build, Build]]) -> None:
    """Prints Markdown tables: each round, then where the time of the last one went."""
    print("| build | wall s | cpu s | peak MiB | note |")
    print("|---|---|---|---|---|")
    for daily, full in rounds:
        wall = daily.cost.wall_s / full.cost.wall_s
        cpu = daily.cost.cpu_s / full.cost.cpu_s
        print(full.cost.as_row("full"))
        print(daily.cost.as_row("daily", f"{wall:.0%} of wall, {cpu:.0%} of cpu"))
    walls = [daily.cost.wall_s / full.cost.wall_s for daily, full in rounds]
    cpus = [daily.cost.cpu_s / full.cost.cpu_s for daily, full in rounds]
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(
        f"\ndaily / full, median of {len(rounds)}: {wall:.0%} of wall, {cpu:.0%} of cpu"
    )
    daily, full = rounds[-1]
    print("\n| model or test (last round) | full s | daily s |")
    print("|---|---|---|")
    slowest = sorted(full.nodes, key=lambda name: -full.nodes[name])[:15]
    slowest += sorted(daily.nodes, key=lambda name: -daily.nodes[name])[:15]
    for name in dict.fromkeys(slowest):
        daily_seconds = daily.nodes.get(name, 0.0)
        print(f"| {name} | {full.nodes.get(name, 0.0):.1f} | {daily_seconds:.1f} |")


def main() -> None:
    """Prints Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--ballots", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    settings = Settings(home=asked.home.absolute())
    files = settings.home / "files"
    if not settings.raw_path.exists():
        write_province(files, n_cases=asked.cases, n_service_ballots=asked.ballots)
        ingest(files, settings.home)
    if not settings.pointer_path.exists():
        build(settings, is_full=True)
    with open_raw(settings) as connection:
        [(n_before,)] = connection.execute(
            "select count(*) from raw.file where spec_name = 'benchmark'"
        ).fetchall()
    rounds = []
    for number in range(n_before + 1, n_before + asked.rounds + 1):
        add_day(settings, number)
        daily = build(settings, is_full=False)
        full = build(settings, is_full=True)
        rounds.append((daily, full))
        faults = list(unequal(daily.path, full.path))
        print(f"day {number}: tables that differ: {faults or 'none'}\n", flush=True)
    tell(rounds)


if __name__ == "__main__":
    main()
