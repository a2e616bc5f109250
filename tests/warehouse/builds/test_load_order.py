"""The order in which files and rows arrive decides nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builds.built_models import built_models
from tests.warehouse.builds.mart_digest import digests
from tests.warehouse.builds.unruly_files import unruly_files
from tests.warehouse.raw_rows import Row, write_raw
from warehouse.builds.build import build
from warehouse.raw.kinds import DAILY_KINDS, KINDS
from warehouse.settings import Settings

START = datetime(2026, 10, 2, 8)
# They tell which file brought what and what was published when.
OF_DELIVERIES = {"main.dq_loads", "main.dq_restatements", "main.dq_conflicts"}
# Of equal rows in two files the first one loaded is kept, and its place is named.
PLACED = "main.dq_unplaced"
PLACES = "file_name, line, further_places"


def _load(
    settings: Settings, names: Sequence[str], *, first: int = 0, step: int = 1
) -> None:
    """Loads files one after another; a row that raw has already is a duplicate.

    With `step` −1 the rows of each file stand in it the other way round; answers
    keep their order, which says how ballots were typed in.
    """
    files = unruly_files()
    for nth, name in enumerate(names, start=first):
        fresh = {
            kind: list(_fresh(settings, kind, rows[:: 1 if kind == "answer" else step]))
            for kind, rows in files[name].items()
        }
        write_raw(
            settings.raw_path,
            fresh,
            file_name=name,
            loaded_at=START + timedelta(hours=nth),
        )


def _fresh(settings: Settings, kind: str, rows: list[Row]) -> Iterator[Row]:
    names = [column.name for column in KINDS[kind].columns]
    known: set[tuple[object, ...]] = set()
    if settings.raw_path.exists():
        with duckdb.connect() as connection:
            connection.execute(f"attach '{settings.raw_path}' as store (read_only)")
            listed = ", ".join(f'"{name}"' for name in names)
            shown = connection.execute(f'select {listed} from store.raw."{kind}"')
            known = {tuple(map(_plain, row)) for row in shown.fetchall()}
    for row in rows:
        values = tuple(_plain(row.get(name)) for name in names)
        if values not in known:
            known.add(values)
            yield row


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str) else str(value).rstrip("0.")


def _marts(path: Path) -> dict[str, str]:
    """What readers see; `carried` is for the next daily build alone."""
    found = {
        name: digest
        for name, digest in digests(path).items()
        if name.startswith("main.") and name not in OF_DELIVERIES
    }
    with duckdb.connect(str(path), read_only=True) as marts:
        rows = marts.execute(
            f"select * exclude ({PLACES}) from {PLACED} order by all"
        ).fetchall()
    return found | {PLACED: str(rows)}


@pytest.fixture(scope="module")
def forwards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(home=tmp_path_factory.mktemp("forwards"))
    _load(settings, list(unruly_files()))
    return built_models(settings)


def test_the_last_file_and_row_first_gives_the_same_marts(
    forwards: Path, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    _load(settings, list(unruly_files())[::-1], step=-1)
    one, other = _marts(forwards), _marts(built_models(settings))
    assert sorted(k for k in one.keys() | other if one.get(k) != other.get(k)) == []


def test_a_list_of_a_later_day_counts_and_one_at_odds_is_shown(forwards: Path) -> None:
    with duckdb.connect(str(forwards), read_only=True) as marts:
        names = marts.execute(
            "select unit_name from dim_units where unit_key = 'C1@2025-07-01'"
        ).fetchall()
        shown = marts.execute(
            "select row_kind, count(distinct row_key), count(*), count_if(is_counted)"
            " from dq_conflicts group by row_kind order by row_kind"
        ).fetchall()
        flags = marts.execute(
            "select rule, count from dq_flags where rule like '%stated_differently'"
            " order by rule"
        ).fetchall()
    assert names == [("Xã Đông",)]
    # three rows tell C4's name, its officer's, the limit, the mode and the weight
    of_three = {"officer", "procedure", "unit", "unit_succession", "wave", "item"}
    of_two = {
        "boundary",
        "calendar_day",
        "contact",
        "document",
        "index_mark",
        "inspection",
        "letter",
        "monthly_report",
        "offered",
        "readiness_check",
        "recommendation",
        "reminder",
        "target",
        "unit_alias",
    }
    expected = [
        (kind, 1, 3 if kind in of_three else 2, 1) for kind in of_three | of_two
    ]
    assert shown == sorted(expected)
    assert sorted(flags) == sorted(
        (f"{kind}_stated_differently", n) for kind, _, n, _ in shown
    )


def test_every_kind_of_raw_is_accounted_for(forwards: Path) -> None:
    with duckdb.connect(str(forwards), read_only=True) as marts:
        rows = marts.execute(
            "select row_kind, sum(n_rows), max(n_read), count_if(is_counted)"
            " from dq_row_accounting group by row_kind"
        ).fetchall()
    assert {kind for kind, *_ in rows} == set(KINDS)
    assert [row for row in rows if row[1] != row[2] or row[3] != 1] == []


@pytest.mark.release
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_daily_builds_of_unruly_files_end_as_a_full_build_in_any_order(
    forwards: Path, tmp_path: Path, seed: int
) -> None:
    settings = Settings(home=tmp_path)
    names = list(unruly_files())
    random.Random(seed).shuffle(names)
    names.sort(key=lambda name: name not in ("province.csv", "lists.csv"))
    files = unruly_files()
    _load(settings, names[:2])
    last = build(settings)
    for nth, name in enumerate(names[2:], start=2):
        _load(settings, [name], first=nth)
        last = build(settings)
        assert last.failures == ()
        assert last.is_full == bool(files[name].keys() - set(DAILY_KINDS)), name
    assert last.path is not None
    one, other = _marts(forwards), _marts(last.path)
    assert sorted(k for k in one.keys() | other if one.get(k) != other.get(k)) == []
