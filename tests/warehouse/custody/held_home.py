"""A home with waves of the Front that wait, and all that a role learns of it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from tests.dashboard.small.warehouse import changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.queries import QUERIES
from warehouse.read import Reader
from warehouse.rights import RIGHTS
from warehouse.settings import Settings

HELD, OTHER = "DL-2026-Q3", "DL-2026-Q1"


VALUES = {
    "map": ("today", "then"),
    "unit_key": (key("91"), key("91001")),
    "item_code": ("overall",),
    "period": ("2026-Q3", "2026-Q1"),
    "before_wave": ("B2024", HELD),
    "after_wave": ("A2026", HELD),
}


def write_held(folder: Path) -> None:
    """A build with two independent waves and one of supervision."""
    path = write_build(folder)
    with changed(path) as connection:
        for code, stream, day in (
            (HELD, "independent", "2026-09-01"),
            (OTHER, "independent", "2026-03-01"),
            ("GS-2026", "supervision", "2026-06-01"),
            ("SAU-2026", "after", "2026-05-01"),
        ):
            connection.sql(
                f"""
                delete from dim_waves where wave_code = '{code}';
                insert into dim_waves by name
                select
                    '{code}' as wave_code, '{stream}' as stream, 'front' as owner,
                    date '{day}' as opened_on, date '{day}' as closed_on,
                    'hai_long_2024' as instrument;
                insert into agg_answer_levels by name
                select * replace ('{code}' as wave_code, '{stream}' as stream)
                from agg_answer_levels
                where wave_code = 'A2026';
                insert into stat_before_after by name
                select * replace ('{code}' as after_wave)
                from stat_before_after
                where after_wave = 'A2026';
                insert into dq_flags by name
                select '{code}' as wave_code, 'item_unknown' as rule, unit_key,
                    30 as count, 300 as denominator, 'wrong' as severity
                from dq_flags
                where rule = 'officer_missing';
                insert into dq_restatements by name
                select * replace (
                    'share_after' as figure, 'B2024/{code}/overall' as period
                )
                from dq_restatements
                where figure = 'n_late_strict';
                """
            )
        connection.sql(
            """
            insert into stat_independent_gaps by name
            select * replace ('2026-Q1' as period) from stat_independent_gaps
            """
        )


def answers(settings: Settings, role: str) -> dict[Any, Any]:
    """Everything a role can learn by the queries that hold waves."""
    reader = Reader(settings)
    scope = scope_of(reader, role)
    found = {}
    for name, query in QUERIES.items():
        known = query.params.keys() <= VALUES.keys()
        if (role, query.subject) in RIGHTS and known and name != "waves":
            for values in product(*(VALUES[param] for param in query.params)):
                params = dict(zip(query.params, values, strict=True))
                rows = reader.run(name, scope, **params).rows
                found[name, values] = sorted(map(repr, rows))
    return found


def without_the_wave(settings: Settings) -> None:
    """Changes the held wave's rows out of all recognition.

    Small stays small: the pattern of hidden units is one for all who read.
    """
    [path] = settings.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql(
            f"""
            update agg_answer_levels set n_answers = 77 where wave_code = '{HELD}';
            delete from stat_before_after where after_wave = '{HELD}';
            delete from dq_flags where wave_code = '{HELD}';
            delete from dq_restatements where period = 'B2024/{HELD}/overall';
            update stat_independent_gaps
            set
                n_independent = if(n_independent < 5, 2, 7), share_service = 0.1
            where period = '2026-Q3';
            """
        )
