"""What the cells of a chunk say once is what its rows say one by one."""

from __future__ import annotations

from random import Random

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.files.columns import may_hold
from ingest.mapping.columns.cells import MAX_TEXTS, Cells
from ingest.mapping.kind_sql import CHUNK
from ingest.mapping.map_chunk import map_kind
from ingest.mapping.unit_names import is_surely_code, is_surely_code_sql
from ingest.values.cell_errors import may_be_error_sql
from ingest.values.date_order import Evidence, Orders, evidence_sql
from ingest.values.float_codes import is_float_code_sql
from tests.ingest.mapping.test_suspects import RULES, chunk_of, ready, told

GOOD = (
    None,
    "09001",
    "9001.0",
    "Có",
    "14/08/2026",
    "20260814083000",
    "5",
    "H09-260801-0001",
)
TEXTS = st.text(st.sampled_from("#!$%&0123456789: Er.5aEđ-\u00e9"), max_size=7)


def rows(*texts: str | None) -> pa.Table:
    return pa.table({"line": range(len(texts)), "c0": pa.array(texts, pa.string())})


@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize("is_clean", [False, True])
def test_a_chunk_is_mapped_as_if_all_were_asked_of_its_rows(
    kind: str, is_clean: bool
) -> None:
    connection, sql = ready(RULES[kind])
    chunk = chunk_of(RULES[kind], Random(kind))[1]
    if is_clean:
        rng = Random(kind)
        good = {n: rng.choices(GOOD, k=len(chunk)) for n in chunk.column_names[1:]}
        chunk = pa.table({"line": chunk["line"], **good})
        chunk = chunk.cast(
            pa.schema([(n, pa.string()) for n in good]).insert(
                0, pa.field("line", pa.int64())
            )
        )
        connection.register(CHUNK, chunk)
        for judged in sql.judged():
            if not any(c.rule.unit for c in sql.columns):
                judged.learn(connection, None)
    asked = map_kind(connection, sql, is_last=True)
    by_cells = sql.without((), Cells(chunk))
    mapped = map_kind(connection, by_cells, is_last=True, is_small=is_clean)
    known = [n for n in asked.records.column_names if n != "is_suspect"]
    assert mapped.records.select(known).equals(asked.records.select(known))
    refused = [
        sorted(map(told, one.refused.to_pylist())) if one.refused else []
        for one in (mapped, asked)
    ]
    assert refused[0] == refused[1]


@pytest.mark.parametrize("kind", ["answer", "calendar_day", "case", "petition"])
def test_the_same_texts_are_judged(kind: str) -> None:
    connection, sql = ready(RULES[kind])
    cells = Cells(chunk_of(RULES[kind], Random(kind))[1])
    for judged in sql.judged():
        read = f"select * from {judged.table}"
        before = connection.execute(read).fetchall()
        if "_w_" not in judged.table:  # other tables rest on these
            judged.create(connection)
        judged.learn(connection, None, cells)
        assert set(before) <= set(connection.execute(read).fetchall())
        assert not judged.learn(connection, None, cells)


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, max_size=4))
def test_no_error_is_passed_over(texts: list[str]) -> None:
    connection = duckdb.connect()
    connection.register("given", rows(*texts))
    asked = f"select coalesce(bool_or({may_be_error_sql('c0')}), false) from given"
    [(is_error,)] = connection.execute(f"{asked} where c0 <> ''").fetchall()
    found = Cells(rows(*texts, None)).may_hold_errors("c0")
    assert found >= is_error


@settings(deadline=None, max_examples=50)
@given(st.lists(st.from_regex(r"[0-9.]{0,3}(\.0)?", fullmatch=True), max_size=3))
def test_no_code_with_decimals_is_passed_over(texts: list[str]) -> None:
    connection = duckdb.connect()
    connection.register("given", rows(*texts))
    asked = f"select coalesce(bool_or({is_float_code_sql('c0')}), false) from given"
    [(is_float,)] = connection.execute(asked).fetchall()
    found = Cells(rows(*texts, None)).may_hold_floats("c0")
    assert found >= is_float


def test_rows_without_decimals_are_not_asked_for_them() -> None:
    _, sql = ready(RULES["case"])
    [code] = [c for c in sql.columns if c.column.name == "case_code"]
    n_columns = 40
    for text, is_asked in (("09001", False), ("9001.0", True), ("a.0b", False)):
        given = {f"c{i}": pa.array([text], pa.string()) for i in range(n_columns)}
        chunk = pa.table({"line": [1], **given})
        [found] = [
            c
            for c in sql.without((), Cells(chunk)).columns
            if c.column.name == code.column.name
        ]
        assert ("ends_with" in found.kept) == found.may_be_float == is_asked


@settings(deadline=None, max_examples=50)
@given(TEXTS)
def test_a_code_is_one_in_both_tongues(text: str) -> None:
    connection = duckdb.connect()
    asked = f"select {is_surely_code_sql('t')} from (select ? as t)"
    assert connection.execute(asked, [text]).fetchall() == [(is_surely_code(text),)]


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, max_size=4))
def test_small_letters_and_spaces_are_found_in_any_slice(texts: list[str]) -> None:
    whole = pa.array(["a", *texts, None, " "], pa.string())
    is_there = any(" " in text or "a" in text or "r" in text for text in texts)
    assert may_hold(whole.slice(1, len(texts)), b"ar ") == is_there


def test_texts_of_a_column_of_codes_are_left_to_the_database() -> None:
    many = [str(n) for n in range(MAX_TEXTS + 1)]
    assert Cells(rows(*many)).texts("c0") is None
    assert set(Cells(rows("a", None, "a")).texts("c0") or ()) == {"a", ""}


def test_dates_weigh_the_same_each_once_or_row_by_row() -> None:
    rng = Random("weighed")
    days = [f"{rng.randint(1, 31)}/{rng.randint(1, 14)}/2026" for _ in range(300)]
    days += [f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}" for _ in range(60)]
    chunk = rows(*days, None, "không rõ")
    orders = Orders.of(("dd/MM/yyyy", "MM/dd/yyyy"))
    connection = duckdb.connect()
    connection.register("rows", chunk)
    connection.register("counted", Cells(chunk).counted("c0"))
    one = evidence_sql("select c0 as text from rows", "1", orders)
    other = evidence_sql("from counted", "n", orders)
    found = [Evidence(*connection.execute(q).fetchall()[0]) for q in (one, other)]
    assert found[0] == found[1]
    assert min(found[0].day_only, found[0].either, found[0].early_real) > 0
