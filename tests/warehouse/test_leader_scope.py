"""Which units a leader's scope covers: the own one and what went wholly into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.small.warehouse import changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.read import Reader
from warehouse.settings import Settings


def test_a_leader_covers_the_unit_and_what_went_wholly_into_it(reader: Reader) -> None:
    keys = scope_of(reader, "leader").unit_keys
    assert set(keys) == {key("91001"), key("90101"), key("90102")}


def test_a_reused_code_does_not_open_the_unit_that_had_it_before(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        # 90103 went into 91002 and its code now names what 91001 was called.
        connection.sql(
            "update dim_units set unit_code = '90103' where unit_code = '91001'"
        )
    reader = Reader(Settings(home=tmp_path))
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code="90103")
    assert set(scope.unit_keys) == {key("91001"), key("90101"), key("90102")}


def test_a_scope_follows_merges_in_several_steps_but_no_part_of_a_split(
    tmp_path: Path,
) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        connection.sql(
            f"""
            insert into bridge_unit_succession values
                ('first', '{key("90101")}', 1.0),
                ('parted', '{key("90102")}', 0.5), ('parted', '{key("90103")}', 0.5)
            """
        )
    reader = Reader(Settings(home=tmp_path))
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code="91001")
    assert "first" in scope.unit_keys
    assert "parted" not in scope.unit_keys


@pytest.mark.parametrize("unit_code", [None, "", "nowhere", "91001' or '1'='1", "%"])
def test_a_leader_without_a_known_unit_sees_nothing(
    reader: Reader, unit_code: str | None
) -> None:
    scope = reader.scope_of_account(user_id="x", role="leader", unit_code=unit_code)
    assert scope.unit_keys == ()
    assert reader.run("units", scope).rows == []
