"""Runs SQL models on frames given by name, without dbt: plain Jinja, no adapter."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd
from jinja2 import Environment

from warehouse.builds.transform import PROJECT_DIR

MACROS = ("answers.sql", "weights.sql", "as_few_people.sql")


def run_sql_models(
    names: Sequence[str], frames: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Rows of SQL models that use no macro but those of `MACROS`, as in a full build.

    Args:
        names: Models in the order they rest on one another.
        frames: The relations they refer to.
    """
    macros = "".join(
        (PROJECT_DIR / "macros" / name).read_text(encoding="utf-8") for name in MACROS
    )
    found = {}
    with duckdb.connect() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        for name in names:
            (path,) = (PROJECT_DIR / "models").rglob(f"{name}.sql")
            sql = (
                Environment()
                .from_string(macros + path.read_text(encoding="utf-8"))
                .render(
                    ref=str,
                    config=lambda **_: "",
                    is_in_changed_wave=lambda: "true",
                    is_in_changed_month=lambda _: "true",
                )
            )
            connection.execute(f"create table {name} as {sql}")
            found[name] = connection.execute(f"select * from {name}").df()
    return found
