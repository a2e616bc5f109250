"""The number of a row is written as a cast would write it, so that digests stay."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.custody.signed_rows import digits_sql

MOST = 2**128 - 1
EDGES = [0, 1, 9, 10**18 - 1, 10**18, 10**18 + 1, 10**36 - 1, 10**36, 7 * 10**37, MOST]


@pytest.mark.parametrize("number", EDGES)
def test_digits_are_those_of_a_cast(number: int) -> None:
    texts = f"{digits_sql('n')}, n::varchar"
    packed = f"to_json(struct_pack(n := {digits_sql('n')}::json))::varchar"
    plain = "to_json(struct_pack(n := n))::varchar"
    [found] = duckdb.execute(
        f"select {texts}, {packed}, {plain} from (select '{number}'::uhugeint as n)"
    ).fetchall()
    assert found[0] == found[1] == str(number)
    assert found[2] == found[3]


def test_so_are_many_others() -> None:
    [(n, n_equal)] = duckdb.execute(
        f"select count(*), count_if({digits_sql('n')} = n::varchar)"
        " from (select md5_number(i::varchar) as n from range(5000) as t (i))"
    ).fetchall()
    assert n == n_equal == 5000
