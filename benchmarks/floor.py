"""The floor of an ingest: DuckDB reads the same text files once into tables.

python -m benchmarks.floor FOLDER DATABASE
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

GROUPS = ("dong_bo_quoc_gia*", "nhat_ky*", "phieu_tai_quay*", "don_thu*", "kobo*")


def main() -> None:
    """Reads every group of alike files as text columns; no check, no ledger."""
    folder, database = Path(sys.argv[1]), sys.argv[2]
    connection = duckdb.connect(database)
    for number, pattern in enumerate(GROUPS):
        files = [str(path) for path in sorted(folder.glob(f"{pattern}.csv"))]
        if files:
            # Quotes first come tens of thousands of lines into a step log.
            connection.execute(
                f"create table t{number} as from read_csv($files, all_varchar = true,"
                " union_by_name = true, quote = '\"', escape = '\"')",
                {"files": files},
            )
    connection.execute("checkpoint")


if __name__ == "__main__":
    main()
