"""A full build on Spark beside one with DuckDB: time, memory, and every mart.

    python -m benchmarks.two_engines --cases 20000 --home DIR [--master URL]

Both start from a copy of the same raw store and publish as the command does. The note
is the most that its home held. Ends with 1 where a published table differs by more
than the last digits of its sums. `--only` builds with one engine and compares nothing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks.process_tree import measure_tree
from benchmarks.same_marts import differences, rounded
from benchmarks.stage import ingest
from ingest.simulation.province import write_province
from warehouse.builds.published import published_build
from warehouse.settings import Settings

ENGINES = ("duckdb", "spark")


def load(home: Path, n_cases: int, n_ballots: int | None) -> None:
    """Two homes with the same raw store, unless they are there."""
    ours, theirs = (home / engine for engine in ENGINES)
    if not ours.exists():
        files = home / "files"
        if n_ballots is None:
            write_province(files, n_cases=n_cases)
        else:
            write_province(files, n_cases=n_cases, n_service_ballots=n_ballots)
        print(ingest(files, ours).as_row("ingest"), flush=True)
    if not theirs.exists():
        shutil.copytree(ours, theirs)


def main() -> None:
    """Prints a Markdown table, then the tables that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--ballots", type=int)
    parser.add_argument("--master", default="local")
    parser.add_argument("--only", choices=ENGINES)
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    home = asked.home.absolute()
    load(home, asked.cases, asked.ballots)
    print("| build | wall s | cpu s | peak MiB | note |")
    print("|---|---|---|---|---|")
    command = ["-m", "thanthien", "build", "--full"]
    further = {"duckdb": [], "spark": ["--engine", "spark", "--master", asked.master]}
    for engine in [asked.only] if asked.only else ENGINES:
        place = home / engine
        environment = {"THANTHIEN_HOME": str(place)}
        cost, disk = measure_tree([*command, *further[engine]], environment, place)
        print(cost.as_row(engine, f"{disk:,.0f} MiB on disk"), flush=True)
    if asked.only:
        return
    one, other = (published_build(Settings(home=home / e)).path for e in ENGINES)
    found = list(differences(one, other))
    print("\n".join(found or ["every published table is the same"]))
    if found:
        sys.exit(1)
    for table, largest in rounded(one, other).items():
        print(f"rounded sums: {table} by {largest:.1e} at most")


if __name__ == "__main__":
    main()
