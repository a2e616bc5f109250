"""A unit beside those like it: one row of them, and of nobody's unit but the own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.dashboard.small.many_communes import add_communes, added
from tests.dashboard.small.warehouse import AFTER, BEFORE, changed, key, write_build
from tests.warehouse.roles import scope_of
from warehouse.errors import ScopeError
from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries import QUERIES
from warehouse.queries.sql_check import check_query
from warehouse.read import Answer, Reader
from warehouse.settings import Settings

OWN = key("91001")
UNIT = "where unit_key = '{}' and item_code = 'overall' and map = 'today'"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("many")
    with changed(write_build(home)) as connection:
        add_communes(connection)
    return home


def asked(home: Path, role: str = "leader", unit_key: str = OWN) -> Answer:
    reader = Reader(Settings(home=home))
    return reader.run(
        "beside_similar",
        scope_of(reader, role),
        unit_key=unit_key,
        period="12m",
        before_wave=BEFORE,
        after_wave=AFTER,
    )


def test_a_leader_gets_the_own_row_and_one_of_the_group(many: Path) -> None:
    own, group = asked(many).rows
    assert own["unit_key"] == OWN
    assert group["unit_key"] is None
    assert group["n_units"] == group["n_counted"] == 8
    assert group["state"] == "shown"
    names = group["unit_names"].split("; ")
    assert len(names) == 8
    assert own["unit_name"] not in names
    reader = Reader(Settings(home=many))
    answer = reader.run(
        "change_by_unit",
        scope_of(reader, "committee"),
        map="today",
        item_code="overall",
        before_wave=BEFORE,
        after_wave=AFTER,
    )
    shares = {row["unit_key"]: row["share_after"] for row in answer.rows}
    units = reader.run("units", scope_of(reader, "committee")).rows
    named = {row["unit_name"]: row["unit_key"] for row in units}
    mean = sum(shares[named[name]] for name in names) / 8
    assert group["share_after"] == pytest.approx(mean, abs=0.005)


def test_no_unit_but_the_readers_own_has_a_group(many: Path) -> None:
    for unit in (added(1), key("91003"), "", "x' or '1'='1"):
        assert asked(many, unit_key=unit).rows == []
    assert len(asked(many, "committee", added(1)).rows) == 2


def test_the_widened_scope_opens_nothing_else(many: Path) -> None:
    reader = Reader(Settings(home=many))
    scope = scope_of(reader, "leader")
    wide = replace(scope, unit_keys=(*scope.unit_keys, added(1)))
    with pytest.raises(ScopeError):
        reader.run("units", wide)


def test_without_five_outside_of_it_there_is_no_group(tmp_path: Path) -> None:
    with changed(write_build(tmp_path)) as connection:
        add_communes(connection, 6)  # nine others: a group of five leaves four
    [own] = asked(tmp_path).rows
    assert own["unit_key"] == OWN


def test_a_hidden_unit_does_not_go_into_the_mean(tmp_path: Path) -> None:
    path = write_build(tmp_path)
    with changed(path) as connection:
        add_communes(connection)
    _, whole = asked(tmp_path).rows
    name = next(n for n in whole["unit_names"].split("; ") if n.startswith("Xã Lập"))
    unit = added(int(name.rsplit(" ", 1)[1]))
    found = []
    for share in (0.01, 0.99):
        with changed(path) as connection:
            connection.sql(
                "update stat_before_after set n_after = 3,"
                f" share_after = {share}, share_diff = {share} - share_before "
                + UNIT.format(unit)
            )
        found.append(asked(tmp_path).rows[1])
    assert found[0] == found[1]
    assert found[0]["n_counted"] < whole["n_counted"]


def test_the_group_is_the_same_in_every_pair_and_period(many: Path) -> None:
    reader = Reader(Settings(home=many))
    names = set()
    for period in ("12m", "2026", "2026-Q3", "2026-07"):
        for pair in ((BEFORE, AFTER), (AFTER, BEFORE), ("x", "y")):
            waves = dict(zip(("before_wave", "after_wave"), pair, strict=True))
            scope = scope_of(reader, "leader")
            answer = reader.run(
                "beside_similar", scope, unit_key=OWN, period=period, **waves
            )
            names.add(answer.rows[1]["unit_names"])
    assert len(names) == 1


def test_a_query_that_pools_says_whose_group_and_what_it_hides() -> None:
    good = QUERIES["beside_similar"]
    check_query(good)
    for bad in (
        replace(good, small=None, subject="reference"),
        replace(
            good,
            sql="select unit_key from dim_units",
            params={},
            small=SmallNumbers(counts=()),
        ),
    ):
        with pytest.raises(ScopeError):
            check_query(bad)
