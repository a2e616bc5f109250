"""Short answers of a build are read once for each set of rights."""

from __future__ import annotations

from typing import Any

from warehouse.stores.kept_rows import MAX_ANSWERS, MAX_ROWS, KeptRows

Row = dict[str, Any]


class _Asked:
    def __init__(self, n_rows: int = 1) -> None:
        self.n = 0
        self._n_rows = n_rows

    def __call__(self) -> list[Row]:
        self.n += 1
        return [{"n": self.n}] * self._n_rows


def test_another_value_or_another_right_is_another_question() -> None:
    kept, read = KeptRows(), _Asked()
    ask = {"unit_keys": ["A", "B"], "day": 1}
    assert kept.rows_of("select 1", ask, read) == [{"n": 1}]
    assert kept.rows_of("select 1", dict(ask), read) == [{"n": 1}]
    assert kept.rows_of("select 1", ask | {"unit_keys": ["A"]}, read) == [{"n": 2}]
    assert kept.rows_of("select 1", ask | {"released_waves": []}, read) == [{"n": 3}]
    assert kept.rows_of("select 2", ask, read) == [{"n": 4}]


def test_long_answers_are_not_kept_and_old_ones_go() -> None:
    kept, long = KeptRows(), _Asked(MAX_ROWS + 1)
    for _ in range(2):
        kept.rows_of("long", {}, long)
    assert long.n == 2
    read = _Asked()
    for number in range(MAX_ANSWERS + 1):
        kept.rows_of("short", {"number": number}, read)
    kept.rows_of("short", {"number": MAX_ANSWERS}, read)
    assert read.n == MAX_ANSWERS + 1
    kept.rows_of("short", {"number": 0}, read)
    assert read.n == MAX_ANSWERS + 2
