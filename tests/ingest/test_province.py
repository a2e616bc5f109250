"""The simulated province: its truth agrees with itself and is found in its files."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pyarrow as pa
import pytest

from ingest.province import ProvinceSummary, write_province
from ingest.simulation import surveys
from ingest.simulation.ballots import draw_levels
from ingest.simulation.clock import N_MONTHS, office_calendar, to_date, to_day
from ingest.simulation.people import OPEN_END, officer_rows
from ingest.simulation.places import FIRST_NEW, FIRST_OLD, succession_rows
from ingest.simulation.raw_tables import raw_tables
from ingest.simulation.world import World, draw_world
from warehouse.errors import ThanThienError

SEED = 11
N_CASES = 1_500

Truth = dict[str, Any]


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    folder = tmp_path_factory.mktemp("province")
    return write_province(folder, n_cases=N_CASES, seed=SEED)


@pytest.fixture(scope="module")
def truth(written: ProvinceSummary) -> Truth:
    found: Truth = json.loads(written.truth_path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def exported(world: World) -> duckdb.DuckDBPyConnection:
    """All exports of the model in tables named as the kinds."""
    connection = duckdb.connect()
    parts: dict[str, list[pa.Table]] = {}
    for kind, rows in raw_tables(world):
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows)
        parts.setdefault(kind, []).append(table)
    for kind, tables in parts.items():
        connection.register("piece", pa.concat_tables(tables))
        connection.execute(f'create table "{kind}" as select * from piece')
    return connection


def _hashes(summary: ProvinceSummary) -> dict[str, str]:
    paths = [*summary.files, summary.truth_path]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_same_seed_gives_the_same_bytes_and_clears_the_last_time(
    written: ProvinceSummary, tmp_path: Path
) -> None:
    stale = tmp_path / "cu_MO_PHONG.csv"
    stale.write_text("x")
    again = write_province(tmp_path, n_cases=N_CASES, seed=SEED)
    assert _hashes(again) == _hashes(written)
    assert not stale.exists()


def test_another_seed_gives_another_province(world: World) -> None:
    other = draw_world(n_cases=N_CASES, seed=SEED + 1, has_effect=True)
    names = other.places.units["unit_name"].tolist()
    assert names != world.places.units["unit_name"].tolist()


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "that.csv").write_text("x")
    with pytest.raises(ThanThienError, match=r"that\.csv"):
        write_province(tmp_path, n_cases=1_000)
    assert (tmp_path / "that.csv").read_text() == "x"


@pytest.mark.parametrize("n_cases", [999, 10_000_001])
def test_sizes_out_of_range_are_refused(tmp_path: Path, n_cases: int) -> None:
    with pytest.raises(ThanThienError):
        write_province(tmp_path, n_cases=n_cases)


def test_every_file_says_it_is_simulated(written: ProvinceSummary) -> None:
    assert (written.folder / "MO_PHONG.txt").exists()
    assert all("MO_PHONG" in path.name for path in written.files)
    for path in written.files:
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            for sheet in book:
                first = next(sheet.iter_rows(values_only=True, max_row=1))
                assert "MÔ PHỎNG" in str(first[0]), (path.name, sheet.title)


def test_units_merge_and_split_as_planned(world: World) -> None:
    units, links = world.places.units, world.places.links
    assert (FIRST_NEW - FIRST_OLD, world.places.n_new) == (160, 56)
    old = set(units["unit_code"][FIRST_OLD:FIRST_NEW])
    new = units["unit_code"][FIRST_NEW:].tolist()
    assert set(new) <= old
    assert len(set(new)) == 56
    assert all(len(code) == 5 and code.startswith("0") for code in new)
    weights = np.bincount(links.old, links.weight)[FIRST_OLD:]
    assert np.allclose(weights, 1)
    assert (links.weight > 0).all()
    kinds = succession_rows(world.places)["kind"].value_counts()
    assert kinds["abolished"] == 10
    assert kinds["split"] >= 14
    assert (units["valid_to"][FIRST_OLD:FIRST_NEW] == "2025-07-01").all()
    never = units["model_start_date"][FIRST_NEW:].isna().sum()
    assert never == 15


def test_every_unit_has_staff_in_every_month(world: World) -> None:
    for month in range(N_MONTHS):
        day = (date(2024, 1, 1) + timedelta(days=31 * month)).replace(day=1)
        active = world.people.postings.active((day - date(2023, 1, 1)).days)
        served = set(world.people.postings.unit[active].tolist())
        receiving = world.places.receiving(day >= date(2025, 7, 1))
        assert set(receiving.tolist()) == served, day


def test_postings_of_an_officer_follow_each_other(world: World) -> None:
    rows = officer_rows(world.people, world.places)
    assert rows["officer_code"].nunique() == 700
    for _, one in rows.groupby("officer_code"):
        ordered = one.sort_values("valid_from")
        ends = ordered["valid_to"].tolist()
        assert ends[:-1] == ordered["valid_from"].tolist()[1:]
        assert ends[-1] is None or ends[-1] != ends[-1]
    assert len(world.people.moved) == 120


def test_low_officers_are_three_per_cent_and_far_below(world: World) -> None:
    share, low = world.people.true_share, world.people.is_low
    assert len(low) == 21
    assert share[low].max() < 0.75 < np.delete(share, low).min()
    postings = world.people.postings
    posted = postings.unit[np.isin(postings.officer, low)]
    assert not set(posted.tolist()) & set(world.plan.coaching_units.tolist())


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2024-02-12", False),
        ("2024-05-04", True),
        ("2025-05-02", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-08-22", True),
        ("2026-08-29", False),
        ("2026-11-24", False),
        ("2026-11-25", True),
    ],
)
def test_calendar_knows_days_off_and_make_up_days(day: str, is_working: bool) -> None:
    assert office_calendar().is_working[to_day(day)] == is_working


def test_due_dates_count_working_days_after_receipt(
    world: World, exported: duckdb.DuckDBPyConnection
) -> None:
    """Counted again one day at a time, for every case with a limit."""
    rows = exported.sql(
        """
        select c.received_at::date, first(c.due_at order by c.extracted_on)::date,
            any_value(p.limit_working_days)::int
        from "case" as c
        join procedure as p on c.procedure_code = p.procedure_code
            and c.received_at >= p.valid_from::date
            and (p.valid_to is null or c.received_at < p.valid_to::date)
        group by c.case_code, c.received_at
        """
    ).fetchall()
    assert len(rows) == N_CASES
    works = world.calendar.is_working
    for received, due, limit in rows:
        assert (due is None) == (limit is None)
        if limit is None:
            continue
        day, left = received, limit
        while left:
            day += timedelta(days=1)
            left -= int(works[(day - date(2023, 1, 1)).days])
        assert day == due


def test_each_case_is_received_once_and_exported_again_when_it_moves(
    exported: duckdb.DuckDBPyConnection,
) -> None:
    n, n_codes, n_keys = exported.sql(
        """
        select count(*), count(distinct case_code),
            count(distinct (case_code, extracted_on))
        from "case"
        """
    ).fetchall()[0]
    assert n_codes == N_CASES
    assert n == n_keys > 1.2 * N_CASES


def test_only_planted_units_ever_change_a_date(
    exported: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    changed = exported.sql(
        """
        select case_code,
            count(distinct due_at) > 1 as moves_due,
            count(distinct finished_at) > 1 as moves_finish
        from "case" group by case_code having moves_due or moves_finish
        """
    ).fetchall()
    found = {(code, "due_at" if due else "finished_at") for code, due, _ in changed}
    planted = {(one["case_code"], one["column"]) for one in truth["rewritten_cases"]}
    assert found == planted
    assert planted
    units = {one["unit_code"] for one in truth["rewriting_units"]}
    assert {one["unit_code"] for one in truth["rewritten_cases"]} <= units


def test_on_time_truth_is_what_the_first_exports_show(
    exported: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    rows = exported.sql(
        """
        with seen as (
            select case_code, receiving_unit_code as unit,
                received_at >= timestamp '2025-07-01' as is_new,
                min_by(due_at, extracted_on) as due,
                min_by(finished_at, extracted_on) filter (finished_at is not null)
                    as first_finish,
                max_by(finished_at, extracted_on) as last_finish,
                max_by(due_at, extracted_on) as last_due,
            from "case" group by all
        )
        select unit, is_new, count(*), count(*) filter (first_finish > due),
            count(*) filter (last_finish > last_due)
        from seen where due is not null and last_finish is not null group by all
        """
    ).fetchall()
    is_old_only = {"09900"}
    found: dict[tuple[str, bool], list[int]] = {}
    for unit, is_new, *counts in rows:
        key = (unit, is_new and unit not in is_old_only)
        before = found.get(key, [0, 0, 0])
        found[key] = [a + b for a, b in zip(before, counts, strict=True)]
    expected = {
        (one["unit_code"], one["unit_valid_from"] == "2025-07-01"): [
            one["n_finished_with_due"],
            one["n_late_strict"],
            one["n_late_official"],
        ]
        for one in truth["on_time"]
    }
    assert found == expected


def test_moves_are_counted_by_the_unit_of_the_moment(
    exported: duckdb.DuckDBPyConnection, truth: Truth, world: World
) -> None:
    """Only where the sync export names the officer."""
    logged = set(world.places.units["unit_code"][world.plan.step_units])
    counted = {
        (officer, unit, is_new): n
        for officer, unit, is_new, n in exported.sql(
            """
            select officer_code, receiving_unit_code,
                received_at >= timestamp '2025-07-01', count(distinct case_code)
            from "case" where officer_code is not null group by all
            """
        ).fetchall()
    }
    assert len(truth["moves"]) == 120
    n_seen = 0
    for move in truth["moves"]:
        for side in ("from", "to"):
            unit = move[side]
            if unit["unit_code"] in logged:
                continue
            is_new = unit["unit_valid_from"] == "2025-07-01"
            key = (move["officer_code"], unit["unit_code"], is_new)
            assert counted.get(key, 0) == move[f"n_cases_{side}"], move
            n_seen += counted.get(key, 0)
    assert n_seen > 0


def test_no_effect_means_the_same_distribution() -> None:
    null = draw_world(n_cases=N_CASES, seed=SEED, has_effect=False)
    shares = surveys.draw_shares(null)
    assert (shares.effect == 0).all()
    assert (shares.after == shares.mixed).all()
    phone = surveys.phone_wave(null, shares)
    assert np.allclose(phone.share.mean(axis=0), shares.after.mean(axis=0), atol=0.02)


def test_effects_are_mixed_and_never_without_a_start(world: World) -> None:
    shares = surveys.draw_shares(world)
    started = world.plan.start_day[FIRST_NEW:] < OPEN_END
    has_any = (shares.effect != 0).any(axis=1)
    assert not has_any[~started].any()
    improved = (shares.effect > 0).any(axis=1)
    declined = (shares.effect < 0).any(axis=1)
    assert 0.35 < improved[started].mean() < 0.75
    assert 0 < declined.sum() < improved.sum()
    assert not (improved & declined).any()
    sizes = np.abs(shares.effect[shares.effect != 0])
    assert 0.0399 < sizes.min() < sizes.max() < 0.1201


def test_restated_truth_follows_the_weights(world: World, truth: Truth) -> None:
    """One split commune by hand: the mean weighted by weight times ballots."""
    shares, links = surveys.draw_shares(world), world.places.links
    split = int(links.old[links.weight < 1][0])
    unit = int(links.new[links.old == split][0])
    here = links.new == unit
    mass = links.weight[here] * shares.n_before[links.old[here] - FIRST_OLD]
    share = shares.before[links.old[here] - FIRST_OLD, 0]
    expected = float((mass * share).sum() / mass.sum())
    code = world.places.units["unit_code"][unit]
    told = [
        row["share"]
        for row in truth["satisfied_shares"]
        if row["wave_code"] == surveys.BEFORE
        and row["map"] == "today"
        and (row["unit_code"], row["item_code"]) == (code, "access_signs")
    ]
    assert told == [pytest.approx(expected, abs=1e-6)]


def test_levels_keep_the_planted_share_and_correlate() -> None:
    rng = np.random.default_rng(SEED)
    share = np.tile([0.6, 0.8, 0.95], (40_000, 1))
    levels = draw_levels(rng, share)
    assert np.allclose((levels >= 4).mean(axis=0), [0.6, 0.8, 0.95], atol=0.01)
    assert np.allclose(
        (levels == 5).mean(axis=0), np.array([0.6, 0.8, 0.95]) * 0.45, atol=0.01
    )
    assert set(np.unique(levels).tolist()) == {1, 2, 3, 4, 5}
    assert np.corrcoef(levels[:, 0], levels[:, 1])[0, 1] > 0.35


def test_coached_units_answer_above_the_independent_wave(truth: Truth) -> None:
    coached = {(u["unit_code"], u["unit_valid_from"]) for u in truth["coaching_units"]}
    by_wave: dict[str, dict[tuple[str, str], float]] = {}
    for row in truth["satisfied_shares"]:
        if row["item_code"] == "overall":
            unit = (row["unit_code"], row["unit_valid_from"])
            by_wave.setdefault(row["wave_code"], {})[unit] = row["share"]
    service, independent = by_wave["PV-2026-Q3"], by_wave["DL-2026-Q3"]
    both = service.keys() & independent.keys()
    assert len(coached) == 5
    assert len(both & coached) >= 3
    for unit in both & coached:
        assert service[unit] > independent[unit] + 0.03
    others = [abs(service[u] - independent[u]) for u in both - coached]
    assert np.median(others) < 0.05


def test_no_one_is_named_in_a_denunciation_file(written: ProvinceSummary) -> None:
    files = [p for p in written.files if p.name.startswith("to_cao")]
    assert files
    for path in files:
        head = path.read_text(encoding="utf-8").splitlines()[0]
        for word in ("Họ", "tên", "thoại", "Địa chỉ", "Nội dung", "người"):
            assert word not in head


def test_dirt_of_real_exports_is_present(written: ProvinceSummary) -> None:
    units = _cells(written.folder / "01_danh_muc_don_vi_MO_PHONG.xlsx")
    texts = [cell for row in units for cell in row if isinstance(cell, str)]
    assert any(text != unicodedata.normalize("NFC", text) for text in texts)
    joined = unicodedata.normalize("NFC", " ".join(texts))
    assert "oà" in joined
    assert "òa" in joined
    dates = [row[5] for row in units if row[0] and str(row[0]).isdigit()]
    assert {type(d).__name__ for d in dates} == {"str", "datetime"}
    ballots = _cells(written.folder / "phieu_nhap_tay_MO_PHONG_truoc_2025.xlsx")
    assert all(isinstance(row[2], int) for row in ballots[6:])
    assert {"x", "X"} <= {cell for row in ballots for cell in row}
    lists = [p for p in written.files if p.name.startswith("danh_sach_ho_so")]
    assert lists
    book = openpyxl.load_workbook(lists[0])
    cells = _cells(lists[0])
    assert any("Tổng cộng" in str(row[1]) for row in cells)
    assert any("NGƯỜI LẬP BIỂU" in str(row[1]) for row in cells)
    assert list(range(1, 21)) in [list(row[:20]) for row in cells]
    assert any(m.min_row < m.max_row for m in book.worksheets[0].merged_cells.ranges)


def test_sizes_grow_with_the_options(tmp_path: Path) -> None:
    small = draw_world(n_cases=1_000, seed=1, has_effect=True)
    large = draw_world(n_cases=10_000_000, seed=1, has_effect=True)
    assert small.month_cases.sum() == 1_000
    assert large.month_cases.sum() == 10_000_000
    assert surveys.ballots_per_unit(60_000) >= 120
    many = write_province(tmp_path, n_cases=1_000, seed=1, n_service_ballots=400)
    few = write_province(tmp_path, n_cases=1_000, seed=1, n_service_ballots=50)
    assert many.n_ballots - few.n_ballots == pytest.approx(350, abs=60)


def test_days_are_days() -> None:
    assert to_date(to_day("2026-10-31")).isoformat() == "2026-10-31"


def _cells(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return list(sheet.iter_rows(values_only=True))
