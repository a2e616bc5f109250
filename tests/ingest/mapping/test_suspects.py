"""No row that breaks a rule passes the quick question asked of all rows."""

from __future__ import annotations

from random import Random

import duckdb
import pyarrow as pa
import pytest

from ingest.mapping.columns.column_sql import Facts
from ingest.mapping.compile_kind import compile_kind
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.map_chunk import map_kind
from ingest.mapping.refused_cells import refused_cells
from ingest.spec.layout import Layout
from ingest.spec.read_spec import shipped_specs
from ingest.spec.scales import TWO_TEXTS
from ingest.spec.spec import KindRule

N_ROWS = 400
CELLS = (
    *(None, None, "#N/A", "#REF!", "#FORMULA?", "#xa", '"', "!", "Err:502", "Err:5x"),
    *(f"{TWO_TEXTS}a ≠ b", "1.0E+11", "CODE+", "Có", "không", "x", "Rất hài lòng"),
    *("14/08/2026", "2026-08-14", "31/02/2026", "20260814", "20260231", "1/2/26"),
    *("20260814083000", "14/08/2026 08:30", "1650-01-01", "46248", "infinity"),
    *("12", "-1", "1,5", "1.234", "1.234,5", "1e12", "abc", "H09-260801-0001", "5"),
)
RULES = {
    rule.kind.name: rule
    for spec in shipped_specs()
    for rule in spec.kinds
    if rule.parent is None and rule.one_per is None
}


def chunk_of(rule: KindRule, rng: Random) -> tuple[Layout, pa.Table]:
    """Rows of good and bad cells under all headings of a rule."""
    spellings = list(dict.fromkeys(s[0] for s, _ in rule.headings() if s))
    cells = [pa.array(rng.choices(CELLS, k=N_ROWS), pa.string()) for _ in spellings]
    columns = {f"c{i}": column for i, column in enumerate(cells)}
    keyed = {f"h_{name}": column for name, column in columns.items()}
    lines = pa.array(range(2, N_ROWS + 2), pa.int64())
    return Layout.of(spellings), pa.table({"line": lines, **columns, **keyed})


def ready(rule: KindRule) -> tuple[duckdb.DuckDBPyConnection, KindSql]:
    layout, chunk = chunk_of(rule, Random(rule.kind.name))
    named = {source.names[0] for c in rule.columns for source in c.all_sources}
    facts = Facts("f" * 64, "", dict.fromkeys(named, "1"), dict.fromkeys(named, "1"))
    sql = compile_kind(rule, 0, layout, Layout({}, {}), facts)
    connection = duckdb.connect()
    connection.execute("set arrow_lossless_conversion = true")
    connection.register(CHUNK, chunk)
    for judged in sql.judged():
        judged.create(connection)
        is_condition = "_w_" in judged.table
        if is_condition or not any(c.rule.unit for c in sql.columns):
            judged.learn(connection, None)
    for column in sql.columns:
        if column.date and column.date.is_weighed:
            for name in column.date._names:
                connection.execute(f"set variable {name} = 'unsure'")
    return connection, sql


@pytest.mark.parametrize("kind", sorted(RULES))
def test_what_breaks_a_rule_is_suspected_and_told_as_if_all_were_asked(
    kind: str,
) -> None:
    connection, sql = ready(RULES[kind])
    missed = ", ".join(
        f"count_if(f_{c.column.name} is not null and not coalesce({c.suspect}, false))"
        for c in sql.columns
    )
    found = connection.execute(f"{sql.mapped()} select {missed} from mapped").fetchall()
    assert set(found[0]) == {0}

    mapped = map_kind(connection, sql, is_last=True)
    all_asked = refused_cells(connection, sql, CHUNK, range(len(sql.answers)))
    refused = mapped.refused.to_pylist() if mapped.refused else []
    assert sorted(map(told, refused)) == sorted(map(told, all_asked.to_pylist()))
    lines = "select line from refused_rows where is_refused"
    whole = {line for (line,) in connection.execute(lines).fetchall()}
    flags = [n for n in mapped.records.column_names if n.startswith("is_refused")]
    connection.register("given", mapped.records)
    test = " and ".join(flags)
    given = {
        n
        for (n,) in connection.execute(
            f"select line from given where {test}"
        ).fetchall()
    }
    assert whole <= given
    assert sql.answers or given == whole


def told(cell: dict[str, object]) -> tuple[str, ...]:
    return tuple(map(str, cell.values()))
