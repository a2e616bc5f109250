"""A part of a full build through dbt, without publishing.

    python -m benchmarks.dbt_part HOME FOLDER models|tests|statistics

`models` are the lists and the SQL models that `benchmarks.bare_sql` runs, `tests`
adds their tests, `statistics` adds the statistics with theirs: all a build does
but publishing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from warehouse.builds.transform import run
from warehouse.settings import Settings

WITHOUT_STATISTICS = ["--exclude", "path:models/statistics"]
PARTS = {
    "models": [*WITHOUT_STATISTICS, "--exclude-resource-type", "unit_test", "test"],
    "tests": [*WITHOUT_STATISTICS, "--exclude-resource-type", "unit_test"],
    "statistics": ["--exclude-resource-type", "unit_test"],
}


def main() -> None:
    """Builds one part.

    Raises:
        SystemExit: A model failed or a test is red.
    """
    home, folder, part = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    folder.mkdir(parents=True)
    outcome = run(
        Settings(home=home),
        database=folder / "warehouse.duckdb",
        scratch=folder / "scratch.duckdb",
        arguments=["build", *PARTS[part]],
    )
    if outcome.failures:
        raise SystemExit(f"{part}: {outcome.failures}")
    sys.stdout.write(f"{outcome.n_models} models, {outcome.n_tests} tests\n")


if __name__ == "__main__":
    main()
