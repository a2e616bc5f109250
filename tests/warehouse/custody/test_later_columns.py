"""A column that came later changes no digest of a row signed before it."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.custody.signed_rows import PLACE, UNSAID_WHERE_EMPTY, rows_in, rules_of
from warehouse.raw.kinds import KINDS, create_statements

ODD = 'x","n_in_frame":null'
"""A text that says what is left out of a digest."""


def stays() -> list[str]:
    goes = {column for rule in rules_of("answer") for column in rule.columns}
    return [c.name for c in KINDS["answer"].columns if c.name not in goes]


def insert(connection: duckdb.DuckDBPyConnection, unit: str, n: int | None) -> None:
    connection.execute(
        "insert into raw.answer (ballot_id, wave_code, unit_code, item_code, level,"
        " n_in_frame, _file_sha256, _sheet, _line, _row_md5)"
        " values ('B', 'W', ?, 'i', 4, ?, 'f', '', 1, 7)",
        [unit, n],
    )


@pytest.fixture
def digests() -> list[str]:
    found = []
    for unit, n in (("U", None), (ODD, None), ("U", 12)):
        with duckdb.connect() as connection:
            connection.execute("create schema raw; " + create_statements())
            insert(connection, unit, n)
            [row] = rows_in(connection, "f", "answer", "W")
            found.append(row.digest)
            before = [c for c in (*PLACE, *stays()) if c not in UNSAID_WHERE_EMPTY]
            packed = ", ".join(f'"{c}" := "{c}"' for c in before if c != "_row_md5")
            packed = packed.replace(
                '"_line" := "_line"',
                '"_line" := "_line", "_row_md5" := ("_row_md5"::varchar)::json',
            )
            [old] = connection.execute(
                f"select sha256(to_json(struct_pack({packed}))::varchar)"
                " from raw.answer"
            ).fetchall()
            found.append(old[0])
    return found


def test_a_row_without_it_has_the_digest_it_was_signed_with(
    digests: list[str],
) -> None:
    empty, before, odd, odd_before, filled, without = digests
    assert empty == before
    assert odd == odd_before
    assert before == without != filled
