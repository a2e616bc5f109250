"""Numbers: the Vietnamese and the English way, no rounding, no guess."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from ingest.values.numbers import number_sql, unsure_sql


def read(text: str, type_: str, style: str) -> Decimal | int | None:
    sql = f"select {number_sql('t', type_, style)} from (select ?::varchar as t)"
    found: Decimal | int | None = duckdb.execute(sql, [text]).fetchall()[0][0]
    return found


@pytest.mark.parametrize(
    ("text", "type_", "style", "meant"),
    [
        ("12", "bigint", "auto", 12),
        ("12.0", "bigint", "auto", 12),
        ("-3", "bigint", "auto", -3),
        ("1.234", "bigint", "vi", 1234),
        ("1,234", "bigint", "en", 1234),
        ("1.234.567", "bigint", "auto", 1234567),
        ("3,5", "decimal(18, 6)", "auto", Decimal("3.5")),
        ("3.5", "decimal(18, 6)", "auto", Decimal("3.5")),
        ("1.234,5", "decimal(18, 6)", "auto", Decimal("1234.5")),
        ("1,234.5", "decimal(18, 6)", "auto", Decimal("1234.5")),
        ("1.234", "decimal(18, 6)", "en", Decimal("1.234")),
        ("0.125", "decimal(18, 6)", "auto", Decimal("0.125")),
        ("3,5", "decimal(18, 6)", "vi", Decimal("3.5")),
        # no thousand begins with a nought
        ("0.125", "decimal(18, 6)", "vi", Decimal("0.125")),
        ("-0.500", "decimal(18, 6)", "vi", Decimal("-0.5")),
        # a fourth decimal, as a workbook's own number of three comes
        ("1.2040", "decimal(18, 6)", "vi", Decimal("1.204")),
        ("1.2040", "decimal(18, 6)", "auto", Decimal("1.204")),
    ],
)
def test_reads(text: str, type_: str, style: str, meant: object) -> None:
    assert read(text, type_, style) == meant


@pytest.mark.parametrize(
    ("text", "type_", "style"),
    [
        ("1.234", "bigint", "auto"),
        ("1,234", "decimal(18, 6)", "auto"),
        ("3,7", "bigint", "auto"),
        ("12a", "bigint", "auto"),
        ("1e5", "bigint", "auto"),
        ("nan", "decimal(18, 6)", "auto"),
        ("1.23.4", "bigint", "vi"),
        ("99999999999999999999", "bigint", "auto"),
        ("3,5", "decimal(18, 6)", "en"),
        ("0,125", "decimal(18, 6)", "en"),
        ("0.125.000", "bigint", "auto"),
        ("", "bigint", "auto"),
    ],
)
def test_refuses(text: str, type_: str, style: str) -> None:
    assert read(text, type_, style) is None


def test_unsure_is_shown_from_wrong() -> None:
    def unsure(text: str, style: str) -> bool:
        sql = f"select {unsure_sql('t', style)} from (select ?::varchar as t)"
        return bool(duckdb.execute(sql, [text]).fetchall()[0][0])

    assert unsure("1.234", "auto")
    assert not unsure("1.234", "vi")
    assert not unsure("1234", "auto")
