"""Whose letters of a unit that is gone are seen: its own, and those of its heir."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dashboard.small.warehouse import changed, key, write_build
from warehouse.read import Reader
from warehouse.scope import scope_for
from warehouse.settings import Settings

GONE, HEIR = key("90101"), key("91001")
PERIOD = {"since": date(2026, 10, 1), "until": date(2026, 10, 31)}
LISTED: dict[str, date | str] = {**PERIOD, "letter_kind": "apology", "state": "missing"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    home = tmp_path_factory.mktemp("gone")
    with changed(write_build(home, build_id="20261123T020000-gone")) as connection:
        connection.sql(
            "delete from fct_owed_letters where unit_key like '9010%';"
            " insert into fct_owed_letters by name select * replace ("
            f" '{GONE}' as unit_key, '{HEIR}' as answering_unit_key,"
            " 'gone' || owed_key as owed_key)"
            f" from fct_owed_letters where unit_key = '{HEIR}'"
        )
    return Reader(Settings(home=home))


def seen(reader: Reader, units: list[str], asked: str) -> tuple[int, int]:
    """Missing apologies as counted, and as listed one by one."""
    scope = scope_for(user_id="x", role="leader", unit_keys=units)
    which: dict[str, str] = {"reader_unit_key": asked}
    counted = reader.run("own_letters", scope, **which, **PERIOD).rows
    n = sum(r["n_letters_missing"] for r in counted if r["letter_kind"] == "apology")
    return n, len(reader.run("owed_letter_list", scope, **which, **LISTED).rows)


def test_a_unit_that_is_gone_lists_what_it_is_counted_for(reader: Reader) -> None:
    assert seen(reader, [GONE], GONE) == (4, 4)
    assert seen(reader, [GONE, HEIR], GONE) == (4, 4)


def test_the_heir_answers_for_both(reader: Reader) -> None:
    assert seen(reader, [GONE, HEIR], "all") == (8, 8)
    assert seen(reader, [GONE, HEIR], HEIR) == (8, 8)


def test_who_has_but_a_part_of_a_unit_does_not_answer_for_it(reader: Reader) -> None:
    other = key("91002")
    assert seen(reader, [GONE, other], "all") == (4, 4)
    assert seen(reader, [GONE, other], GONE) == (4, 4)
    assert seen(reader, [other], GONE) == (0, 0)
