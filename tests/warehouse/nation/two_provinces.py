"""Two small provinces that name everything alike, and one nation's home.

Units, officers, dossiers, petitions, waves and questions of both have the same codes;
what they did differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.raw_rows import Row, write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.nation.gather import gather
from warehouse.nation.provinces import Gathered, province_settings
from warehouse.settings import Settings

ONE, OTHER = "79", "01"


@dataclass(frozen=True)
class TwoProvinces:
    """The home of the nation, and those of two provinces by their codes."""

    nation: Settings
    homes: dict[str, Settings]

    def gather(self, code: str, *, is_moved: bool = False) -> Gathered:
        """Gathers one of them."""
        return gather(
            self.nation, code, self.homes[code].home, actor="t", is_moved=is_moved
        )

    def inside(self, code: str) -> Settings:
        """The home of a province inside the nation's."""
        return province_settings(self.nation, code)


def rows_of_one() -> dict[str, list[Row]]:
    """Rows of a province whose waves wait for no release."""
    rows = all_rows()
    rows["wave"] = [{**row, "owner": "committee"} for row in rows["wave"]]
    return rows


def rows_of_other() -> dict[str, list[Row]]:
    """The same codes; half of the dossiers, petitions and ballots of the other."""
    rows = rows_of_one()
    for kind in ("case", "petition"):
        rows[kind] = rows[kind][::2]
    ballots = sorted({(row["wave_code"], row["ballot_id"]) for row in rows["answer"]})
    kept = set(ballots[::2])
    rows["answer"] = [
        row for row in rows["answer"] if (row["wave_code"], row["ballot_id"]) in kept
    ]
    rows["unit"] = [
        {**row, "unit_name": f"{row['unit_name']} Khác"} for row in rows["unit"]
    ]
    return rows


def homes_in(folder: Path) -> TwoProvinces:
    """The homes as they lie in a folder."""
    homes = {code: Settings(home=folder / code, threads=2) for code in (ONE, OTHER)}
    return TwoProvinces(Settings(home=folder / "nation", threads=2), homes)


def two_provinces(folder: Path) -> TwoProvinces:
    """Makes the provinces' homes; nothing is gathered yet."""
    made = homes_in(folder)
    write_raw(made.homes[ONE].raw_path, rows_of_one())
    write_raw(made.homes[OTHER].raw_path, rows_of_other())
    return made


def table_of(path: Path, text: str) -> list[tuple[Any, ...]]:
    """Rows of a select over raw, in a fixed order."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as store (read_only)")
        connection.execute("use store")
        return connection.execute(f"select * from ({text}) order by all").fetchall()
