"""The shipped specs read the province's files: nothing lost, nothing made up.

The whole folder is loaded once; raw must then equal the model's own tables, and only
what was broken or repeated on purpose may be missing.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.simulation.province import ProvinceSummary, write_province
from ingest.simulation.world import draw_world
from tests.ingest.model_tables import model_tables
from tests.warehouse.builds.built_models import built_models
from tests.warehouse.builds.mart_digest import digests
from warehouse.raw.column import Column
from warehouse.raw.kinds import KINDS
from warehouse.raw.registers import REGISTERS
from warehouse.settings import Settings

# One load of the whole folder serves all tests here.
pytestmark = pytest.mark.xdist_group("shipped")

SEED, N_CASES = 12, 2_000
# These tell of the loading itself: names and times of files, lines in them.
ABOUT_LOADING = {
    "main.dim_build",
    "main.dq_loads",
    "main.dq_notices",
    "main.dq_unplaced",
}
SPECS = Path(__file__).resolve().parents[3] / "ingest" / "specs"
SPEC_OF = {
    "01_danh_muc_don_vi": "unit_list",
    "02_chuyen_tiep_don_vi": "succession_list",
    "03_can_bo": "officer_list",
    "04_thu_tuc": "procedure_list",
    "05_lich_lam_viec": "office_calendar",
    "06_dot_khao_sat": "wave_list",
    "07_cau_hoi": "item_list",
    "08_nhac_nho": "reminder_list",
    "09_cam_ket": "commitment_list",
    "10_phieu_cham_diem": "index_marks",
    "11_so_thu": "letter_list",
    "12_so_tiep_dan": "meeting_list",
    "13_bang_kiem": "readiness_list",
    "14_chi_tieu": "target_list",
    "15_van_ban": "document_list",
    "16_tap_huan": "training_list",
    "17_ra_soat_thu_tuc": "procedure_review_list",
    "18_phuc_vu_tai_nha": "home_request_list",
    "19_kiem_tra_cong_vu": "inspection_list",
    "20_kien_nghi_giam_sat": "recommendation_list",
    "dong_bo_quoc_gia": "national_sync",
    "danh_sach_ho_so": "dossier_list",
    "nhat_ky_xu_ly": "step_log",
    "bao_cao_II06a": "monthly_report",
    "phieu_nhap_tay": "hand_keyed_ballots",
    "google_forms": "google_forms",
    "kobo": "kobo_xml_names",
    "kobo_nhan": "kobo_labels",
    "limesurvey": "limesurvey",
    "phieu_tai_quay": "counter_ballots",
    "may_tinh_bang": "counter_tablet",
    "phieu_phat_ra": "offered_forms",
    "don_thu": "petition_list",
    "to_cao": "denunciation_list",
}
HEADING_OF = {
    ("dong_bo_quoc_gia", "received_at"): "NgayTiepNhan",
    ("dong_bo_quoc_gia", "status"): "TrangThaiHoSo",
    ("danh_sach_ho_so", "received_at"): "Ngày, tháng, năm / Nhận",
    ("danh_sach_ho_so", "status"): "Trạng thái",
    ("don_thu", "received_on"): "Ngày nhận",
    ("don_thu", "outcome"): "Kết quả giải quyết",
    ("kobo", "level"): "danh_gia/access_signs",
}
RESPELLED = {"unit_name", "officer_name", "position", "procedure_name", "field"}


@dataclass(frozen=True)
class Loaded:
    """A province, the account of its load, and a reader of raw."""

    summary: ProvinceSummary
    truth: dict[str, Any]
    results: list[FileResult]
    settings: Settings


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("loaded")
    summary = write_province(folder / "files", n_cases=N_CASES, seed=SEED)
    settings = Settings(home=folder / "home")
    results = load_files(summary.files, settings=settings)
    truth = json.loads(summary.truth_path.read_text(encoding="utf-8"))
    return Loaded(summary, truth, results, settings)


@pytest.fixture(scope="module")
def raw(loaded: Loaded) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        path = str(loaded.settings.raw_path)
        connection.execute(f"attach '{path}' as raw_db (read_only)")
        connection.execute("use raw_db.raw")
        yield connection


TRIED_ELSEWHERE = {"odk_central", "unit_alias_list"}
TRIED_ELSEWHERE |= {f"{kind.name}_list" for kind in REGISTERS}
"""Layouts the simulation writes no file of; test_survey_tools, test_unit_spellings,
test_registers."""


def test_every_file_is_loaded_by_its_own_spec(loaded: Loaded) -> None:
    assert [r.status for r in loaded.results] == ["loaded"] * len(loaded.results)
    for path, result in zip(loaded.summary.files, loaded.results, strict=True):
        assert result.spec_name == SPEC_OF[path.name.split("_MO_PHONG")[0]], path.name


def test_every_shipped_spec_has_its_file() -> None:
    shipped = {path.stem for path in SPECS.glob("*.yml")}
    assert shipped == set(SPEC_OF.values()) | TRIED_ELSEWHERE


def test_every_file_adds_up(loaded: Loaded) -> None:
    for result in loaded.results:
        for counts in result.kinds.values():
            shown = counts.n_loaded + counts.n_duplicate + counts.n_refused
            assert counts.n_read == shown, result.file_name


def test_every_refused_row_was_broken_on_purpose(
    loaded: Loaded, raw: duckdb.DuckDBPyConnection
) -> None:
    found = Counter(
        raw.sql(
            """
            select file_name, kind, column_name, coalesce(value, '')
            from refused join file using (file_sha256)
            """
        ).fetchall()
    )
    planted = Counter(
        (one["file"], one["kind"], _heading(one), one["value"])
        for one in loaded.truth["broken"]
    )
    assert found == planted
    assert {"case", "petition", "answer"} == {kind for _, kind, _, _ in planted}


def test_every_duplicate_was_repeated_on_purpose(loaded: Loaded) -> None:
    found = {
        result.file_name: n
        for result in loaded.results
        if (n := sum(counts.n_duplicate for counts in result.kinds.values()))
    }
    planted = {name: n for name, n in loaded.truth["n_repeated"].items() if n}
    assert found == planted


def test_raw_equals_the_model(raw: duckdb.DuckDBPyConnection) -> None:
    """Both ways round, as bags of rows, for each kind."""
    world = draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)
    for kind, table in model_tables(world).items():
        raw.register("model", table)
        columns = ", ".join(
            _compared(column)
            for column in KINDS[kind].columns
            if column.name in table.column_names and column.name != "source_is_late"
        )
        extra = {
            "answer": "where ballot_id not like 'HONG-%' and wave_code <> 'MTB-2026'",
        }.get(kind, "")
        ours = f"select {columns} from model"
        theirs = f'select {columns} from raw_db.raw."{kind}" {extra}'
        missing = raw.sql(f"({ours}) except all ({theirs})").fetchall()
        made_up = raw.sql(f"({theirs}) except all ({ours})").fetchall()
        assert (missing[:3], made_up[:3]) == ([], []), kind
        assert raw.sql(f"select count(*) from ({ours})").fetchall()[0][0] > 0
        raw.unregister("model")


def test_no_citizen_is_left_in_raw(raw: duckdb.DuckDBPyConnection) -> None:
    """The invented phone numbers and addresses stand in no text column at all."""
    for kind in KINDS.values():
        for column in kind.columns:
            if column.type == "varchar":
                shown = raw.sql(
                    f'select count(*) from "{kind.name}" where "{column.name}" '
                    "similar to '.*(0900 ?000|Tổ [0-9]+,|Người Mô Phỏng).*'"
                ).fetchall()
                assert shown == [(0,)], (kind.name, column.name)
    refused = raw.sql(
        "select count(*) from refused where value similar to '.*0900.*'"
    ).fetchall()
    assert refused == [(0,)]


def test_printed_lists_say_what_was_late(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.sql(
        """
        select source_is_late, finished_at > due_at, count(*)
        from "case" where source_is_late is not null group by all
        """
    ).fetchall()
    assert rows
    assert all(shown == is_late for shown, is_late, _ in rows)


def test_print_outs_count_what_the_cases_say(raw: duckdb.DuckDBPyConnection) -> None:
    """The newest print-out against the cases exported up to its month."""
    shown = raw.sql(
        """
        select unit_code, n_received, n_finished_on_time, n_finished_late,
            n_open_on_time + n_open_overdue
        from monthly_report where month = date '2026-10-01' order by all
        """
    ).fetchall()
    counted = raw.sql(
        """
        with last as (
            select case_code, receiving_unit_code as unit, received_at,
                max_by(status, extracted_on) as status,
                max_by(finished_at, extracted_on) as finished_at,
                max_by(due_at, extracted_on) as due_at,
            from "case" group by all
        )
        select unit, count(*) filter (received_at >= timestamp '2026-10-01'),
            count(*) filter (finished_at >= timestamp '2026-10-01'
                and coalesce(finished_at <= due_at, true)),
            count(*) filter (finished_at >= timestamp '2026-10-01'
                and finished_at > due_at),
            count(*) filter (status in
                ('received', 'processing', 'supplementing', 'paying')),
        from last where received_at >= timestamp '2025-07-01' or unit = '09900'
        group by unit order by unit
        """
    ).fetchall()
    units = {row[0] for row in counted}
    assert [row for row in shown if row[0] in units] == counted
    assert len(shown) == 57


def test_loading_again_under_other_names_changes_nothing(
    loaded: Loaded, raw: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    before = _sizes(raw)
    raw.execute("use memory")
    raw.execute("detach raw_db")
    chosen = loaded.summary.files
    (tmp_path / "MO_PHONG.txt").write_text("x")
    copies = [tmp_path / f"khac_{i}{path.suffix}" for i, path in enumerate(chosen)]
    for path, copy in zip(chosen, copies, strict=True):
        shutil.copy(path, copy)
    results = load_files(copies[::-1], settings=loaded.settings)
    assert {result.status for result in results} == {"already_loaded"}
    raw.execute(f"attach '{loaded.settings.raw_path}' as raw_db (read_only)")
    raw.execute("use raw_db.raw")
    assert _sizes(raw) == before


def test_renamed_shuffled_and_twice_gives_the_same_raw_and_marts(
    loaded: Loaded, tmp_path: Path
) -> None:
    """A new home gets every file under another name, in another order, twice."""
    first, other = Settings(home=tmp_path / "first"), Settings(home=tmp_path / "home")
    shutil.copytree(loaded.settings.home, first.home)
    again = _renamed(loaded.summary.files, tmp_path / "renamed")
    random.Random(SEED).shuffle(again)
    load_files(again, settings=other)
    load_files(loaded.summary.files, settings=other)
    ours, theirs = _raw_rows(first), _raw_rows(other)
    assert [kind for kind in KINDS if ours[kind] != theirs[kind]] == []
    one, two = (digests(built_models(home)) for home in (first, other))
    differ = {name for name in one | two if one.get(name) != two.get(name)}
    assert differ - ABOUT_LOADING == set()


def test_a_denunciation_file_with_the_denouncer_is_refused(
    loaded: Loaded, tmp_path: Path
) -> None:
    """The shipped layout with one more column: nothing of it may be kept."""
    given = next(p for p in loaded.summary.files if p.name.startswith("to_cao"))
    lines = given.read_text(encoding="utf-8").splitlines()
    named = [lines[0] + ",Họ tên người tố cáo"]
    named += [line + ",Nguyễn Văn Mô Phỏng" for line in lines[1:]]
    folder = tmp_path / "to_cao"
    folder.mkdir()
    path = folder / "to_cao_MO_PHONG_20241231.csv"
    path.write_text("\n".join(named) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    (result,) = load_files([path], settings=settings, is_simulated=True)
    assert result.status == "refused"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
        shown = connection.sql("select count(*) from raw_db.raw.petition").fetchall()
    assert shown == [(0,)]


def _renamed(files: Sequence[Path], folder: Path) -> list[Path]:
    """Copies whose names keep only the parts that a spec reads."""
    folder.mkdir()
    (folder / "MO_PHONG.txt").write_text("x")
    copies = [folder / f"{n} {path.name}" for n, path in enumerate(files)]
    for path, copy in zip(files, copies, strict=True):
        shutil.copy(path, copy)
    return copies


def _raw_rows(settings: Settings) -> dict[str, Counter[str]]:
    """All rows by kind, without the file that brought them first."""
    rows = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
        for kind in KINDS.values():
            columns = ", ".join(f'"{column.name}"' for column in kind.columns)
            found = connection.execute(
                "select cast(t as varchar) from ("
                f'select {columns}, _row_md5 from raw_db.raw."{kind.name}") as t'
            ).fetchall()
            rows[kind.name] = Counter(text for (text,) in found)
    return rows


def _sizes(raw: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {
        kind: raw.sql(f'select count(*) from raw_db.raw."{kind}"').fetchall()[0][0]
        for kind in KINDS
    }


def _compared(column: Column) -> str:
    """A column as it is compared: names by where the tone mark may stand."""
    text = f'cast("{column.name}" as {column.type})'
    if column.name in RESPELLED:
        for one, other in (("oà", "òa"), ("oá", "óa"), ("uỷ", "ủy"), ("uý", "úy")):
            text = f"replace({text}, '{one}', '{other}')"
    if column.name == "unit_code":
        # a unit looked up by its name or code is kept with its first day
        text = f"split_part({text}, '@', 1)"
    return f'{text} as "{column.name}"'


def _heading(broken: dict[str, str]) -> str:
    """The heading under which a broken value stands in its file."""
    layout = broken["file"].split("_MO_PHONG")[0]
    return HEADING_OF[layout, broken["column"]]
